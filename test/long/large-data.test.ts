import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchResult } from '../../contracts/search/search.js';
import { TestHome } from '../support/test-home.js';

// Where there is no server program yet, it is built first.
jest.setTimeout(900_000);

let home: TestHome;

beforeAll(async () => {
  home = await TestHome.open();
  home.config = join(home.folder, 'temporal.yaml');
  await writeFile(home.config, 'data:\n  roots: [.]\n');
  await home.startAllWorkers();
});
afterAll(() => home.close());

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const noise = (i: number): number => ((i * 7919) % 101) / 101;

/** Searches a file for so long at most. */
async function search(name: string, text: string, maxTime: string): Promise<SearchResult> {
  await writeFile(join(home.folder, name), text);
  const handle = await home.startSearch(name, { data: name, target: 'y', maxTime });
  return handle.result() as Promise<SearchResult>;
}

describe('large data give a result', () => {
  it('2,000 features', async () => {
    const header = Array.from({ length: 2000 }, (_, c) => `f${c}`).join(',');
    const row = (i: number): string =>
      Array.from({ length: 2000 }, (_, c) => noise(i * 2003 + c * 31).toFixed(3)).join(',');
    const text = `${header},y\n${lines(120, (i) => `${row(i)},${noise(i * 2003) > 0.5 ? 'a' : 'b'}`)}`;
    const result = await search('wide.csv', text, '30s');
    expect(Number.isFinite(result.cvScore)).toBe(true);
  });

  it('a file of 100 MB', async () => {
    const rows = 1_000_000;
    const cells = (i: number): string =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => (noise(i * k) * 1e6 + k).toFixed(2)).join(',');
    const chunk = lines(10_000, (i) => `${cells(i)},${noise(i) > 0.4 ? 'yes' : 'no'},long text ${i % 50}`);
    const text = `a,b,c,d,e,f,g,h,i,y,text\n${Array.from({ length: rows / 10_000 }, () => chunk).join('\n')}`;
    const result = await search('large.csv', text, '60s');
    expect(Number.isFinite(result.cvScore)).toBe(true);
  });
});
