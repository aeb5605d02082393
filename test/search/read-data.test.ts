import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DataJson } from '../../cli/results/data-json.js';
import { TestHome } from '../support/test-home.js';

const DATA = resolve(import.meta.dirname, '../cases/data');
const CHEAP = ['--max-trials', '6', '--paradigms', 'linear,tree', '--axes', 'paradigm'];
let home: TestHome;

beforeAll(async () => {
  home = await TestHome.open();
}, 900_000);
afterAll(() => home.close(), 60_000);

/** Searches a case, and predicts another file with the model. */
async function searchAndPredict(id: string, file: string, target: string, predicted: string): Promise<string[]> {
  const out = join(home.folder, id);
  const ended = await home.coaxial(
    ...['search', join(DATA, file), '--target', target, ...CHEAP, '--id', id, '--out', out, '--json'],
  );
  expect(ended).toMatchObject({ code: 0 });
  const { stdout, code } = await home.coaxial('predict', join(out, 'model'), join(DATA, predicted));
  expect(code).toBe(0);
  return stdout.split('\n').slice(1, -1);
}

type Printed = { data: DataJson; warnings: string[]; report: string };

describe('by the real command line', () => {
  it('r01: 27,700 stays so up to the predictions; what was decided is in the result, the status and the report', async () => {
    const predictions = await searchAndPredict('r01', 'r01-tsv-thousands.tsv', 'price', 'r01-predict.tsv');
    expect(predictions.map((text) => Math.round(Number(text) / 1000))).toEqual([10, 20]);
    const status = JSON.parse((await home.coaxial('status', 'r01', '--json')).stdout) as Printed;
    const resumed = JSON.parse((await home.coaxial('resume', 'r01', '--json')).stdout) as Printed;
    const explained = await home.coaxial(
      ...['search', join(DATA, 'r01-tsv-thousands.tsv'), '--target', 'price', '--explain', '--json'],
    );
    const { data } = JSON.parse(explained.stdout) as Printed;
    expect(data.columns.map(({ name, type }) => [name, type])).toEqual([
      ['area', 'numeric'],
      ['rooms', 'numeric'],
    ]);
    expect(data.warnings).toContainEqual(expect.stringMatching(/price.*--decimal/));
    for (const printed of [status, resumed]) {
      expect(printed.data).toEqual(data);
      expect(printed.warnings).toEqual(expect.arrayContaining(data.warnings));
    }
    const report = await readFile(status.report, 'utf8');
    for (const { evidence } of data.columns) expect(report).toContain(evidence.replaceAll('"', '&quot;'));
  }, 120_000);

  it('r11: as many predictions as rows of a file of one column', async () => {
    const predictions = await searchAndPredict('r11', 'r11-one-column.csv', 'y', 'r11-predict-blank-lines.csv');
    expect(predictions).toHaveLength(5);
    expect([0, 2, 4].map((row) => predictions[row])).toEqual(['small', 'big', 'small']);
  }, 120_000);

  it('s18: what cannot be split is refused at once, and by a worker in one sentence that blames nobody', async () => {
    const path = join(DATA, 's18d-25-rows.csv');
    const ended = await home.coaxial('search', path, '--target', 'y', '--id', 's18');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/y.*class/);
    const data = await home.store.artifacts.put(await readFile(path));
    const { search } = await home.startAllWorkers();
    const handle = await home.startSearch('s18-started', { data, dataName: 's18.csv', target: 'y', maxTrials: 6 });
    const error: unknown = await handle.result().catch((reason: unknown) => reason);
    await search.end();
    expect(error).toBeInstanceOf(WorkflowFailedError);
    const reasons: string[] = [];
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) reasons.push(cause.message);
    expect(reasons.at(-1)).toMatch(/y.*class/);
    expect(reasons.join('\n')).not.toMatch(/team|Zod|fails: \[/);
  }, 120_000);
});
