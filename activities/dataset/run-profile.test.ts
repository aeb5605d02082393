import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleContext } from '../../kit/axis/example-context.js';
import type { DataProfile } from '../../learning/dataset/profile.js';
import { openStore, type Store } from '../../storage/store.js';
import { searchState } from '../../test/support/search-state.js';
import type { ProfileJob, ProfileResult } from './profile-job.js';
import { runProfile } from './run-profile.js';

const CSV =
  'x,z,y\n' + Array.from({ length: 40 }, (_, i) => `${(i * 7) % 11},${i % 5},${i % 2 ? 'yes' : 'no'}\n`).join('');
let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-profile-'));
  store = openStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function profile(data: ProfileJob['data'], more: Partial<ProfileJob> = {}): Promise<ProfileResult> {
  const job = { kind: 'profile', storeRoot: store.root, maxBytes: 2 ** 20, name: 'file.csv', target: 'y' } as const;
  return runProfile({ ...job, data, task: 'auto', types: [], seed: 1, ...more });
}

describe('rows that are held out', () => {
  const HEAD = 'x,z,y';
  const ROWS = Array.from({ length: 200 }, (_, i) => `${(i * 7919) % 1009},${(i * 31) % 97},${i % 2 ? 'yes' : 'no'}`);
  /** An earlier search on these lines. */
  async function searchOn(id: string, lines: readonly string[], warmStart?: string): Promise<void> {
    const { dataRef, assignmentRef, columns, plan } = await profile({
      ref: await store.artifacts.put(lines.join('\n')),
    });
    const context = { ...exampleContext(), target: 'y', dataRef, assignmentRef, columns, plan };
    const contextRef = await store.artifacts.put(JSON.stringify(context));
    const begun = warmStart === undefined ? null : { searchId: warmStart, candidates: { inline: [] } };
    await store.searches.writePlan(id, { ...searchState().plan, contextRef, warmStart: begun });
  }
  const heldOutAfter = async (
    lines: readonly string[],
    warmStart: string,
    seed = 1,
  ): Promise<[ProfileResult, DataProfile]> => {
    const result = await profile({ ref: await store.artifacts.put(lines.join('\n')) }, { warmStart, seed });
    return [result, JSON.parse((await store.artifacts.get(result.profileRef)).toString('utf8')) as DataProfile];
  };

  test('are never rows that an earlier search was searched on, whatever the seed, the order and newer rows', async () => {
    await searchOn('first', [HEAD, ...ROWS.slice(0, 150)]);
    const [result, found] = await heldOutAfter([HEAD, ...[...ROWS].reverse()], 'first', 7);
    expect(found.holdoutSeen).toBe(0);
    expect(result.plan.holdoutRows).toBeGreaterThan(20);
  });

  test('are counted and told of where they are: other columns make other rows of them', async () => {
    await searchOn('first', [HEAD, ...ROWS.slice(0, 150)]);
    const wider = [`${HEAD},more`, ...ROWS.map((row, i) => `${row},${(i * 17) % 53}`)];
    const [result, found] = await heldOutAfter(wider, 'first');
    // Of 200 rows 150 were known, and of these 4 in 5 searched on.
    expect(found.holdoutSeen / result.plan.holdoutRows).toBeGreaterThan(0.4);
    expect(found.holdoutSeen / result.plan.holdoutRows).toBeLessThan(0.8);
    expect(result.warnings[0]).toMatch(/^\d+ of \d+ held out rows were searched on by first, whose candidates/);
    await searchOn('second', [HEAD, ...ROWS.slice(150)], 'first');
    expect((await heldOutAfter(wider, 'second'))[1].holdoutSeen).toBeGreaterThan(found.holdoutSeen);
  });

  test('are not looked for in searches that the store has lost', async () => {
    expect((await heldOutAfter([HEAD, ...ROWS], 'unknown'))[1].holdoutSeen).toBe(0);
  });
});

describe('the bytes that a profile is made of', () => {
  test('are those whose digest it has, from a path or from the store', async () => {
    const path = join(folder, 'file.csv');
    await writeFile(path, CSV);
    const digest = createHash('sha256').update(CSV).digest('hex');
    expect((await profile({ path })).digest).toBe(digest);
    const ref = await store.artifacts.put(CSV);
    expect(ref).toContain(digest);
    expect((await profile({ ref })).digest).toBe(digest);
  });

  test('are refused from the store where they are no longer what their reference says', async () => {
    const ref = await store.artifacts.put(`${CSV}1,1,yes\n`);
    await writeFile(store.artifacts.path(ref), CSV);
    await expect(profile({ ref })).rejects.toThrow(/was damaged on disk/);
  });
});
