import { describe, expect, it } from '@jest/globals';
import { defineAxis } from '../../optimizers/define-axis.js';
import type { Axis } from '../../optimizers/axis.js';
import type { AdvanceDocument, AdvanceInput, AdvanceOutput, AxisDescription } from '../../contracts/module/axis.js';
import { candidateHash, defaultCandidate, type Candidate } from '../../contracts/candidate/candidate.js';
import { deriveSeed } from '../../contracts/json.js';
import { randomPoint } from '../../optimizers/spaces/random-point.js';
import { usefulColumns } from '../../optimizers/starting-candidates.js';
import { createRandom } from '../../random/index.js';
import { z } from 'zod';
import { axisChecks, axisInProcess, Refused, type AxisCheckOptions, type AxisUnderTest } from '../index.js';

/** Points from anywhere in the spaces of the incumbent's paradigm, until a step brings nothing better. */
const good = defineAxis({
  name: 'good',
  activity: 'beGood',
  order: 1,
  share: 1,
  state: z.strictObject({ tried: z.array(z.string()), steps: z.int() }),
  first: () => ({ tried: [], steps: 0 }),
  advance: ({ context, state, incumbent, trials, trialsNow, seed }) => {
    const [first] = context.paradigms;
    const base = incumbent?.candidate ?? defaultCandidate(first, { features: usefulColumns(context) });
    const { hyperparameters: space } = context.paradigms.find(({ id }) => id === base.paradigm)!;
    const tried = new Set([...state.tried, ...trials.map(({ candidate }) => candidateHash(candidate))]);
    const random = createRandom(seed);
    const drawn = Array.from({ length: 6 }, () => ({ ...base, hyperparameters: randomPoint(space, random) }));
    const fresh = new Map(drawn.map((candidate) => [candidateHash(candidate), candidate]));
    const candidates = [...fresh].filter(([hash]) => !tried.has(hash)).slice(0, Math.min(4, trialsNow ?? 4));
    const converged = state.steps >= 6 || candidates.length === 0;
    return {
      state: { tried: [...tried, ...candidates.map(([hash]) => hash)], steps: state.steps + 1 },
      candidates: converged ? [] : candidates.map(([, candidate]) => candidate),
      converged,
      note: 'draws',
    };
  },
});

/** The good axis, its outputs changed. */
const stepping = (change: (output: AdvanceOutput, input: AdvanceInput) => Partial<AdvanceOutput>): AxisUnderTest =>
  axisInProcess({
    ...good,
    advance: (input) => {
      const output = good.advance(input);
      return { ...output, ...change(output, input) };
    },
  } satisfies Axis);

/** The good axis, its answers changed on their way. */
const answering = (change: (module: AxisUnderTest) => Partial<AxisUnderTest>): AxisUnderTest => {
  const module = axisInProcess(good);
  return { ...module, ...change(module) };
};
const describing = (change: object): AxisUnderTest =>
  answering(({ describe }) => ({
    describe: async (request) => ({ ...((await describe(request)) as AxisDescription), ...change }),
  }));
const inputOf = (document: unknown): AdvanceInput =>
  (document as { input: { inline: AdvanceInput } }).input.inline ?? null;

/** Runs the one check whose name begins so. */
function running(module: AxisUnderTest, name: string, options: AxisCheckOptions = {}): Promise<void> {
  const found = axisChecks(options).filter((check) => check.name.startsWith(name));
  if (found.length === 0) throw new Error(`there is no check ${name}`);
  return found[0].run(module);
}

/** One more candidate of each step. */
const adding = (more: (input: AdvanceInput, output: AdvanceOutput) => Candidate) =>
  stepping((output, input) => (output.converged ? {} : { candidates: [...output.candidates, more(input, output)] }));

const worse = (input: AdvanceInput): Candidate[] =>
  [1, 2].map((i) => ({
    ...defaultCandidate(input.context.paradigms[0], { features: '1' }),
    hyperparameters: randomPoint(input.context.paradigms[0].hyperparameters, createRandom(deriveSeed(input.step, i))),
  }));

let calls = 0;

