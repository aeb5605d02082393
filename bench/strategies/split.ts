import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { deriveSeed } from '../../contracts/json.js';
import { createRandom, type Random } from '../../random/index.js';
import type { Rows } from './generate.js';
import type { Problem } from './problems.js';

/** What a search sees, and the rows of the nested holdout, which it never does. Both have the same header. */
export interface Split {
  header: string[];
  train: string[][];
  test: string[][];
}

/** Part of the rows of a file that a search sees, where the problem does not say how many. */
const TRAIN_SHARE = 2 / 3;
/** Rows of neighbouring values of a regression's target that stand in random order. */
const NEIGHBOURS = 10;

/**
 * The rows of a problem for a seed: the same for all strategies.
 *
 * @param dataFolder where the files of real problems are; null if there is none
 * @throws Error if the file cannot be read
 */
export async function splitProblem(problem: Problem, seed: number, dataFolder: string | null): Promise<Split> {
  const random = createRandom(deriveSeed('bench-strategies', problem.name, seed));
  const { source } = problem;
  if ('generate' in source) {
    const { header, rows } = source.generate(random, source.trainRows + source.testRows);
    return { header, train: rows.slice(0, source.trainRows), test: rows.slice(source.trainRows) };
  }
  if (dataFolder === null) throw new Error(`${problem.name} needs the folder of ${source.file}: --data`);
  const rows = await readRows(join(dataFolder, source.file));
  return splitRows(rows, problem, source.trainRows ?? Math.round(TRAIN_SHARE * rows.rows.length), random);
}

async function readRows(path: string): Promise<Rows> {
  const [header, ...rows] = parse(await readFile(path), { bom: true, skip_empty_lines: true });
  return { header, rows };
}

/**
 * Takes so many rows for the search and keeps the others for the nested holdout: of each class, or of neighbouring values
 * of a regression's target, the same share.
 *
 * @throws Error if there is no such target
 */
export function splitRows(
  { header, rows }: Rows,
  { target, task }: Pick<Problem, 'target' | 'task'>,
  trainRows: number,
  random: Random,
): Split {
  const column = header.indexOf(target);
  if (column < 0) throw new Error(`there is no column ${target}`);
  const order = stratified(
    rows.map((row) => row[column]),
    task === 'regression',
    random,
  );
  const taken = (place: number): number => Math.floor((place * trainRows) / rows.length);
  const seen = new Set(order.filter((_, place) => taken(place + 1) > taken(place)));
  return {
    header,
    train: rows.filter((_, row) => seen.has(row)),
    test: rows.filter((_, row) => !seen.has(row)),
  };
}

/** Row numbers, like beside like, and in random order where they are so. */
function stratified(values: readonly string[], numeric: boolean, random: Random): number[] {
  const order = random.shuffle(values.map((_, row) => row));
  if (!numeric) return order.sort((a, b) => (values[a] < values[b] ? -1 : Number(values[a] > values[b])));
  order.sort((a, b) => Number(values[a]) - Number(values[b]));
  const groups = Math.ceil(order.length / NEIGHBOURS);
  return Array.from({ length: groups }, (_, i) =>
    random.shuffle(order.slice(i * NEIGHBOURS, (i + 1) * NEIGHBOURS)),
  ).flat();
}

/** Rows as a CSV file. */
export function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([header, ...rows] as string[][]);
}
