import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

// Type checks and lints a checkout.
jest.setTimeout(600_000);

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/cli/main.js');
const OWNER = ['--team', 'newcomers', '--contact', 'newcomers@example.org'];

interface Ended {
  code: number;
  said: string;
}

/** Runs a program to its end. */
async function run(cwd: string, program: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, NODE_ENV: undefined, COAXIAL_CONFIG: undefined };
  return promisify(execFile)(program, args, { cwd, env, maxBuffer: 2 ** 26 }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );
}

/** As `run`, of a program that is to end well. */
async function runs(cwd: string, program: string, ...args: string[]): Promise<string> {
  const { code, said } = await run(cwd, program, ...args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${said}`);
  return said;
}

const coaxial = (cwd: string, ...args: string[]): Promise<Ended> => run(cwd, process.execPath, MAIN, ...args);
const bin = (name: string): string => join(ROOT, 'node_modules', name);
const textOf = (...path: string[]): Promise<string> => readFile(join(...path), 'utf8');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-scaffold-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('in a checkout', () => {
  let checkout: string;
  let settings: string;

  beforeAll(async () => {
    checkout = join(folder, 'checkout');
    const files = (await runs(ROOT, 'git', 'ls-files', '--cached', '--others', '--exclude-standard', '-z')).split('\0');
    for (const file of files.filter((name) => name !== '')) {
      await mkdir(dirname(join(checkout, file)), { recursive: true });
      await cp(join(ROOT, file), join(checkout, file));
    }
    await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
    settings = await textOf(checkout, 'temporal.yaml');
    await rm(join(checkout, '.github/CODEOWNERS'), { force: true });
  });

  const MODULES = [
    ['paradigm', 'ridge-demo', 'activities/paradigms/ridge-demo'],
    ['axis', 'drift-demo', 'activities/axes/drift-demo'],
  ] as const;
  const files = MODULES.flatMap(([, name, path]) =>
    ['index.ts', `${name}.test.ts`, 'worker.ts'].map((file) => join(path, file)),
  );

  it.each(MODULES)('a new %s %s stands in its place', async (kind, name, path) => {
    const { code, said } = await coaxial(checkout, 'new', kind, name, ...OWNER);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining(`npm test -- ${name}`) });
    const yaml = await textOf(checkout, 'temporal.yaml');
    expect(yaml).toContain(
      `  ${name}:\n    team: newcomers\n    contact: newcomers@example.org\n    queue: ${kind}-${name}\n` +
        `    module: dist/${path}/index.js\n`,
    );
    expect(await textOf(checkout, path, 'README.md')).toContain('newcomers@example.org');
  });

  it('leaves the rest of temporal.yaml as it was', async () => {
    const kept = (await textOf(checkout, 'temporal.yaml')).split('\n').filter((line) => !/new|-demo/.test(line));
    const before = settings.split('\n').filter((line) => !/new|-demo/.test(line));
    expect(kept).toEqual(before);
  });

  it('names all owners in CODEOWNERS', async () => {
    const owners = await textOf(checkout, '.github/CODEOWNERS');
    expect(owners).toMatch(/^\/activities\/axes\/features\/ features@example.org$/m);
    expect(owners).toMatch(/^\/activities\/paradigms\/boosting\/ trees@example.org$/m);
    for (const [, , path] of MODULES) expect(owners).toContain(`/${path}/ newcomers@example.org\n`);
  });

  it('passes the formatter, the linter and the type checker', async () => {
    await runs(checkout, bin('.bin/prettier'), '--check', ...files, 'temporal.yaml');
    await runs(checkout, bin('.bin/oxlint'), '--type-aware', ...files);
    const { said } = await run(checkout, bin('typescript-native/bin/tsc'), '--noEmit');
    expect(said.split('\n').filter((line) => line.includes('-demo'))).toEqual([]);
  });

  it('passes its own tests', async () => {
    const jestMain = bin('jest/bin/jest.js');
    const said = await runs(
      checkout,
      process.execPath,
      '--experimental-vm-modules',
      '--no-warnings',
      jestMain,
      'demo/',
    );
    expect(said).toMatch(/Test Suites: 2 passed, 2 total/);
  });

  it.each([
    [
      'a name that is none',
      ['paradigm', 'Ridge_Demo'],
      /"Ridge_Demo" is not a valid module name: at most 64 small letters/,
    ],
    ['a name with a dash too many', ['axis', 'a--b'], /"a--b" is not a valid module name/],
    ['an axis of this release', ['paradigm', 'features'], /there is an axis features already: choose another name/],
    ['a paradigm of this release', ['axis', 'boosting'], /there is a paradigm boosting already/],
    ['one that it made before', ['axis', 'ridge-demo'], /there is a paradigm ridge-demo already/],
    ['a worker', ['axis', 'trials'], /there is a worker trials already/],
    ['another kind', ['learner', 'x'], /'learner' is invalid for argument 'kind'. Allowed choices are axis, paradigm/],
    ['an owner of two lines', ['axis', 'x', '--team', 'a\nb'], /--team: "a\\nb" is not a single line of text/],
  ])('refuses %s, and writes nothing', async (_what, args, message) => {
    const before = await textOf(checkout, 'temporal.yaml');
    const owner = args.includes('--team') ? ['--contact', 'x@example.org'] : OWNER;
    const { code, said } = await coaxial(checkout, 'new', ...args, ...owner);
    expect(code).toBe(2);
    expect(said).toMatch(message);
    expect(await textOf(checkout, 'temporal.yaml')).toBe(before);
  });
});

describe('in a project that depends on coaxial', () => {
  let project: string;
  beforeAll(async () => {
    project = join(folder, 'project');
    await mkdir(join(project, 'node_modules'), { recursive: true });
    await symlink(ROOT, join(project, 'node_modules/coaxial'));
    await writeFile(
      join(project, 'package.json'),
      JSON.stringify({ name: 'ours', dependencies: { coaxial: '^0.1.0' } }),
    );
  });

  it.each([
    ['paradigm', 'ridge-demo'],
    ['axis', 'drift-demo'],
  ])('makes a %s that needs no build, and passes its own tests', async (kind, name) => {
    const { code, said } = await coaxial(project, 'new', kind, name, ...OWNER);
    expect({ code, said }).toMatchObject({
      code: 0,
      said: expect.stringContaining(`node --test modules/${name}/${name}.test.mjs`),
    });
    expect(await textOf(project, 'temporal.yaml')).toContain(`module: modules/${name}/index.mjs`);
    const tested = await runs(project, process.execPath, '--test', `modules/${name}/${name}.test.mjs`);
    expect(tested).toMatch(/^# fail 0$|ℹ fail 0/m);
  });

  it('is refused elsewhere', async () => {
    const { code, said } = await coaxial(folder, 'new', 'axis', 'x', ...OWNER);
    expect(code).toBe(2);
    expect(said).toMatch(/no package.json above .* depends on coaxial: install it there/);
  });
});
