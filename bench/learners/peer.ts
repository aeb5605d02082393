import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Match } from './matched-settings.js';
import type { Prepared } from './prepared.js';

const SCRIPT = fileURLToPath(new URL('../../../bench/learners/learners.py', import.meta.url));
const PYTHON = process.env.PYTHON ?? 'python3';
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

export interface Fit {
  /** CPU time of the fit, or of it and of predicting the test rows where the match says so. */
  seconds: number;
  /** Of the test rows, row-major. */
  predictions: Float64Array;
}

/** A Python process that fits the peers' learners, one at a time, on one thread. */
export class Peer {
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  /** Settles when the process has ended: with the error where it did not start. */
  readonly #ended: Promise<Error | null>;
  #errors = '';

  constructor(private readonly folder: string) {
    this.#process = spawn(PYTHON, [SCRIPT], { env: { ...process.env, ...ONE_THREAD }, stdio: 'pipe' });
    this.#process.stderr?.on('data', (text: Buffer) => (this.#errors = (this.#errors + text.toString()).slice(-2000)));
    // Writing to a process that has ended fails; what it said says more.
    this.#process.stdin?.on('error', () => undefined);
    this.#lines = createInterface(this.#process.stdout!);
    this.#ended = new Promise((resolve) => this.#process.once('error', resolve).once('close', () => resolve(null)));
  }

  /** @throws Error with the end of what Python said on standard error, if it ends without an answer */
  async fit({ peer, timesPrediction }: Match, prepared: Prepared, seed: number): Promise<Fit> {
    const predictions = join(this.folder, 'predictions');
    const job = { ...peer, ...prepared.files, classes: prepared.classes, timesPrediction, seed, predictions };
    const answer = this.#answer();
    this.#process.stdin?.write(`${JSON.stringify(job)}\n`);
    const { seconds } = JSON.parse(await answer) as { seconds: number };
    const bytes = await readFile(predictions);
    return { seconds, predictions: new Float64Array(new Uint8Array(bytes).buffer) };
  }

  stop(): void {
    this.#process.stdin?.end();
  }

  async #answer(): Promise<string> {
    const line = new Promise<string>((resolve) => this.#lines.once('line', resolve));
    const answer = await Promise.race([line, this.#ended]);
    if (typeof answer === 'string') return answer;
    throw new Error(`${PYTHON} ${SCRIPT} ended: ${answer?.message ?? this.#errors}`);
  }
}
