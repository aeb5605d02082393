import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { Tf } from './operations.js';
import { trainsOneStep } from './probe.js';

export interface NumericBackend {
  tf: Tf;
  /** Backend and version, `tfjs-node 4.22.0` or `tfjs-wasm 4.22.0`: equal names, equal results for equal seeds. */
  name: string;
}

// An optional dependency, so its name must not be resolved by the compiler.
const NATIVE: string = '@tensorflow/tfjs-node';

let backend: Promise<NumericBackend> | undefined;

/**
 * TensorFlow.js, ready to train in this thread: `@tensorflow/tfjs-node` where it is installed and trains one step of a
 * network, else the WebAssembly backend (SIMD, one thread). Loaded once a thread.
 *
 * @throws Error if neither works
 */
export function numericBackend(): Promise<NumericBackend> {
  backend ??= loadNative().then((native) => native ?? loadWasm());
  return backend;
}

async function loadNative(): Promise<NumericBackend | null> {
  // TensorFlow logs to stderr from C++ as soon as it is loaded; 2 leaves errors.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  try {
    const tf = namespaceOf((await import(NATIVE)) as Tf);
    tf.env().set('PROD', true);
    await tf.ready();
    // On Node 23 and later tfjs-node 4.22 loads and then throws at its first kernel.
    return tf.getBackend() === 'tensorflow' && trainsOneStep(tf) ? { tf, name: `tfjs-node ${tf.version_core}` } : null;
  } catch {
    // Absent, or built for another system or Node version: the WebAssembly backend is used, with its own name.
    return null;
  }
}

async function loadWasm(): Promise<NumericBackend> {
  const tf = namespaceOf(await import('@tensorflow/tfjs-core'));
  const wasm = namespaceOf(await import('@tensorflow/tfjs-backend-wasm'));
  // In production mode tfjs prints no hints, and does not look for NaN after each kernel.
  tf.env().set('PROD', true);
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(dirname(entry) + sep);
  const restore = listenersOf('uncaughtException', 'unhandledRejection');
  const ready = await tf.setBackend('wasm');
  restore();
  if (!ready || !trainsOneStep(tf)) throw new Error('the WebAssembly backend of TensorFlow.js does not train here');
  return { tf, name: `tfjs-wasm ${wasm.version_wasm}` };
}

/** CommonJS packages, imported, have their exports under `default` where Node does not see them by name. */
function namespaceOf<T extends object>(imported: T): T {
  return (imported as { default?: T }).default ?? imported;
}

/**
 * Records a process's listeners and returns a function that removes those added since: Emscripten's listeners rethrow
 * errors, which would end the process with another exit code than Node's.
 */
function listenersOf(...events: string[]): () => void {
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  return () => {
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as 'uncaughtException'))
        if (!before[i].includes(listener)) process.off(event, listener);
    });
  };
}
