import type { Axis } from '../../optimizers/axis.js';
import {
  AXIS_CONTRACT,
  AXIS_CONTRACTS,
  type AdvanceRequest,
  type AdvanceAnswer,
  type AdvanceInput,
  type AdvanceOutput,
  type AxisDescription,
  type AxisTrial,
  type DescribeAxisRequest,
  type StepTrials,
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
import type { Trial } from '../../contracts/candidate/trial.js';
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
    add('search-context', ...inputs.map(({ context }) => context));
    add('step-trials', ...inputs.map(({ incumbent, elite, trials }) => stepTrials(incumbent, elite, trials)));
    add('advance-answer', ...outputs.map(inlineAnswer), { ...inlineAnswer(outputs[0]), ...STORED });
    add(`${axis.declaration.name}-state`, ...outputs.map(({ state }) => state as object));
    add('describe-axis-reply', {
      declaration: axis.declaration,
      contracts: AXIS_CONTRACTS,
      ...build,
    } satisfies AxisDescription);
  }
  add('describe-axis-request', { axis: 'features', contracts: AXIS_CONTRACTS } satisfies DescribeAxisRequest);
  add('advance-request', request({ ref: ref('trials') }), request({ inline: { trials: [] } }));
  addParadigmMessages(add);
  return messages;
}

function request(trials: AdvanceRequest['trials']): AdvanceRequest {
  return {
    contract: AXIS_CONTRACT,
    axis: 'features',
    searchId: 'search-1',
    context: { ref: ref('context') },
    state: 'ref' in trials ? null : { inline: { version: 1 } },
    trials,
    step: 3,
    seed: 7,
    trialsLeft: null,
    trialsNow: 16,
  };
}

function stepTrials(incumbent: Trial | null, elite: readonly Trial[], trials: readonly Trial[]): StepTrials {
  const asGiven = ({ importances, foldImportances: _, ...trial }: Trial): AxisTrial => ({
    ...trial,
    arrays: importances && ref('arrays'),
  });
  return { incumbent: incumbent && asGiven(incumbent), elite: elite.map(asGiven), trials: trials.map(asGiven) };
}

const inlineAnswer = ({ state, candidates, ...output }: AdvanceOutput): AdvanceAnswer => ({
  ...output,
  state: { inline: state },
  candidates: { inline: candidates },
});

/** In place of what is too large. */
const STORED: Pick<AdvanceAnswer, 'state' | 'candidates'> = {
  state: { ref: ref('state') },
  candidates: { ref: ref('candidates'), from: 0, to: 64 },
};

/** A few steps after the paradigms' defaults have been tried, and those of a search that begins with nothing. */
function steps(axis: Axis): { inputs: AdvanceInput[]; outputs: AdvanceOutput[] } {
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
