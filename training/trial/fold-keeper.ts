import { z } from 'zod';
import { decodeSafetensors, encodeSafetensors } from '../../learning/arrays/safetensors.js';
import type { TrialKey } from '../../contracts/candidate/trial.js';
import type { TakenUp } from '../../storage/attempts.js';
import type { CheckpointStore } from '../../storage/checkpoints.js';
import type { CompletedFold } from './save-trial.js';
import type { CheckpointPlace } from '../fit/fit-checkpoints.js';
import { BRIEF_MS } from './expected-seconds.js';
import type { TrialProgress } from './trial-to-run.js';

/** The folds of a trial: completed ones, kept in the store for later attempts, and running ones. */
export class FoldKeeper {
  readonly takenUp: TakenUp = { folds: 0, fits: 0 };
  private readonly results = new Map<number, CompletedFold>();
  private readonly unkept = new Set<number>();
  private readonly fits = new Map<number, SharedArrayBuffer>();
  private startedAt = Infinity;
  /** Whether the folds of earlier attempts were read. */
  private looked = false;
  private complained = false;

  constructor(
    private readonly checkpoints: CheckpointStore,
    private readonly key: TrialKey,
    private readonly count: number,
  ) {}

  /** Reads the folds of an earlier attempt. */
  async takeUp(): Promise<void> {
    this.looked = true;
    const { folds, fits } = await this.checkpoints.list(this.key);
    for (const fold of folds) {
      const bytes = await this.checkpoints.readFold(this.key, fold);
      const result = bytes && decodeFold(bytes);
      if (result) this.results.set(fold, result);
    }
    this.takenUp.folds = this.results.size;
    this.takenUp.fits = fits.filter((fold) => !this.results.has(fold)).length;
  }

  done(fold: number): CompletedFold | undefined {
    return this.results.get(fold);
  }

  start(): void {
    this.startedAt = performance.now();
  }

  /** Keeps a fold's result, and the earlier ones, once the trial has run for long enough. */
  async keep(fold: number, result: CompletedFold): Promise<void> {
    this.results.set(fold, result);
    this.unkept.add(fold);
    this.fits.delete(fold);
    const worthwhile = this.results.size < this.count && !this.isBrief;
    if (!worthwhile) return;
    const waiting = [...this.unkept];
    this.unkept.clear();
    await Promise.all(waiting.map((one) => this.write(one))).catch((error: Error) => {
      // A checkpoint only saves time: the trial continues without it.
      if (!this.complained) console.warn(`no checkpoint could be kept: ${error.message}`);
      this.complained = true;
    });
  }

  /** The checkpoint file of a fold's fit. */
  place(fold: number): CheckpointPlace {
    const told = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    this.fits.set(fold, told);
    return { file: this.checkpoints.fitFile(this.key, fold), isNew: !this.looked, told };
  }

  progress(): TrialProgress {
    const fits = [...this.fits].map(([fold, told]): [number, number] => [fold, Atomics.load(new Int32Array(told), 0)]);
    return {
      folds: [...this.results.keys()].sort((a, b) => a - b),
      fits: fits.filter(([, iterations]) => iterations > 0),
    };
  }

  /** The trial has its record. */
  async forget(): Promise<void> {
    if (this.looked || !this.isBrief) await this.checkpoints.remove(this.key);
  }

  private get isBrief(): boolean {
    return performance.now() - this.startedAt < BRIEF_MS;
  }

  private async write(fold: number): Promise<void> {
    await this.checkpoints.writeFold(this.key, fold, encodeFold(this.results.get(fold)!));
  }
}

const numbersSchema = z.object({
  score: z.number(),
  effort: z.number().nullable(),
  seconds: z.number(),
  work: z.number(),
  bytes: z.number(),
});

/** A fold's result as bytes, for later attempts. */
export function encodeFold({ judged, importances, ...rest }: CompletedFold): Uint8Array {
  const { score, rows, predictions } = judged;
  const arrays = { rows: { array: rows }, predictions: { array: predictions }, importances: { array: importances } };
  return encodeSafetensors(arrays, { numbers: JSON.stringify(numbersSchema.parse({ score, ...rest })) });
}

/** Null if the bytes are not in the format of `encodeFold`, such as those of another release. */
export function decodeFold(bytes: Uint8Array): CompletedFold | null {
  try {
    const { arrays, metadata } = decodeSafetensors(bytes);
    const { score, ...rest } = numbersSchema.parse(JSON.parse(metadata.numbers));
    const rows = arrays.rows.array as Int32Array;
    return {
      status: 'completed',
      ...rest,
      judged: { score, rows, predictions: arrays.predictions.array as Float64Array },
      importances: arrays.importances.array as Float64Array,
    };
  } catch {
    return null;
  }
}
