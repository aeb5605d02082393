import { isCancellation, workflowInfo, type CancellationScope } from '@temporalio/workflow';
import type { PreparedTrial, ScoreRequest } from '../../contracts/search/trial-activities.js';
import {
  fitPredictReplySchema,
  PARADIGM_CONTRACT,
  type FitPredictReply,
  type FitPredictRequest,
  type FitReply,
  type FitSpec,
} from '../../contracts/module/fit-predict.js';
import { issuesText } from '../../contracts/issues.js';
import type { ParadigmPlan } from '../../contracts/search/search-plan.js';
import type { Origin, TrialSummary } from '../../contracts/candidate/trial.js';
import { countSpan } from '../policy/active-clock.js';
import { paradigmActivities } from './activities.js';
import { trialSeconds } from '../policy/budget.js';
import { callModule, type Answer } from './call-module.js';
import { BadAnswer } from './module-failures.js';
import type { CallContext, SearchCallContext } from './call-module.js';
import { paradigmModule } from './describe-modules.js';
import type { SearchState } from '../policy/state.js';
import { TrialsUnserved } from './trial-calls.js';

/** Limits of one call of a paradigm, so that it takes seconds and its payload stays small. */
const MOST_TRIALS = 8;
const MOST_FITS = 40;
/** Share of a call's time limit for its fits together, if they run one after the other. */
const FITS_SHARE = 0.9;

/** The purpose of the trials, and their limits. */
export interface FitFor {
  origin: Origin;
  repeat: number;
  /** Search time left, in seconds; null for no limit. */
  secondsLeft: () => number | null;
  callContext: SearchCallContext;
}

/**
 * Calls the teams that serve paradigms to fit trials, several in a call and all calls in parallel, and scores them.
 *
 * @returns in order; null for those not started before the end of the search's time, and those not fitted when a person
 *   stopped the search (which cancels `scope`)
 */
export async function fitServed(
  state: SearchState,
  toFit: readonly PreparedTrial[],
  fitFor: FitFor,
  scope: CancellationScope,
): Promise<(TrialSummary | null)[]> {
  const ended = new Map<PreparedTrial, TrialSummary | null>();
  await Promise.all(
    callsOf(state, toFit).map(async (trials) => {
      const summaries = await fitAndScore(state, trials, fitFor, scope);
      trials.forEach((trial, i) => ended.set(trial, summaries[i]));
    }),
  );
  return toFit.map((trial) => ended.get(trial)!);
}

/** Groups trials by paradigm, in parts of the size of one call. */
function callsOf({ plan }: SearchState, toFit: readonly PreparedTrial[]): PreparedTrial[][] {
  const size = Math.max(1, Math.min(MOST_TRIALS, Math.floor(MOST_FITS / plan.folds)));
  return [...new Set(toFit.map(({ paradigm }) => paradigm))].flatMap((id) => {
    const own = toFit.filter(({ paradigm }) => paradigm === id);
    return Array.from({ length: Math.ceil(own.length / size) }, (_, i) => own.slice(i * size, (i + 1) * size));
  });
}

async function fitAndScore(
  state: SearchState,
  trials: readonly PreparedTrial[],
  fitFor: FitFor,
  scope: CancellationScope,
): Promise<(TrialSummary | null)[]> {
  const { origin, repeat, secondsLeft, callContext } = fitFor;
  const [{ paradigm }] = trials;
  const served = state.plan.served.find(({ id }) => id === paradigm)!;
  const fits = trials.flatMap(fitsOf);
  const fitSeconds = Math.min(trialSeconds(state) / state.plan.folds, fitLimit(served, fits.length));
  const none = trials.map(() => null);
  if (secondsLeft() === 0) return none;
  let answer: Answer<FitReply[]>;
  try {
    const summary = `${paradigm}: ${fits.length} fits for ${origin.axis}, step ${origin.step + 1}`;
    answer = await scope.run(() => callFits(state, served, { fits, fitSeconds, summary }, fitFor));
  } catch (error) {
    if (!state.stopped || !isCancellation(error)) throw error;
    return none;
  }
  const { folds } = state.plan;
  const request: ScoreRequest = {
    contextRef: state.plan.contextRef,
    origin,
    repeat,
    fitSeconds,
    trials: trials.map(({ prepared }, i) => ({
      prepared,
      answer:
        'reply' in answer
          ? answer.reply.slice(i * folds, (i + 1) * folds)
          : { code: 'module' as const, reason: answer.leftOut },
    })),
  };
  const summary = `score ${trials.length} of ${paradigm}`;
  try {
    const scored = await callContext.trials.call(summary, (workers) => workers.scoreTrials(request));
    state.time = countSpan(state.time, scored.span);
    return scored.trials;
  } catch (error) {
    if (error instanceof TrialsUnserved) return none;
    throw error;
  }
}

function fitsOf({ hyperparameters, architecture, fits }: PreparedTrial): FitSpec[] {
  return fits.map((fit) => ({ hyperparameters, architecture, ...fit, effort: null, keepModel: false }));
}

/** Limit for one fit of a call with so many fits, in seconds. */
export function fitLimit({ route }: ParadigmPlan, fits: number): number {
  return (FITS_SHARE * route.timeoutSeconds) / fits;
}

export interface FitsToCall {
  fits: FitSpec[];
  /** Limit for each. */
  fitSeconds: number;
  summary: string;
}

/** The answers of a paradigm's team, one for each fit; or why the search continues without the paradigm. */
export async function callFits(
  state: SearchState,
  served: ParadigmPlan,
  { fits, fitSeconds, summary }: FitsToCall,
  { secondsLeft, callContext }: Pick<FitFor, 'secondsLeft'> & { callContext: CallContext },
): Promise<Answer<FitReply[]>> {
  const { plan } = state;
  const { id, route } = served;
  const known = state.paradigmsLeftOut[id];
  if (known !== undefined) return { leftOut: known };
  const answer = await callModule(paradigmModule(served), callContext, async (scheduleToStartSeconds) => {
    const request: FitPredictRequest = {
      contract: PARADIGM_CONTRACT,
      paradigm: id,
      searchId: workflowInfo().workflowId,
      task: plan.task,
      classes: plan.classes,
      fits,
      fitSeconds,
      secondsLeft: secondsLeft(),
    };
    const reply = parse(
      await paradigmActivities(route, { scheduleToStartSeconds, summary }).fitPredict(request),
      served,
      fits,
    );
    state.time = countSpan(state.time, reply.span);
    return reply.fits;
  });
  if ('leftOut' in answer) state.paradigmsLeftOut[id] = answer.leftOut;
  return answer;
}

/** @throws BadAnswer */
function parse(reply: unknown, { route }: ParadigmPlan, { length }: readonly FitSpec[]): FitPredictReply {
  const parsed = fitPredictReplySchema.safeParse(reply);
  if (!parsed.success) {
    throw new BadAnswer(`what it answers to fits does not have the contract's form: ${issuesText(parsed.error)}`);
  }
  const { fits, span } = parsed.data;
  if (fits.length !== length) throw new BadAnswer(`it answers ${fits.length} fits where ${length} were asked for`);
  // The search's budget is computed from it.
  if (span.seconds > route.timeoutSeconds)
    throw new BadAnswer(`it says that it took ${span.seconds} s, beyond its limit`);
  return parsed.data;
}
