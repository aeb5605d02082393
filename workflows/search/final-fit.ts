import { ActivityFailure, ApplicationFailure, TimeoutFailure, workflowInfo } from '@temporalio/workflow';
import type {
  DeliveredModel,
  FailedFit,
  TrainReply,
  TrainRequest,
  TrialActivities,
} from '../../contracts/search/trial-activities.js';
import type { Span } from '../../contracts/span.js';
import type { ParadigmPlan } from '../../contracts/search/search-plan.js';
import { countSpan } from '../policy/active-clock.js';
import type { Answer } from './call-module.js';
import type { SearchCallContext } from './call-module.js';
import type { Confirmed } from '../policy/finalists.js';
import { callFits, fitLimit } from './fit-served.js';
import { messageInWords } from './module-failures.js';
import { restoring } from './restore.js';
import type { SearchState } from '../policy/state.js';

/** Runs a call that waits for a team; repeats it without waiting if a person stops the search. */
export type Stoppable = <Result>(body: () => Promise<Result>) => Promise<Result>;

/** A model; why a fit fails, and would fail again; or why the search continues without the paradigm. */
export type FitAnswer = Answer<DeliveredModel> | Pick<FailedFit, 'failed'>;

/** Fits a candidate on all rows and delivers it. */
export async function finalFit(
  state: SearchState,
  { trial, score }: Confirmed,
  callContext: SearchCallContext,
  stoppable: Stoppable,
): Promise<FitAnswer> {
  const { plan } = state;
  const request: TrainRequest = {
    searchId: workflowInfo().workflowId,
    contextRef: plan.contextRef,
    key: trial.key,
    cvScore: score,
    trialSeconds: plan.trials.trialSeconds,
  };
  const call: FinalCall = { state, callContext, stoppable, summary: `final fit of ${trial.paradigm}` };
  const served = plan.served.find(({ id }) => id === trial.paradigm);
  if (served) return servedFit(call, served, request);
  return answerOf(await onTrialWorkers(call, (activities) => activities.trainModel(request)));
}

interface FinalCall {
  state: SearchState;
  callContext: SearchCallContext;
  stoppable: Stoppable;
  summary: string;
}

async function servedFit(call: FinalCall, served: ParadigmPlan, request: TrainRequest): Promise<FitAnswer> {
  const { state, callContext, stoppable, summary } = call;
  const prepared = await onTrialWorkers(call, (activities) => activities.prepareModel(request));
  if ('failed' in prepared) return prepared;
  const { fits } = prepared;
  const toCall = { fits, fitSeconds: fitLimit(served, fits.length), summary };
  const answer = await stoppable(() => callFits(state, served, toCall, { secondsLeft: () => null, callContext }));
  if ('leftOut' in answer) return answer;
  const { queue, team, contact } = served;
  const delivery = { ...request, prepared: prepared.prepared, fits: answer.reply, served: { queue, team, contact } };
  return answerOf(await onTrialWorkers(call, (activities) => activities.deliverModel(delivery)));
}

const answerOf = (reply: TrainReply): FitAnswer => ('failed' in reply ? reply : { reply });

/** An error that remains after all retries is a failure of the fit too, so that the next best is fitted. */
async function onTrialWorkers<Reply extends { span: Span }>(
  { state, callContext, summary }: FinalCall,
  call: (activities: TrialActivities) => Promise<Reply | FailedFit>,
): Promise<Reply | FailedFit> {
  try {
    const reply = await restoring(state, callContext, () => callContext.trials.call(summary, call));
    state.time = countSpan(state.time, reply.span);
    return reply;
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : null;
    if (!(cause instanceof ApplicationFailure || cause instanceof TimeoutFailure)) throw error;
    const reason = messageInWords(cause).slice(0, LONGEST_REASON);
    return { failed: { code: 'error', reason }, span: { startMs: Date.now(), seconds: 0 } };
  }
}

const LONGEST_REASON = 300;
