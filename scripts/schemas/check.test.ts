import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CONTRACTS, type Contract } from './catalogue.js';
import { checkSchemas, writeSchemas, type Report, type Wanted } from './check.js';
import { FOLDER } from './files.js';
import { generateSchemas } from './generate.js';
import { readSources } from './sources.js';

const sources = await readSources(process.cwd());
const [AXIS] = CONTRACTS;
const V = AXIS.version;
const file = (path: string): string => `${FOLDER}/${path}`;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'coaxial-schemas-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function git(...args: string[]): string {
  const me = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', root, ...me, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commit(): string {
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'change');
  return git('rev-parse', 'HEAD');
}

/** The project with contracts and states as they are, or otherwise. */
function project(contracts: readonly Contract[] = CONTRACTS, states = sources.states): Wanted {
  return { root, contracts, generated: generateSchemas({ ...sources, states }, contracts) };
}

type Change = (schema: z.ZodObject) => z.ZodType;

/** The project with another axis contract: a message changed, the version raised. */
function axisContract(changes: Record<string, Change>, version = V, spokenFrom = version): Wanted {
  const messages = AXIS.messages.map((message) => {
    const change = changes[message.name];
    return change ? { ...message, schema: change(message.schema as z.ZodObject) } : message;
  });
  const changed = { ...AXIS, version, spoken: { from: spokenFrom, to: version }, messages };
  return project([changed, ...CONTRACTS.filter(({ name }) => name !== AXIS.name)]);
}

function featuresState(change: Change): Wanted {
  const states = sources.states.map(({ axis, schema }) =>
    axis === 'features' ? { axis, schema: change(schema as z.ZodObject) } : { axis, schema },
  );
  return project(CONTRACTS, states);
}

/** What lint says once `npm run schemas` has been run. */
async function written(wanted: Wanted): Promise<Report> {
  expect(await writeSchemas(wanted)).toEqual([]);
  return checkSchemas(wanted);
}

const CLEAN: Report = { problems: [], notes: [] };
const withReason: Change = (reply) => reply.extend({ reason: z.string() });
const withOptionalReason: Change = (reply) => reply.extend({ reason: z.string().optional() });

