import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HoldoutReads, type Reading } from './holdouts.js';

let folder: string;
let reads: HoldoutReads;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-holdouts-'));
  reads = new HoldoutReads(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const reading = (key: string, rows: number[], data = 'penguins'): Reading => ({
  data,
  key,
  searchId: 'a-search',
  hashes: Float64Array.from(rows),
});

describe('readings of held out rows', () => {
  it('count the other models that some of the rows have judged before, the same model never', async () => {
    expect(await reads.note(reading('first', [1, 2, 3]))).toBe(0);
    expect(await reads.note(reading('second', [3, 2, 1]))).toBe(1);
    expect(await reads.note(reading('elsewhere', [4, 5]))).toBe(0);
    expect(await reads.note(reading('newer rows', [1, 2, 3, 4]))).toBe(3);
    expect(await reads.note(reading('other data', [1, 2, 3], 'wine'))).toBe(0);
    // Told again as at first, also by another process.
    expect(await reads.note(reading('first', [1, 2, 3]))).toBe(0);
    expect(await new HoldoutReads(folder).note(reading('second', [1, 2, 3]))).toBe(1);
  });

  it('find each other where two are noted at once', async () => {
    const counts = await Promise.all(['a', 'b', 'c'].map((key) => new HoldoutReads(folder).note(reading(key, [1, 2]))));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(3);
  });

  it('count one whose note is damaged, or whose rows are lost', async () => {
    await reads.note(reading('first', [1, 2, 3]));
    await writeFile(join(folder, 'holdouts', 'penguins', 'first.json'), '{"torn');
    expect(await reads.note(reading('second', [7, 8]))).toBe(1);
    await reads.note(reading('first', [1, 2, 3]));
    const files = await readdir(join(folder, 'holdouts', 'penguins'));
    for (const file of files.filter((name) => name.endsWith('.rows')))
      await rm(join(folder, 'holdouts', 'penguins', file));
    expect(await reads.note(reading('third', [9]))).toBe(2);
  });
});
