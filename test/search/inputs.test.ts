import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchResult } from '../../contracts/search/search.js';
import { TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

let home: TestHome;
let number = 0;

beforeAll(async () => {
  home = await TestHome.open();
  const data = join(home.folder, 'data');
  await mkdir(data);
  home.config = join(home.folder, 'temporal.yaml');
  await writeFile(home.config, 'data:\n  roots: [data]\n');
  await writeFile(join(home.folder, 'secret.csv'), 'x,y\n1,2\n');
  await symlink(join(home.folder, 'secret.csv'), join(data, 'link.csv'));
  await writeFile(join(data, 'small.csv'), `x,y\n${lines(30, (i) => `${i / 2},${i % 2}`)}`);
  await home.startAllWorkers();
});
afterAll(() => home.close());

function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

/** Starts a search as the Web UI does, and waits for its end. */
async function search(input: object, id = `input-${number++}`): Promise<SearchResult> {
  const handle = await home.startSearch(id, input);
  return handle.result() as Promise<SearchResult>;
}

/** The failure of a search that must fail at once. */
async function failureOf(input: object, id?: string): Promise<{ type: string; message: string }> {
  const error = await search(input, id).then(
    () => {
      throw new Error('the search did not fail');
    },
    (reason: unknown) => reason,
  );
  let cause: unknown = error;
  while (cause instanceof Error && !(cause instanceof ApplicationFailure)) cause = (cause as WorkflowFailedError).cause;
  const { type, message, nonRetryable } = cause as ApplicationFailure;
  expect(nonRetryable).toBe(true);
  expect(message).not.toContain('\n');
  return { type: type ?? '', message };
}

describe('an input that is wrong fails the search at once', () => {
  it.each([
    [{}, 'InvalidInput', /data/],
    [{ data: 'data/small.csv' }, 'InvalidInput', /target/],
    [{ data: 'data/small.csv', target: 'y', maxTrails: 5 }, 'InvalidInput', /maxTrails/],
    [{ data: 'data/small.csv', target: 'y', maxTime: 'soon' }, 'InvalidInput', /maxTime.*soon.*90s/],
    [{ data: 'data/small.csv', target: 'y', metric: 'loss' }, 'InvalidInput', /metric.*log-loss/],
    [{ data: 'data/small.csv', target: 'y', axes: ['colour'] }, 'InvalidInput', /axes: colour .*paradigm/],
    [{ data: 'data/small.csv', target: 'y', paradigms: ['magic'] }, 'InvalidInput', /paradigms: magic .*boosting/],
    [
      { data: 'data/small.csv', target: 'y', task: 'binary', metric: 'rmse' },
      'InvalidInput',
      /metric: rmse .*log-loss/,
    ],
    [{ data: 'data/small.csv', target: 'z' }, 'InvalidTarget', /target: z is not a column; there are x, y/],
    [{ data: 'data/nowhere.csv', target: 'y' }, 'InvalidInput', /data: data\/nowhere\.csv is not there/],
    [{ data: 'secret.csv', target: 'y' }, 'InvalidInput', /secret\.csv lies outside the data roots/],
    [{ data: 'data/../secret.csv', target: 'y' }, 'InvalidInput', /lies outside the data roots/],
    [{ data: 'data/link.csv', target: 'y' }, 'InvalidInput', /lies outside the data roots/],
    [{ data: '/etc/passwd', target: 'y' }, 'InvalidInput', /lies outside the data roots/],
  ])('%j', async (input, type, message) => {
    const failure = await failureOf(input);
    expect(failure.type).toBe(type);
    expect(failure.message).toMatch(message);
  });
});

describe('a workflow id that links and folders do not keep fails the search at once', () => {
  it.each(['..', 'a/b', '%2e%2e', 'a\u202eb'])('%j', async (id) => {
    const failure = await failureOf({ data: 'data/small.csv', target: 'y' }, id);
    expect(failure.type).toBe('InvalidInput');
    expect(failure.message).toMatch(/workflow id .*a search cannot have this id: /);
  });
});

describe('hard data', () => {
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(home.folder, 'data', name), text);
    return `data/${name}`;
  };
  const noise = (i: number): number => ((i * 7919) % 101) / 101;

  it.each([
    ['one value', `x,y\n${lines(20, (i) => `${i},a`)}`, /y has one value only \(a\)/],
    ['four rows', 'x,y\n1,a\n2,b\n3,a\n4,b\n', /y has 4 rows with a value; at least 5 are needed/],
    ['ragged', 'x,y\n1,a\n2,b,c\n', /ragged\.csv, line 3: 3 fields .*where the header has 2/],
    ['no column that varies', `x,y\n${lines(20, (i) => `1,${i % 2}`)}`, /no input column to learn y from; left out: x/],
    ['only the target', `y\n${lines(20, (i) => String(i % 2))}`, /no column beside the target/],
  ])('is refused with a reason: %s', async (name, text, message) => {
    const data = await write(`${name}.csv`, text);
    expect((await failureOf({ data, target: 'y' })).message).toMatch(message);
  });

  const results: [string, string, (result: SearchResult) => void][] = [
    [
      'a target with missing values',
      `x,y\n${lines(60, (i) => `${i},${i % 3 === 0 ? '' : i % 2 ? 'a' : 'b'}`)}`,
      ({ warnings }) => expect(warnings).toContain('20 rows without a value of y are left out'),
    ],
    ['five rows', `x,y\n1,a\n2,b\n3,a\n4,b\n5,a`, ({ holdoutScore }) => expect(holdoutScore).toBeNull()],
    [
      'a class with one row',
      `x,y\n${lines(60, (i) => `${i + noise(i)},${i === 7 ? 'lonely' : i < 30 ? 'a' : 'b'}`)}`,
      ({ warnings }) => expect(warnings.join()).toContain('never validated: lonely'),
    ],
    [
      'one feature',
      `x,y\n${lines(80, (i) => `${noise(i)},${noise(i) * 3 + i / 80}`)}`,
      ({ task }) => expect(task).toBe('regression'),
    ],
    [
      'columns all missing, constant, ids, dates, quotes and prototypes',
      `id,__proto__,constructor,when,"a ""b""",y\n${lines(60, (i) => `u${i},${noise(i)},,2024-01-${(i % 28) + 1},"x,${i % 3}",${i % 2 ? 'ja' : 'nein'}`)}`,
      ({ best }) => expect(best.features).not.toContain('id'),
    ],
  ];
  it.each(results)('gives a result: %s', async (name, text, check) => {
    const data = await write(`${name}.csv`, text);
    const result = await search({ data, target: 'y', maxTrials: 14 });
    expect(Number.isFinite(result.cvScore)).toBe(true);
    check(result);
  });
});