describe('with the schemas checked in', () => {
  beforeEach(async () => {
    git('init', '-q');
    await writeSchemas(project());
    commit();
  });

  it('finds them to be those of now', async () => {
    expect(await checkSchemas(project())).toEqual(CLEAN);
  });

  it('tells which are not, and what to run', async () => {
    await rm(join(root, file(`axis-v${V}/advance-request.json`)));
    await writeFile(join(root, file('modules/gone-state.json')), '{}');
    const { problems } = await checkSchemas(axisContract({ 'advance-answer': withOptionalReason }));
    expect(problems.sort()).toEqual([
      `${file(`axis-v${V}/advance-answer.json`)} is not what the zod schemas say: run npm run schemas.`,
      `${file(`axis-v${V}/advance-request.json`)} is missing: run npm run schemas.`,
      `${file('modules/gone-state.json')} is a schema of nothing any more: run npm run schemas.`,
    ]);
  });

  it('lets a reply have another property that may be left out', async () => {
    expect(await written(axisContract({ 'advance-answer': withOptionalReason }))).toEqual(CLEAN);
  });

  it('refuses another property that a reply needs, and says where and what to raise', async () => {
    const wanted = axisContract({ 'advance-answer': withReason });
    const said = `${file(`axis-v${V}/advance-answer.json`)}#/properties/reason: \`reason\` is required now. The core would refuse what modules write that speak version ${V} of the axis contract. Raise AXIS_CONTRACT (contracts/module/axis.ts) to ${V + 1}, or make the change one that old readers survive.`;
    expect((await checkSchemas(wanted)).problems).toContain(said);
    expect(await writeSchemas(wanted)).toEqual([said]);
    // Nothing was overwritten.
    expect(await checkSchemas(project())).toEqual(CLEAN);
  });

  it('lets it once the version is raised, and drops what is spoken no more', async () => {
    expect(await written(axisContract({ 'advance-answer': withReason }, V + 1))).toEqual(CLEAN);
    await expect(readFile(join(root, file(`axis-v${V}/advance-answer.json`)))).rejects.toThrow('ENOENT');
    const raised = await readFile(join(root, file(`axis-v${V + 1}/advance-answer.json`)), 'utf8');
    expect(JSON.parse(raised)).toMatchObject({ $id: `urn:coaxial:axis-v${V + 1}:advance-answer` });
  });

  it('sees a change deep within, at its place', async () => {
    const longer: Change = (reply) => reply.extend({ note: z.string().max(200) });
    const { problems } = await checkSchemas(axisContract({ 'advance-answer': longer }));
    expect(problems[0]).toContain(`advance-answer.json#/properties/note: maxLength was 300 and is 200. The core`);
  });

  it('refuses what old modules do not know in a request, and lets it say less', async () => {
    const more: Change = (input) => input.extend({ hint: z.string().optional() });
    const [problem] = (await checkSchemas(axisContract({ 'advance-request': more }))).problems;
    expect(problem).toContain(
      `advance-request.json#/properties/hint: \`hint\` is new. Modules that speak version ${V} of the axis contract would refuse what the core writes.`,
    );
    const less: Change = (input) => input.extend({ step: z.int().min(1) });
    expect(await written(axisContract({ 'advance-request': less }))).toEqual(CLEAN);
  });

  it('refuses a request of which old modules know nothing', async () => {
    const messages = [...AXIS.messages, { name: 'cancel', direction: 'request' as const, schema: z.strictObject({}) }];
    const wanted = project([{ ...AXIS, messages }, CONTRACTS[1]]);
    const [problem] = (await checkSchemas(wanted)).problems;
    expect(problem).toContain(
      `cancel.json: the request is new. Modules that speak version ${V} of the axis contract know`,
    );
  });

  it('refuses that a message goes, or a version falls', async () => {
    const messages = AXIS.messages.filter(({ name }) => name !== 'advance-answer');
    const [gone] = (await checkSchemas(project([{ ...AXIS, messages }, CONTRACTS[1]]))).problems;
    expect(gone).toContain(`advance-answer.json: the file is gone.`);
    const [fallen] = (await checkSchemas(axisContract({}, V - 1))).problems;
    expect(fallen).toContain(`${file(`axis-v${V - 1}`)}: the contract's version was ${V} and is ${V - 1}.`);
  });

  it('keeps what versions are agreed on by readable across them', async () => {
    const [problem] = (await checkSchemas(axisContract({ 'describe-axis-reply': withReason }, V + 1))).problems;
    expect(problem).toContain(
      `axis-v${V + 1}/describe-axis-reply.json#/properties/reason: \`reason\` is required now.`,
    );
    expect(await written(axisContract({ 'describe-axis-reply': withOptionalReason }, V + 1))).toEqual(CLEAN);
  });

  it('keeps the files of an earlier version while it is spoken', async () => {
    const both = axisContract({ 'advance-answer': withReason }, V + 1, V);
    expect(await written(both)).toEqual(CLEAN);
    const old = join(root, file(`axis-v${V}/advance-answer.json`));
    await writeFile(old, (await readFile(old, 'utf8')).replace('"maxLength": 300', '"maxLength": 200'));
    const [changed] = (await checkSchemas(both)).problems;
    expect(changed).toContain(`Put it back as it was, or speak version ${V} no more`);
    await rm(old);
    expect((await checkSchemas(both)).problems[0]).toContain('the file is gone.');
  });

  it('holds a state to its own version', async () => {
    const later: Change = (state) => state.extend({ since: z.int() });
    const [problem] = (await checkSchemas(featuresState(later))).problems;
    expect(problem).toContain(
      `${file('modules/features-state.json')}#/properties/since: \`since\` is required now. The new build would refuse`,
    );
    expect(problem).toContain('Raise `version` in activities/axes/features/state.ts to 2');
    const both: Change = (state) => state.extend({ since: z.int(), version: z.literal(2) });
    expect(await written(featuresState(both))).toEqual(CLEAN);
    commit();
    expect((await checkSchemas(project())).problems[0]).toContain("the state's version was 2 and is 1");
  });

  it('wants a version in every state', () => {
    expect(() => featuresState((state) => state.omit({ version: true }))).toThrow(
      'contracts/schema/modules/features-state.json: a state needs a version',
    );
  });

  it('compares a branch with where it left origin/main', async () => {
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const wanted = axisContract({ 'advance-answer': withReason });
    for (const [path, schema] of wanted.generated) {
      await writeFile(join(root, file(path)), `${JSON.stringify(schema, null, 2)}\n`);
    }
    commit();
    expect((await checkSchemas(wanted)).problems).toEqual([expect.stringContaining('`reason` is required now')]);
    // Once it has been merged, it is what others build on.
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect(await checkSchemas(wanted)).toEqual(CLEAN);
  });

  it('says that it cannot compare where origin/main has no common past', async () => {
    const unrelated = git('commit-tree', '-m', 'other', git('rev-parse', 'HEAD^{tree}'));
    git('update-ref', 'refs/remotes/origin/main', unrelated);
    const { problems, notes } = await checkSchemas(axisContract({ 'advance-answer': withReason }));
    expect(notes).toEqual([expect.stringContaining('does not reach back to where the branch left origin/main')]);
    expect(problems).toEqual([expect.stringContaining('run npm run schemas')]);
  });
});

describe('without a repository', () => {
  it('says that it compares with nothing', async () => {
    const { problems, notes } = await written(project());
    expect(problems).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/is not compared with an earlier revision: there is no commit here/)]);
  });

  it('still overwrites nothing incompatibly', async () => {
    await writeSchemas(project());
    expect(await writeSchemas(axisContract({ 'advance-answer': withReason }))).toEqual([
      expect.stringContaining('`reason` is required now'),
    ]);
  });

  it('says which file cannot be read', async () => {
    await writeSchemas(project());
    await writeFile(join(root, file('modules/features-state.json')), '{');
    await expect(writeSchemas(project())).rejects.toThrow('contracts/schema/modules/features-state.json: ');
  });
});
