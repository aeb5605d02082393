import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { metricSchema } from '../../contracts/metric.js';
import { axisAccountSchema, stopReasonSchema, trialCountsSchema } from '../../contracts/search/search.js';
import { strategySchema } from '../../contracts/search/strategy.js';
import { readIfThere, writeWhole } from '../../storage/files/files.js';
import type { Problem, Run } from './problems.js';

/** What one search came to, as a file: all that the report needs. */
export const runResultSchema = z.strictObject({
  version: z.literal(1),
  problem: z.string(),
  strategy: strategySchema,
  seed: z.int(),
  /** What the search was asked for; a result of other settings is of another problem. */
  settings: z.strictObject({
    paradigms: z.array(z.string()),
    axes: z.array(z.string()),
    maxTrials: z.int(),
    /** Null for two thirds of the file's rows. */
    trainRows: z.int().nullable(),
  }),
  metric: metricSchema,
  stopped: stopReasonSchema,
  trials: trialCountsSchema,
  /** Active search time. */
  seconds: z.number(),
  /** From the start of the command to its end. */
  wallSeconds: z.number(),
  /** What fits and scores on the nested holdout took. */
  judgeSeconds: z.number(),
  steps: z.int(),
  axes: z.array(axisAccountSchema),
  /** The incumbent after each trial, and last the delivered candidate. */
  curve: z.array(
    z.strictObject({
      trials: z.int(),
      seconds: z.number(),
      /** The incumbent's in cross-validation, and the best so far. */
      score: z.number(),
      best: z.number(),
      /** The incumbent's on the nested holdout. */
      holdout: z.number(),
    }),
  ),
  /** What was delivered. */
  paradigm: z.string(),
  features: z.int(),
});
export type RunResult = z.infer<typeof runResultSchema>;
export type Point = RunResult['curve'][number];

function fileOf(folder: string, { problem, strategy, seed }: Run): string {
  return join(folder, `${problem.name}.${strategy}.${seed}.json`);
}

/** Whether a run's result is there, of the same settings. */
export async function isDone(folder: string, run: Run): Promise<boolean> {
  const bytes = await readIfThere(fileOf(folder, run));
  return bytes !== null && parse(bytes).some((result) => isOf(run.problem, result));
}

export function settingsOf({ paradigms, axes, maxTrials, source }: Problem): RunResult['settings'] {
  return { paradigms, axes, maxTrials, trainRows: source.trainRows ?? null };
}

function isOf(problem: Problem, { problem: name, settings }: RunResult): boolean {
  return name === problem.name && JSON.stringify(settings) === JSON.stringify(settingsOf(problem));
}

/** Writes a run's result, whole or not at all. */
export function writeResult(folder: string, run: Run, result: RunResult): Promise<void> {
  return writeWhole(fileOf(folder, run), JSON.stringify(result));
}

/** The results of a folder that are of these problems with their present settings. */
export async function readResults(folder: string, problems: readonly Problem[]): Promise<RunResult[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const results = await Promise.all(names.map(async (name) => parse(await readFile(join(folder, name)))));
  return results.flat().filter((result) => problems.some((problem) => isOf(problem, result)));
}

/** The result that a file holds; none where it was written in another form. */
function parse(bytes: Buffer): RunResult[] {
  const parsed = runResultSchema.safeParse(JSON.parse(bytes.toString('utf8')));
  return parsed.success ? [parsed.data] : [];
}