describe('the checks of an axis', () => {
  const module = axisInProcess(good);
  it.each(axisChecks({ converges: true }).map(({ name, run }) => [name, run] as const))('pass: %s', (_name, run) =>
    run(module),
  );

  const PROPOSES = 'proposes new candidates within the spaces and makes progress: 6 columns, multiclass, after';
  it.each<[string, AxisUnderTest, string, RegExp]>([
    [
      'names another axis',
      describing({ declaration: { ...good.declaration, name: 'other' } }),
      'describes itself',
      /is other/,
    ],
    [
      'speaks another contract',
      describing({ contracts: { from: 98, to: 99 } }),
      'describes itself',
      /it speaks 98 to 99/,
    ],
    [
      'gives an invalid description',
      describing({ input: 'letters' }),
      'describes itself',
      /an AxisDescription; but .*input: /,
    ],
    [
      'gives another description each time',
      answering(({ describe }) => ({
        describe: async (request) => ({ ...((await describe(request)) as object), build: `b${++calls}` }),
      })),
      'describes itself',
      /same description each time; but it differs in build: "b1", then "b2"/,
    ],
    [
      'leaves the space',
      adding(({ context }, { candidates: [one] }) => ({ ...one, features: `0-${context.columns.length}` })),
      PROPOSES,
      /candidate \d of step 0 within the search's spaces; but column 6 does not exist/,
    ],
    ['proposes twice', adding((_input, { candidates: [one] }) => one), PROPOSES, /candidates 0 and \d are the same/],
    [
      'proposes what was tried',
      adding(({ trials, incumbent }) => (trials[0] ?? incumbent).candidate),
      PROPOSES,
      /candidate \d of step \d equals that of a trial it was given/,
    ],
    [
      'proposes nothing and goes on',
      stepping(() => ({ candidates: [], converged: false })),
      PROPOSES,
      /has not converged/,
    ],
    [
      'never gets better and never ends',
      stepping((_output, input) => ({ candidates: worse(input), converged: false })),
      PROPOSES,
      /an end within 30 steps, or a better score than at first; but after 30 steps/,
    ],
    ['remembers too much', stepping(() => ({ state: 'x'.repeat(200_000) })), PROPOSES, /as state; but there are 20/],
    ['gives invalid answers', answering(() => ({ advance: () => Promise.resolve('ok') })), PROPOSES, /it answers "ok"/],
    [
      'wants more than there is',
      stepping((_output, input) => ({ candidates: worse(input), converged: false })),
      'keeps to a budget of 1, 3, 10 trials: 6',
      /at most 1 candidates, as trialsNow says, at step 0; but there are 2/,
    ],
    [
      'believes in success',
      stepping((_output, { trials }) => {
        if (trials.some(({ outcome }) => outcome.status !== 'completed')) throw new Error('cannot read score');
        return {};
      }),
      'continues when every trial fails, after',
      /cannot read score/,
    ],
    [
      'waits for all of its trials',
      stepping((_output, { trials, step }) => {
        if (step > 0 && trials.length < 4) throw new Error('where are they?');
        return {};
      }),
      'continues when trials time out or never come back',
      /where are they\?/,
    ],
    [
      'needs something to tune',
      stepping((_output, { context }) => ({ note: context.paradigms[0].hyperparameters[0].name })),
      'handles a problem with nothing to tune',
      /undefined/,
    ],
    [
      'recommends the worst',
      stepping((_output, { trials }) => ({
        choice:
          trials
            .map(({ key, outcome }) => ({ key, score: (outcome as { score: number }).score }))
            .sort((a, b) => b.score - a.score)[0]?.key ?? null,
      })),
      'leaves the search no worse',
      /no worse than .*; but the trial that it recommends has /,
    ],
    [
      'recommends what it has made up',
      stepping(() => ({ choice: 'f'.repeat(64) })),
      'leaves the search no worse',
      /a choice to be null or the key of a completed trial; but f+ is none that it was given/,
    ],
    ['counts its calls', stepping(() => ({ note: `call ${++calls}` })), 'answers the same', /differs in note: "call/],
    [
      'looks at the order of keys',
      stepping((_output, { state }) => ({ note: Object.keys(state ?? {}).join() })),
      'continues from its state as JSON',
      /differs in note: "steps,tried", then "tried,steps"/,
    ],
    [
      'reads payloads alone',
      answering(({ advance }) => ({
        advance: (document, signal) =>
          'ref' in (document as AdvanceDocument).input
            ? Promise.reject(new Error('no inline input'))
            : advance(document, signal),
      })),
      'reads an input from the store',
      /no inline input/,
    ],
  ])('tell of an axis that %s', async (_what, broken, check, message) => {
    await expect(running(broken, check)).rejects.toThrow(message);
  });

  it('tell of an axis that does not end, or not as it should', async () => {
    const never = answering(({ advance }) => ({
      advance: (document, signal) => (signal ? new Promise(() => undefined) : advance(document)),
    }));
    await expect(running(never, 'ends a step once it is cancelled', { cancelSeconds: 0.2 })).rejects.toThrow(
      /to end within 0.2 s once it is cancelled; but it still goes on/,
    );
    let wasCancelled = false;
    const hurt = answering(({ advance }) => ({
      advance: async (document, signal) => {
        if (signal) wasCancelled = true;
        const output = (await advance(document)) as AdvanceOutput;
        return { ...output, note: wasCancelled ? 'hurt' : 'well' };
      },
    }));
    await expect(running(hurt, 'ends a step once it is cancelled')).rejects.toThrow(/note: "well", then "hurt"/);
    await expect(
      running(
        stepping(() => ({ converged: false })),
        'continues when every trial',
        { converges: true, maxSteps: 4 },
      ),
    ).rejects.toThrow(/an end within 4 steps; but it has not converged/);
  });

  it('restart it, where that can be done, and tell of one that is another one then', async () => {
    let born = 1;
    const module = (note: () => string): AxisUnderTest => ({
      ...stepping(() => ({ note: note() })),
      restart: () => Promise.resolve(void born++),
    });
    const check = 'answers the same after a restart';
    await running(
      module(() => 'always'),
      check,
      { restarts: true },
    );
    await expect(
      running(
        module(() => `life ${born}`),
        check,
        { restarts: true },
      ),
    ).rejects.toThrow(/note: "life 2", then "life 3"/);
    expect(axisChecks().some(({ name }) => name.startsWith(check))).toBe(false);
  });

  const accepting = answering(({ advance, describe }) => ({
    advance: (document) => advance(document).catch(() => ({})),
    describe: (request) => describe(request).catch(() => ({})),
  }));
  const again = (error: Error): Promise<never> => Promise.reject(new Error(error.message));
  const retried = answering(({ advance, describe }) => ({
    advance: (document) => advance(document).catch(again),
    describe: (request) => describe(request).catch(again),
  }));
  const silent = answering(({ advance, describe }) => ({
    advance: (document) => advance(document).catch(() => Promise.reject(new Refused(''))),
    describe: (request) => describe(request).catch(() => Promise.reject(new Refused(''))),
  }));
  it.each([
    ['refuses to describe', /a request for another axis/],
    ['refuses another version', /version 1\d+ of the contract/],
    ['refuses invalid documents', /nothing at all/],
    ["refuses another axis's state", /the state {"ofAnotherAxis":\[1,2,3\]}/],
  ])('tell of an axis that does not do what "%s" says', async (check, what) => {
    const expected = `expected ${what.source} to be refused for good, with a message; but `;
    await expect(running(accepting, check)).rejects.toThrow(new RegExp(`${expected}it was answered with {}`));
    await expect(running(retried, check)).rejects.toThrow(new RegExp(`${expected}it failed in a way that is tried`));
    await expect(running(silent, check)).rejects.toThrow(new RegExp(`${expected}there is no message`));
  });

  it('tell of an axis that makes up an input that it cannot find', async () => {
    await expect(running(accepting, 'fails where the store')).rejects.toThrow(
      /an input that is not in the store to make the call fail, with a message; but it was answered/,
    );
    await running(retried, 'fails where the store');
  });

  it('ask nothing of the states of an axis that keeps none', async () => {
    const stateless = answering(({ advance }) => ({
      advance: async (document, signal) => {
        const input = inputOf(document);
        const of = { ...(document as object), input: { inline: { ...input, state: null } } };
        return { ...((await advance(of, signal)) as AdvanceOutput), state: null };
      },
    }));
    await running(stateless, "refuses another axis's state");
  });
});
