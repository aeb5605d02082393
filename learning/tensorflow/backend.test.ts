import { describe, expect, it, jest } from '@jest/globals';
import { Worker } from 'node:worker_threads';
import { numericBackend } from './backend.js';
import { trainsOneStep } from './probe.js';

/** Trains in a thread of its own, from the built files, and reports the backend's name and what the process listens to. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData + 'backend.js').then(async ({ numericBackend }) => {
    const { tf, name } = await numericBackend();
    const { trainsOneStep } = await import(workerData + 'probe.js');
    let steps = 0;
    while (steps < 200 && trainsOneStep(tf)) steps++;
    parentPort.postMessage({ name, steps, tensors: tf.memory().numTensors });
  });`;

function trainInThread(): Promise<unknown> {
  const built = new URL('../../dist/learning/tensorflow/', import.meta.url).href;
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { eval: true, workerData: built });
    worker.once('message', resolve).once('error', reject);
  });
}

describe('numeric backend', () => {
  it('is loaded once, in silence, says what it is, and leaves the process to handle its own errors', async () => {
    const listeners = process.listenerCount('uncaughtException');
    const said = (['log', 'info', 'warn', 'error'] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation(() => undefined),
    );
    const { tf, name } = await numericBackend();
    expect(await numericBackend()).toBe(await numericBackend());
    expect(name).toMatch(/^tfjs-(node|wasm) 4\.\d+\.\d+$/);
    expect(trainsOneStep(tf)).toBe(true);
    said.forEach((spy) => {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    });
    expect(process.listenerCount('uncaughtException')).toBe(listeners);
    expect(tf.memory().numTensors).toBe(0);
  });

  it('trains in several threads at once', async () => {
    const { name } = await numericBackend();
    const reports = await Promise.all([1, 2, 3].map(trainInThread));
    expect(reports).toEqual(reports.map(() => ({ name, steps: 200, tensors: 0 })));
  });
});
