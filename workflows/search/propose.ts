import { workflowInfo } from '@temporalio/workflow';
import {
  AXIS_CONTRACT,
  type AdvanceAnswer,
  type AdvanceDocument,
  type AdvanceReply,
  type AdvanceRequest,
} from '../../contracts/module/axis.js';
import { deriveSeed, isTooDeep, MOST_LEVELS } from '../../contracts/json.js';
import type { AxisPlan } from '../../contracts/search/search-plan.js';
import { acceptStep, advance, writeStepInput, type ModuleCall } from './activities.js';
import { callModule, type Answer } from './call-module.js';
import { BadAnswer } from './module-failures.js';
import type { SearchCallContext } from './call-module.js';
import { axisModule } from './describe-modules.js';
import { restoring } from './restore.js';
import type { SearchState } from '../policy/state.js';
import { shownElite } from '../policy/trials.js';
import type { Turn } from '../policy/turns.js';

/** The validated proposal of the current axis; or why the search continues without the axis. */
export function propose(state: SearchState, turn: Turn, callContext: SearchCallContext): Promise<Answer<AdvanceReply>> {
  const { axis } = turn;
  const request = requestOf(state, turn);
  const owner = axis.team === null ? '' : `, team ${axis.team}`;
  const summary = `${axis.name}, step ${request.step + 1}${owner}`;
  return restoring(state, callContext, async () => {
    const argument = await argumentOf(axis, request);
    return callModule(axisModule(axis), callContext, (scheduleToStartSeconds) =>
      step(axis, request, argument, { scheduleToStartSeconds, summary }),
    );
  });
}

function requestOf(state: SearchState, { axis, trialsLeft, trialsNow, elite: shared }: Turn): AdvanceRequest {
  const { plan, steps, base, axes } = state;
  const { state: own, seen, steps: step } = axes[axis.name];
  return {
    contract: AXIS_CONTRACT,
    searchId: workflowInfo().workflowId,
    contextRef: plan.contextRef,
    state: own,
    incumbent: base,
    elite: shared ? shownElite(state) : base ? [base] : [],
    unseen: { from: seen, to: steps },
    step,
    seed: deriveSeed('advance', plan.seed, axis.name, step),
    trialsLeft,
    trialsNow,
  };
}

async function argumentOf(
  { name: axis, input, importances }: AxisPlan,
  request: AdvanceRequest,
): Promise<AdvanceRequest | AdvanceDocument> {
  if (input === 'references') return request;
  const { contract, searchId } = request;
  return { contract, axis, searchId, input: await writeStepInput({ request, importances }) };
}

/** @throws BadAnswer */
async function step(
  axis: AxisPlan,
  request: AdvanceRequest,
  argument: AdvanceRequest | AdvanceDocument,
  call: ModuleCall,
): Promise<AdvanceReply> {
  const { input } = axis;
  const answer = await advance(axis, argument, call);
  // It is encoded recursively for the activity, and a stack overflow would fail the workflow task.
  if (isTooDeep(answer)) throw new BadAnswer(`its answer has more than ${MOST_LEVELS} levels within one another`);
  const accepted = await acceptStep({ axis: axis.name, request, answer, input });
  if ('wrong' in accepted) throw new BadAnswer(accepted.wrong);
  const { choice, kept } = accepted;
  const { converged, note, ...own } = answer as AdvanceAnswer;
  return { converged, note, choice, candidates: kept?.candidates ?? own.candidates, state: kept?.state ?? own.state };
}
