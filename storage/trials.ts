import { appendFile, mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { hashJson } from '../contracts/json.js';
import { trialRecordSchema, type Outcome, type TrialKey, type TrialRecord } from '../contracts/trial.js';
import { readIfThere, writeWhole } from './files.js';

/** What happened to one attempt at a trial, one line of its log. */
const attemptEventSchema = z.strictObject({
  event: z.enum(['started', 'ended']),
  /** Unique for each attempt. */
  attempt: z.string(),
  /** Process and host that made it. */
  worker: z.string(),
  at: z.string(),
});
export type AttemptEvent = z.infer<typeof attemptEventSchema>;

export interface Attempts {
  started: number;
  /** Those whose process vanished, or which are still under way. */
  open: number;
}

/** Trials by their key: an outcome is trained once, ever. */
export interface TrialStore {
  read(key: TrialKey): Promise<TrialRecord | null>;
  write(record: TrialRecord): Promise<void>;
  /** Says, before a trial is trained, that it is about to be. */
  started(key: TrialKey, attempt: string): Promise<void>;
  /** Says that an attempt ended by itself, whatever its outcome. */
  ended(key: TrialKey, attempt: string): Promise<void>;
  attempts(key: TrialKey): Promise<Attempts>;
  /** Every key with a record or an attempt. */
  keys(): AsyncIterable<TrialKey>;
}

/**
 * Whether a second evaluation would end the same way, so that the record may stand for it: completed trials and
 * failures that are certain to repeat; not a time-out, nor a lack of memory.
 */
export function isReusable(outcome: Outcome): boolean {
  if (outcome.status === 'failed') return outcome.code !== 'memory';
  return outcome.status === 'completed';
}

/** One JSON file a trial with a checksum over its record, and a log of its attempts beside it. */
export class FileTrialStore implements TrialStore {
  constructor(
    private readonly root: string,
    private readonly worker: string,
  ) {}

  async read(key: TrialKey): Promise<TrialRecord | null> {
    const path = this.path(key, 'json');
    const bytes = await readIfThere(path);
    if (!bytes) return null;
    const record = parseRecord(bytes);
    if (record?.key === key) return record;
    const aside = join(this.root, 'quarantine', `${key}.json`);
    await mkdir(dirname(aside), { recursive: true });
    await rename(path, aside);
    return null;
  }

  async write(record: TrialRecord): Promise<void> {
    await writeWhole(this.path(record.key, 'json'), JSON.stringify({ checksum: hashJson(record), record }));
  }

  started(key: TrialKey, attempt: string): Promise<void> {
    return this.log(key, { event: 'started', attempt, worker: this.worker, at: new Date().toISOString() });
  }

  ended(key: TrialKey, attempt: string): Promise<void> {
    return this.log(key, { event: 'ended', attempt, worker: this.worker, at: new Date().toISOString() });
  }

  async attempts(key: TrialKey): Promise<Attempts> {
    const text = (await readIfThere(this.path(key, 'attempts')))?.toString('utf8') ?? '';
    const events = text.split('\n').flatMap((line) => parseEvent(line) ?? []);
    const ended = new Set(events.filter(({ event }) => event === 'ended').map(({ attempt }) => attempt));
    const started = events.filter(({ event }) => event === 'started');
    return { started: started.length, open: started.filter(({ attempt }) => !ended.has(attempt)).length };
  }

  async *keys(): AsyncIterable<TrialKey> {
    const seen = new Set<string>();
    const folder = join(this.root, 'trials');
    for (const prefix of await readdir(folder).catch(() => [])) {
      for (const name of await readdir(join(folder, prefix))) {
        const key = prefix + name.split('.')[0];
        if (/^[0-9a-f]{64}$/.test(key) && !seen.has(key)) {
          seen.add(key);
          yield key;
        }
      }
    }
  }

  // A torn or missing line costs a count, never a trial: lines that do not parse are passed over when read.
  private async log(key: TrialKey, event: AttemptEvent): Promise<void> {
    const path = this.path(key, 'attempts');
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, `${JSON.stringify(event)}\n`);
  }

  private path(key: TrialKey, extension: 'json' | 'attempts'): string {
    return join(this.root, 'trials', key.slice(0, 2), `${key.slice(2)}.${extension}`);
  }
}

function parseRecord(bytes: Buffer): TrialRecord | null {
  const parsed = z
    .object({ checksum: z.string(), record: trialRecordSchema })
    .safeParse(parseJson(bytes.toString('utf8')));
  return parsed.success && hashJson(parsed.data.record) === parsed.data.checksum ? parsed.data.record : null;
}

function parseEvent(line: string): AttemptEvent | null {
  const parsed = attemptEventSchema.safeParse(parseJson(line));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
