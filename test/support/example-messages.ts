import type { Axis } from '../../optimizers/axis.js';
import {
  AXIS_CONTRACT,
  AXIS_CONTRACTS,
  type AdvanceDocument,
  type AdvanceInput,
  type AxisDescription,
  type DescribeAxisRequest,
} from '../../contracts/module/axis.js';
import {
  PARADIGM_CONTRACT,
  PARADIGM_CONTRACTS,
  type DescribeParadigmReply,
  type DescribeParadigmRequest,
  type FitPredictReply,
  type FitPredictRequest,
  type PredictReply,
  type PredictRequest,
} from '../../contracts/module/fit-predict.js';
import { hashJson, type Json } from '../../contracts/json.js';
import { defaultPoint } from '../../contracts/candidate/space.js';
import { defaultCandidates, EXAMPLE_PARADIGMS, exampleContext, fakeObjective, simulate } from '../../kit/index.js';
import { throughJson } from '../../kit/check/json.js';

const ref = (name: string): string => `sha256:${hashJson(name)}`;
const build = { build: '2026-10-01', pinnedQueue: null };

/**
 * Messages of every kind, by the names of their schemas' files without folder and `.json`, as JSON: the small ones made
 * by hand, those of a step and the states taken from short searches with the given axes.
 */
export function exampleMessages(axes: readonly Axis[]): Map<string, Json[]> {
  const messages = new Map<string, Json[]>();
  const add = (name: string, ...examples: object[]): void => {
    messages.set(name, [...(messages.get(name) ?? []), ...examples.map((one) => throughJson(one) as Json)]);
  };
  for (const axis of axes) {
    const { inputs, outputs } = steps(axis);
    add('advance-input', ...inputs);
    add('advance-output', ...outputs);
    add(`${axis.declaration.name}-state`, ...outputs.map(({ state }) => state as object));
    add('describe-axis-reply', {
      declaration: axis.declaration,
      contracts: AXIS_CONTRACTS,
      input: 'document',
      ...build,
    } satisfies AxisDescription);
  }
  add('describe-axis-request', { axis: 'features', contracts: AXIS_CONTRACTS } satisfies DescribeAxisRequest);
  add('advance-document', document({ ref: ref('input') }), document({ inline: { step: 0 } }));
  addParadigmMessages(add);
  return messages;
}

function document(input: AdvanceDocument['input']): AdvanceDocument {
  return { contract: AXIS_CONTRACT, axis: 'features', searchId: 'search-1', input };
}

/** A few steps after the paradigms' defaults have been tried, and those of a search that begins with nothing. */
function steps(axis: Axis): { inputs: AdvanceInput[]; outputs: { state: Json }[] } {
  const context = exampleContext({ columns: 8 });
  const inputs: AdvanceInput[] = [];
  const runs = [defaultCandidates(context), []].map((prior) =>
    simulate(axis, context, fakeObjective, { prior, maxSteps: 4, onInput: (input) => inputs.push(input) }),
  );
  return { inputs, outputs: runs.flatMap(({ outputs }) => outputs) };
}

function addParadigmMessages(add: (name: string, ...examples: object[]) => void): void {
  const shape = { task: 'binary' as const, rows: 800, columns: 8, classes: 2 };
  add('describe-paradigm-request', {
    paradigm: 'boosting',
    contracts: PARADIGM_CONTRACTS,
    shape,
  } satisfies DescribeParadigmRequest);
  const answer = { contracts: PARADIGM_CONTRACTS, backend: 'example 1.0', ...build };
  const descriptions: DescribeParadigmReply[] = [null, ...EXAMPLE_PARADIGMS].map((description) => {
    return { ...answer, description };
  });
  add('describe-paradigm-reply', ...descriptions);
  add('fit-predict-request', fitRequest());
  add('fit-predict-reply', fitReply());
  add('predict-request', {
    contract: PARADIGM_CONTRACT,
    paradigm: 'boosting',
    task: 'binary',
    classes: 2,
    model: ref('model'),
    matrix: ref('matrix'),
  } satisfies PredictRequest);
  add('predict-reply', { predictions: ref('predictions') } satisfies PredictReply);
}

function fitRequest(): FitPredictRequest {
  const common = { seed: 7, train: ref('train'), keepModel: false };
  return {
    contract: PARADIGM_CONTRACT,
    paradigm: 'boosting',
    searchId: 'search-1',
    task: 'binary',
    classes: 2,
    fits: EXAMPLE_PARADIGMS.map(({ hyperparameters, architecture }, i) => ({
      ...common,
      hyperparameters: defaultPoint(hyperparameters),
      architecture: architecture?.default ?? null,
      effort: i === 0 ? null : 40,
      valid: i === 0 ? null : ref('valid'),
    })),
    fitSeconds: 60,
    secondsLeft: null,
  };
}

function fitReply(): FitPredictReply {
  const completed = {
    status: 'completed' as const,
    predictions: ref('predictions'),
    importances: ref('importances'),
    effort: 31,
    seconds: 0.5,
  };
  return {
    fits: [
      { ...completed, model: null, exported: null },
      { ...completed, model: ref('model'), exported: { paradigm: 'boosting', version: 2, ref: ref('exported') } },
      { status: 'failed', code: 'timed-out', reason: 'it took longer than 60 s', seconds: 60.1 },
    ],
    span: { startMs: 1.7e12, seconds: 61 },
  };
}
