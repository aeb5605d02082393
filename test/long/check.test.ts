import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { CheckResult } from '../../kit/index.js';
import { hang, serveAxes } from '../support/axis-worker.js';
import { TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it; then hundreds of calls are made.
jest.setTimeout(900_000);

const ROOT = resolve(import.meta.dirname, '../..');
const OWNER = ['--team', 'newcomers', '--contact', 'new@example.org'];

const HOSTILE = `
  garbled: &hostile
    team: chaos
    contact: chaos@example.org
    queue: hostile
    timeoutSeconds: 1
  hanging: *hostile
  absent: { team: ghosts, contact: ghosts@example.org, queue: absent }
`;

let folder: string;
let home: TestHome;
let endHostile: (() => Promise<void>) | undefined;

/** A project of a team's own, with an axis and a paradigm of the scaffold, and others that do harm. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-check-'));
  await mkdir(join(folder, 'node_modules'));
  await symlink(ROOT, join(folder, 'node_modules/coaxial'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'ours', dependencies: { coaxial: '^0.1.0' } }));
  const config = join(folder, 'temporal.yaml');
  const env = { ...process.env, NODE_ENV: undefined, COAXIAL_CONFIG: undefined };
  for (const module of [
    ['paradigm', 'centroids'],
    ['axis', 'drift'],
  ]) {
    const args = [join(ROOT, 'dist/cli/main.js'), 'new', ...module, ...OWNER];
    await promisify(execFile)(process.execPath, args, { cwd: folder, env });
  }
  const written = await readFile(config, 'utf8');
  // The section of axes is the last.
  await writeFile(config, `${written.replace(/^ {2}drift:$/m, '$&\n    version: {}')}${HOSTILE.slice(1)}`);
  home = await TestHome.open(config);
  const answers = { garbled: () => ({ candidates: 'many' }), hanging: () => hang() };
  [, endHostile] = await Promise.all([
    home.startBuild('1.0', 'drift', 'centroids'),
    serveAxes(home, 'hostile', answers),
  ]);
});
afterAll(async () => {
  await endHostile?.();
  await home.close();
  await rm(folder, { recursive: true, force: true });
});

interface Report {
  team: string | null;
  served: boolean;
  passed: boolean;
  checks: CheckResult[];
}

async function check(...args: string[]): Promise<{ code: number; report: Report }> {
  const { code, stdout } = await home.coaxial('check', ...args, '--json');
  return { code, report: JSON.parse(stdout) as Report };
}

const failures = ({ checks }: Report): CheckResult[] => checks.filter(({ reason }) => reason !== null);

describe('coaxial check', () => {
  it.each([
    ['axis', 'drift', ['--build', '1.0']],
    ['paradigm', 'centroids', []],
  ])('passes the %s of the scaffold behind its queue', async (kind, name, build) => {
    const { code, report } = await check(kind, name, ...build);
    expect(failures(report)).toEqual([]);
    expect({ code, report }).toMatchObject({ code: 0, report: { team: 'newcomers', served: true, passed: true } });
    expect(report.checks.length).toBeGreaterThan(20);
  });

  it('tells of an axis that answers garbage, and of what it does right', async () => {
    const { code, report } = await check('axis', 'garbled');
    expect({ code, report }).toMatchObject({ code: 1, report: { team: 'chaos', served: true, passed: false } });
    const [says, ...others] = report.checks;
    expect(says.reason).toBeNull();
    expect(others[0].reason).toMatch(/expected an AdvanceAnswer; but it answers {"candidates":"many"}: .*candidates/);
  });

  it('tells of an axis that hangs, after its time limit', async () => {
    const { code, report } = await check('axis', 'hanging');
    expect(code).toBe(1);
    expect(failures(report)[0].reason).toBe('hanging took longer than 1 s');
  });

  it('says a line for each check', async () => {
    const { code, stdout } = await home.coaxial('check', 'axis', 'garbled');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✓ describes itself/);
    expect(stdout).toMatch(/^✗ proposes new candidates .*: expected an AdvanceAnswer/m);
    expect(stdout).toMatch(/axis garbled: \d+ of \d+ checks failed\n$/);
  });

  it('says within seconds that nobody serves it, with whom to call', async () => {
    const start = performance.now();
    const { code, stdout, stderr } = await home.coaxial('check', 'axis', 'absent');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(
      'nobody serves axis absent: no worker takes what lies in queue absent; call team ghosts (ghosts@example.org)',
    );
    expect(performance.now() - start).toBeLessThan(60_000);
    expect((await check('axis', 'absent')).report).toMatchObject({ served: false, passed: false, checks: [] });
  });

  it('says what there is to do where builds poll and none takes tasks', async () => {
    const { code, stderr } = await home.coaxial('check', 'axis', 'drift');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /axis-drift \(build 1\.0 polls it, but no build takes tasks yet: "coaxial rollout drift 1\.0"\); call team newcomers/,
    );
  });

  it.each([
    [['axis', 'drifft'], /temporal.yaml has no axis drifft; there are paradigm, features, .*drift/],
    [['paradigm', 'boosting'], /paradigm boosting has no queue in temporal.yaml: trial workers train it/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await home.coaxial('check', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
