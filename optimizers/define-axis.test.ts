import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { exampleContext } from '../kit/axis/example-context.js';
import { defaultCandidates } from '../test/contract/axis-suite.js';
import type { AdvanceInput } from '../contracts/module/axis.js';
import type { Json } from '../contracts/json.js';
import { defineAxis, type AxisDefinition } from './define-axis.js';

const stateSchema = z.strictObject({ rounds: z.int().min(0), notes: z.array(z.string()).optional() });

const definition: AxisDefinition<typeof stateSchema> = {
  name: 'defaults',
  activity: 'proposeDefaults',
  order: 5,
  share: 1,
  state: stateSchema,
  first: () => ({ rounds: 0, notes: undefined }),
  advance: ({ context, state }) => ({
    state: { ...state, rounds: state.rounds + 1 },
    candidates: state.rounds === 0 ? defaultCandidates(context) : [],
    converged: state.rounds > 0,
    note: `round ${state.rounds}`,
  }),
};

const context = exampleContext({ columns: 3 });
const input = (state: Json | null): AdvanceInput => ({
  context,
  state,
  incumbent: null,
  elite: [],
  trials: [],
  step: 0,
  seed: 1,
  trialsLeft: null,
  trialsNow: null,
});

describe('defineAxis', () => {
  it('declares the axis, with defaults', () => {
    expect(defineAxis({ ...definition, module: 'file:///axis.js' })).toMatchObject({
      module: 'file:///axis.js',
      declaration: {
        name: 'defaults',
        activity: 'proposeDefaults',
        varies: 'part',
        requires: null,
        order: 5,
        share: 1,
        importances: 'none',
      },
    });
    expect(defineAxis({ ...definition, varies: 'whole', importances: 'mean' }).declaration).toMatchObject({
      varies: 'whole',
      importances: 'mean',
    });
  });

  it('hands its state from step to step, as JSON', () => {
    const axis = defineAxis(definition);
    const first = axis.advance(input(null));
    expect(first).toEqual({
      state: { rounds: 1 },
      candidates: defaultCandidates(context),
      converged: false,
      choice: null,
      note: 'round 0',
    });
    expect(axis.advance(input(first.state))).toMatchObject({ state: { rounds: 2 }, converged: true });
  });

  it('refuses a state that it cannot read', () => {
    const axis = defineAxis(definition);
    expect(() => axis.advance(input({ rounds: -1, more: 1 }))).toThrow(
      /^axis defaults cannot read its state: state.rounds: .*; state: Unrecognized key: "more"$/,
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    ['does not fit its schema', () => ({ rounds: 1.5 }), /cannot read again its state: state.rounds: /],
    ['JSON has no form for', () => ({ rounds: NaN }), /cannot write its state/],
    ['is nothing', () => undefined, /cannot write its state: undefined has no JSON form/],
  ])('refuses a state that %s', (_what, state, message) => {
    const axis = defineAxis({
      ...definition,
      advance: (given) => ({ ...definition.advance(given), state: state() as z.infer<typeof stateSchema> }),
    });
    expect(() => axis.advance(input(null))).toThrow(message);
  });

  it('refuses a declaration that is none', () => {
    expect(() => defineAxis({ ...definition, name: 'My Axis', share: 0 })).toThrow(
      /^defineAxis\(My Axis\): name: an axis is named in lower case with dashes; share: /,
    );
  });
});

/** Looked at by the type checker alone. */
export function types(): void {
  defineAxis({
    ...definition,
    state: z.strictObject({ best: z.number() }),
    first: () => ({ best: 0 }),
    advance: ({ state, trials }) => {
      const best: number = state.best + trials.length;
      // @ts-expect-error: the state has no such field
      void state.rounds;
      return { state: { best }, candidates: [], note: '' };
    },
  });
  defineAxis({
    ...definition,
    // @ts-expect-error: the first state does not fit the schema
    first: () => ({ rounds: 'none' }),
  });
  defineAxis({
    ...definition,
    // @ts-expect-error: a step says what it did, for people
    advance: ({ state }) => ({ state, candidates: [] }),
  });
  // @ts-expect-error: there is no such kind of axis
  defineAxis({ ...definition, varies: 'half' });
}
