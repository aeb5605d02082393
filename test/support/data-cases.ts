import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Task } from '../../contracts/task.js';
import type { ColumnType } from '../../contracts/candidate/transform.js';
import { LocalSearch, predictFile, type CaseInput, type Delivered, type Profiled } from './local-search.js';

const DATA = resolve(import.meta.dirname, '../cases/data');

/** A file of test/cases/data by its name, or the content of one. */
export type CaseData = { file: string } | { text: string | Uint8Array };

/** What is right of one input column. */
export interface ColumnExpectation {
  type?: ColumnType;
  /** How its texts were read. */
  reading?: RegExp;
  evidence?: RegExp;
  missing?: number;
  distinct?: number;
  /** Null if the column is used. */
  leftOut?: RegExp | null;
}

/** Texts that stand for a prediction, or the numbers between which it lies. */
type PredictionExpectation = string | [number, number];

/** A search of some data, and what is right there. */
export interface DataCase {
  name: string;
  data: CaseData;
  target: string;
  input?: Partial<CaseInput>;
  task?: Task;
  classes?: string[];
  rows?: number;
  /** How the target's texts were read. */
  targetEvidence?: RegExp;
  columns?: Record<string, ColumnExpectation>;
  /** Each is found in one of the warnings. */
  warns?: RegExp[];
  /** None is found in any warning. */
  quiet?: RegExp[];
  /** Between these lies the best default candidate's score, over the folds and on the holdout. */
  score?: [number, number];
  predict?: { data: CaseData; are: PredictionExpectation[]; warns?: RegExp[]; quiet?: RegExp[] }[];
  /** The search is refused before anything is trained, in one line. */
  refused?: RegExp;
  /** It may be refused, with this for its cause. */
  orRefused?: RegExp;
}

/** Runs a table of cases, one test each. */
export function describeCases(title: string, cases: readonly DataCase[]): void {
  describe(title, () => {
    let search: LocalSearch;
    beforeAll(async () => {
      search = await LocalSearch.open();
    });
    afterAll(() => search.close());
    it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => check(search, one));
  });
}

async function check(search: LocalSearch, one: DataCase): Promise<void> {
  const { path, name } = await fileOf(search, one.data);
  const input: CaseInput = { target: one.target, ...one.input };
  const profiling = search.profile(path, name, input);
  if (one.refused) return expectRefusal(profiling, search.profileBytes(await readFile(path), name, input), one.refused);
  if (one.orRefused) {
    const message = await profiling.then(() => null).catch((error: Error) => error.message);
    if (message !== null) return expect(message).toMatch(one.orRefused);
  }
  const profiled = await profiling;
  checkProfile(profiled, one);
  if (!one.score && !one.predict) return;
  const delivered = await search.deliver(profiled);
  if (one.score) checkScores(delivered, one.score);
  for (const { data, are, warns, quiet } of one.predict ?? []) {
    const file = await fileOf(search, data);
    const { predictions, warnings } = await predictFile(delivered.model, file.path);
    expect(predictions.map((text, row) => asExpected(text, are.at(row)))).toEqual(are);
    checkWarnings(warnings, warns, quiet);
  }
}

async function fileOf(search: LocalSearch, data: CaseData): Promise<{ path: string; name: string }> {
  if ('file' in data) return { path: join(DATA, data.file), name: data.file };
  const path = join(search.folder, 'data.csv');
  await writeFile(path, data.text);
  return { path, name: 'data.csv' };
}

/** On the command line, and where it is started elsewhere: in the same words. */
async function expectRefusal(typed: Promise<unknown>, started: Promise<unknown>, why: RegExp): Promise<void> {
  const [first, second] = await Promise.allSettled([typed, started]);
  const messageOf = (one: PromiseSettledResult<unknown>): string | null =>
    one.status === 'rejected' ? (one.reason as Error).message : null;
  expect(messageOf(first)).toMatch(why);
  expect(messageOf(first)).not.toContain('\n');
  expect(messageOf(second)).toMatch(why);
}

function checkProfile({ context, profile }: Profiled, one: DataCase): void {
  const found = { task: context.task, classes: context.classes, rows: profile.rows };
  const { task = found.task, classes = found.classes, rows = found.rows } = one;
  expect(found).toEqual({ task, classes, rows });
  if (one.targetEvidence) expect(profile.target.evidence).toMatch(one.targetEvidence);
  for (const [name, expected] of Object.entries(one.columns ?? {})) {
    const column = profile.columns.find((candidate) => candidate.name === name);
    const { reading, evidence, leftOut, ...rest } = expected;
    expect(column).toMatchObject({
      name,
      ...rest,
      ...(reading && { reading: expect.stringMatching(reading) }),
      ...(evidence && { evidence: expect.stringMatching(evidence) }),
      ...(leftOut !== undefined && { leftOut: leftOut && expect.stringMatching(leftOut) }),
    });
  }
  checkWarnings(profile.warnings, one.warns, one.quiet);
}

function checkWarnings(warnings: readonly string[], warns: RegExp[] = [], quiet: RegExp[] = []): void {
  for (const pattern of warns) expect(warnings).toContainEqual(expect.stringMatching(pattern));
  for (const pattern of quiet) expect(warnings).not.toContainEqual(expect.stringMatching(pattern));
}

function checkScores({ cvScore, holdoutScore }: Delivered, [least, most]: [number, number]): void {
  for (const score of [cvScore, holdoutScore ?? cvScore]) {
    expect(score).toBeGreaterThanOrEqual(least);
    expect(score).toBeLessThanOrEqual(most);
  }
}

/** The range that a prediction lies in, where one is expected: the two compare equal then. */
function asExpected(prediction: string, expected: PredictionExpectation | undefined): PredictionExpectation {
  if (!Array.isArray(expected)) return prediction;
  const value = Number(prediction);
  return value >= expected[0] && value <= expected[1] ? expected : prediction;
}
