import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AXIS_CONTRACT } from '../../contracts/module/axis.js';

// It installs the package from the registry's packages.
jest.setTimeout(600_000);

const ROOT = resolve(import.meta.dirname, '../..');
const EXPORTS = ['coaxial', 'coaxial/define', 'coaxial/kit', 'coaxial/workflows', 'coaxial/nexus'];
const SCHEMA = `coaxial/contracts/schema/axis-v${AXIS_CONTRACT}/advance-request.json`;

let folder: string;
/** An empty project that has installed the package. */
let project: string;
let packed: string[];

async function run(command: string, args: string[], cwd = project, env: NodeJS.ProcessEnv = {}): Promise<string> {
  // Jest's, by which libraries behave otherwise.
  const whole = { ...process.env, NODE_ENV: undefined, NODE_OPTIONS: undefined, ...env };
  const { stdout } = await promisify(execFile)(command, args, { cwd, env: whole, maxBuffer: 2 ** 26 }).catch(
    (error: Error & { stdout?: string; stderr?: string }) => {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
    },
  );
  return stdout;
}
const node = (...args: string[]): Promise<string> => run(process.execPath, args);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-package-'));
  project = join(folder, 'project');
  await mkdir(project);
  // What is packed is built already: prepack would take dist/ away from the tests beside this one.
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename, files }] = JSON.parse(await run('npm', pack, ROOT)) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = files.map(({ path }) => path);
  await writeFile(join(project, 'package.json'), '{ "private": true }');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...quiet, join(folder, filename), '@types/node@20']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('holds what is used of it, and no more', () => {
    const odd = /(^|\/)(bench|scripts|test)\/|^dist\/examples\/|\.map$|\.test\.|\.tsbuildinfo$|\.venv|__pycache__/;
    expect(packed.filter((path) => odd.test(path))).toEqual([]);
    const needed = [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/cli/main.js',
      'dist/workflows/bundle.js',
      'temporal.yaml',
    ];
    expect(packed).toEqual(expect.arrayContaining(needed));
  });

  it('shares one SDK with the program, without its testing package', async () => {
    const copies = await run('find', ['node_modules', '-path', '*/@temporalio/*', '-name', 'package.json', '-depth']);
    const own = copies.split('\n').filter((path) => /@temporalio\/[a-z-]+\/package\.json$/.test(path));
    const names = own.map((path) => path.split('/').at(-2)!).sort();
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(expect.arrayContaining(['client', 'worker', 'workflow']));
    expect(names).not.toContain('testing');
  });

  it('has the same exports for ES modules and for CommonJS', async () => {
    const list = JSON.stringify(EXPORTS);
    const required = `${list}.map((name) => Object.keys(require(name)))`;
    const imported = `await Promise.all(${list}.map(async (name) => Object.keys(await import(name))))`;
    const say = (value: string): string => `console.log(JSON.stringify(${value}.map((keys) => keys.sort())))`;
    const ofCommonJs = JSON.parse(await node('--eval', say(required))) as string[][];
    const ofModules = JSON.parse(await node('--input-type=module', '--eval', say(`(${imported})`))) as string[][];
    const withoutMark = (names: string[]): string[] => names.filter((name) => name !== '__esModule');
    expect(ofCommonJs.map(withoutMark)).toEqual(ofModules.map(withoutMark));
    expect(ofModules[0]).toEqual(
      expect.arrayContaining(['CoaxialPlugin', 'Model', 'SearchFailed', 'defineAxis', 'searchHandle', 'startSearch']),
    );
    expect(await node('--print', `require('${SCHEMA}').type`)).toBe('object\n');
    await expect(node('--eval', "require('coaxial/contracts/errors')")).rejects.toThrow(
      /ERR_PACKAGE_PATH_NOT_EXPORTED/,
    );
  });

  it('has a command', async () => {
    expect(await run(join('node_modules', '.bin', 'coaxial'), ['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

/** The README's program for programs. */
async function programOfReadme(): Promise<string> {
  const [, section] = (await readFile(join(ROOT, 'README.md'), 'utf8')).split('## From a program');
  return /```ts\n([\s\S]*?)```/.exec(section)![1];
}

/** @param compiler the native one, or the former one in JavaScript */
async function compile(
  name: string,
  options: object,
  files: Record<string, string>,
  compiler: 'typescript' | 'typescript-native' = 'typescript-native',
): Promise<string> {
  const place = join(project, name);
  await mkdir(place);
  for (const [file, text] of Object.entries(files)) await writeFile(join(place, file), text);
  const compilerOptions = { target: 'ES2022', strict: true, types: ['node'], skipLibCheck: true, ...options };
  await writeFile(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*'] }));
  await node(join(ROOT, 'node_modules', compiler, 'bin/tsc'), '--project', place);
  return place;
}

const CONSUMER = `
import { CoaxialPlugin, defineParadigm, Model, searchHandle, startSearch, UserError, type SearchResult } from 'coaxial';
import { defineAxis } from 'coaxial/define';
import { axisChecks } from 'coaxial/kit';
import { coaxialService } from 'coaxial/nexus';
import { search, type ChildSearchOptions } from 'coaxial/workflows';
export const values = [CoaxialPlugin, defineParadigm, searchHandle, startSearch, UserError, defineAxis, axisChecks];
export const service: string = coaxialService.name;
export const child = (options: ChildSearchOptions): Promise<SearchResult> => search({ data: 'd', target: 'y' }, options);
export async function predicted(model: Model): Promise<string[]> {
  const said = await model.predict({ x: Float64Array.of(1) });
  return said.task === 'regression' ? [] : said.predictions;
}
// @ts-expect-error a search has a target
export const wrong = startSearch(null!, { data: 'd' });
`;

describe("a program's types", () => {
  it.each([
    ['bundler', { module: 'esnext', moduleResolution: 'bundler', noEmit: true }, 'ts'],
    ['node16', { module: 'node16', moduleResolution: 'node16', noEmit: true }, 'mts'],
    ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext', noEmit: true }, 'cts'],
  ])('are known by moduleResolution %s', async (name, options, extension) => {
    const compiler = name === 'node16' ? 'typescript' : 'typescript-native';
    await compile(name, options, { [`consumer.${extension}`]: CONSUMER }, compiler);
  });
});

describe("the README's program", () => {
  let up: ChildProcess | undefined;
  afterAll(async () => {
    if (up && up.exitCode === null && up.kill('SIGINT')) await once(up, 'exit');
  });

  it('searches, follows and predicts', async () => {
    const { address } = JSON.parse(process.env.COAXIAL_TEST_SERVER!) as { address: string };
    const env = { COAXIAL_HOME: join(folder, 'home'), TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' };
    const options = { module: 'node16', moduleResolution: 'node16' };
    const place = await compile('program', options, { 'search.mts': await programOfReadme() });
    await cp(join(ROOT, 'examples/data'), join(place, 'data'), { recursive: true });
    await writeFile(join(place, 'temporal.yaml'), 'data: { roots: [data] }\n');

    const whole = { ...process.env, NODE_ENV: undefined, ...env };
    const started = spawn(join(project, 'node_modules/.bin/coaxial'), ['up'], { cwd: place, env: whole });
    up = started;
    let said = '';
    await new Promise<void>((ready, failed) => {
      const hear = (text: Buffer): void => {
        said += text.toString();
        if (said.includes('Ctrl-C stops')) ready();
      };
      started.stdout.on('data', hear);
      started.stderr.on('data', hear);
      started.once('exit', (code) => failed(new Error(`coaxial up ended with ${code}: ${said}`)));
    });

    const lines = (await run(process.execPath, ['search.mjs'], place, env)).trim().split('\n');
    expect(lines.slice(0, -1).some((line) => /^searching \d+ [\d.]+$/.test(line))).toBe(true);
    expect(lines.at(-2)).toMatch(/^done 20 [\d.]+$/);
    expect(lines.at(-1)).toMatch(/^Gentoo 0\.\d+ score on unseen rows 0\.\d+$/);
  });
});
