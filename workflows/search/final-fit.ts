import { workflowInfo } from '@temporalio/workflow';
import type { DeliverRequest, TrainReply } from '../../contracts/activities.js';
import type { ParadigmPlan } from '../../contracts/search-plan.js';
import { countSpan } from './active-clock.js';
import { trialActivities } from './activities.js';
import type { Answer } from './call-module.js';
import type { Bearing } from './persistence.js';
import type { Confirmed } from './finalists.js';
import { callFits, fitLimit } from './fit-served.js';
import { restoring } from './restore.js';
import type { SearchState } from './state.js';

/** Fits the best on all rows and delivers it; or why the search goes on without its paradigm. */
export async function finalFit(
  state: SearchState,
  { trial, score }: Confirmed,
  bearing: Bearing,
): Promise<Answer<TrainReply>> {
  const { plan } = state;
  const request = {
    searchId: workflowInfo().workflowId,
    contextRef: plan.contextRef,
    key: trial.key,
    cvScore: score,
  };
  const summary = `final fit of ${trial.paradigm}`;
  const served = plan.served.find(({ id }) => id === trial.paradigm);
  if (served) return servedFit(state, served, request, bearing, summary);
  const reply = await restoring(state, bearing, () => trialActivities(plan, summary).trainModel(request));
  state.time = countSpan(state.time, reply.span);
  return { reply };
}

async function servedFit(
  state: SearchState,
  served: ParadigmPlan,
  request: Pick<DeliverRequest, 'searchId' | 'contextRef' | 'key' | 'cvScore'>,
  bearing: Bearing,
  summary: string,
): Promise<Answer<TrainReply>> {
  const { plan } = state;
  const prepared = await restoring(state, bearing, () => trialActivities(plan, summary).prepareModel(request));
  state.time = countSpan(state.time, prepared.span);
  const { fits } = prepared;
  const call = { fits, fitSeconds: fitLimit(served, fits.length), summary };
  const answer = await callFits(state, served, call, { secondsLeft: () => null, bearing });
  if ('leftOut' in answer) return answer;
  const { queue, team, contact } = served;
  const delivery = { ...request, prepared: prepared.prepared, fits: answer.reply, served: { queue, team, contact } };
  const reply = await restoring(state, bearing, () => trialActivities(plan, summary).deliverModel(delivery));
  state.time = countSpan(state.time, reply.span);
  return { reply };
}
