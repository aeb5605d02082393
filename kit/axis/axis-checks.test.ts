import { describe, expect, it } from '@jest/globals';
import type { AdvanceRequest } from '../../contracts/module/axis.js';
import { axisChecks, axisInProcess, type AxisUnderTest } from '../index.js';
import { adding, answering, describing, good, running, stepping, worse } from '../../test/support/changed-axes.js';

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
      describing({ pinnedQueue: 7 }),
      'describes itself',
      /an AxisDescription; but .*pinnedQueue: /,
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
        advance: (request, signal) =>
          'ref' in (request as AdvanceRequest).context
            ? Promise.reject(new Error('no inline context'))
            : advance(request, signal),
      })),
      'reads an input from the store',
      /no inline context/,
    ],
  ])('tell of an axis that %s', async (_what, broken, check, message) => {
    await expect(running(broken, check)).rejects.toThrow(message);
  });
});
