import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { TrialKey } from '../contracts/candidate/trial.js';
import { describeDiskError, readIfThere, withFile } from './files/files.js';
import { parseJson } from './files/sealed-json.js';

/** Checkpoints of earlier attempts that an attempt continued from. */
const takenUpSchema = z.strictObject({
  /** Completed folds. */
  folds: z.int().min(0),
  /** Fits continued from a checkpoint. */
  fits: z.int().min(0),
});
export type TakenUp = z.infer<typeof takenUpSchema>;

/** One event of an attempt at a trial: a line of its log. */
const eventSchema = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('started'),
    attempt: z.string(),
    worker: z.string(),
    at: z.string(),
    takenUp: takenUpSchema,
  }),
  /** It ended with an outcome of this status, or because the result is not needed any more. */
  z.strictObject({ event: z.literal('ended'), attempt: z.string(), at: z.string(), how: z.string() }),
]);
export type AttemptEvent = z.infer<typeof eventSchema>;

/** End of an attempt without an outcome, because the result is not needed any more. */
export const CANCELLED = 'cancelled';

/** The attempts at one trial. */
export interface Attempts {
  started: number;
  /** Those whose process disappeared, or which are still running. */
  open: number;
  /** Those with an outcome: more than one if a finished trial was trained again. */
  trained: number;
  /** Those that continued from checkpoints. */
  continued: number;
  /** Those that started from the beginning after another attempt, which had left no checkpoint. */
  restarted: number;
}

/** The log of attempts at trials, written before a trial is trained and when it ends. */
export class AttemptLog {
  /** @param worker name of the process that makes the attempts */
  constructor(
    private readonly root: string,
    private readonly worker: string,
  ) {}

  started(key: TrialKey, attempt: string, takenUp: TakenUp): Promise<void> {
    return this.append(key, { event: 'started', attempt, worker: this.worker, at: now(), takenUp });
  }

  ended(key: TrialKey, attempt: string, how: string): Promise<void> {
    return this.append(key, { event: 'ended', attempt, at: now(), how });
  }

  async of(key: TrialKey): Promise<Attempts> {
    const text = (await readIfThere(this.path(key)))?.toString('utf8') ?? '';
    return countAttempts(text.split('\n').flatMap((line) => eventSchema.safeParse(parseJson(line)).data ?? []));
  }

  path(key: TrialKey): string {
    return join(this.root, 'trials', key.slice(0, 2), `${key.slice(2)}.attempts`);
  }

  // A torn or missing line only makes a count wrong: lines that do not parse are skipped when read. A line feed is
  // written before each line too, because the last line may be torn.
  private async append(key: TrialKey, event: AttemptEvent): Promise<void> {
    const path = this.path(key);
    try {
      await mkdir(dirname(path), { recursive: true });
      await withFile(() => appendFile(path, `\n${JSON.stringify(event)}\n`));
    } catch (error) {
      throw describeDiskError(error, path);
    }
  }
}

function countAttempts(events: readonly AttemptEvent[]): Attempts {
  const started = events.filter((event) => event.event === 'started');
  const trained = events.filter((event) => event.event === 'ended' && event.how !== CANCELLED);
  const over = new Set(events.flatMap(({ event, attempt }) => (event === 'started' ? [] : [attempt])));
  const finished = new Set(trained.map(({ attempt }) => attempt));
  const isContinued = ({ takenUp }: (typeof started)[number]): boolean => takenUp.folds + takenUp.fits > 0;
  return {
    started: started.length,
    open: started.filter(({ attempt }) => !over.has(attempt)).length,
    trained: trained.length,
    continued: started.filter(isContinued).length,
    restarted: started.filter((one, i) => i > 0 && !isContinued(one) && !finished.has(started[i - 1].attempt)).length,
  };
}

const now = (): string => new Date().toISOString();
