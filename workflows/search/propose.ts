import { workflowInfo } from '@temporalio/workflow';
import type { ShownTrials } from '../../contracts/search/search-activities.js';
import {
  AXIS_CONTRACT,
  type AdvanceAnswer,
  type AdvanceReply,
  type AdvanceRequest,
} from '../../contracts/module/axis.js';
import { deriveSeed, isTooDeep, MOST_LEVELS } from '../../contracts/json.js';
import { acceptStep, advance, writeStepTrials } from './activities.js';
import { callModule, type Answer, type SearchCallContext } from './call-module.js';
import { BadAnswer } from './module-failures.js';
import { axisModule } from './describe-modules.js';
import { restoring } from './restore.js';
import type { SearchState } from '../policy/state.js';
import { shownElite } from '../policy/trials.js';
import type { Turn } from '../policy/turns.js';

/** What the axis in turn proposes, once it has been checked; or why the search goes on without the axis. */
export function propose(state: SearchState, turn: Turn, callContext: SearchCallContext): Promise<Answer<AdvanceReply>> {
  const { axis, trialsNow } = turn;
  const { contextRef } = state.plan;
  const shown = shownTrials(state, turn);
  const request = requestOf(state, turn);
  const owner = axis.team === null ? '' : `, team ${axis.team}`;
  const summary = `${axis.name}, step ${request.step + 1}${owner}`;
  return restoring(state, callContext, async () => {
    const trials = await callContext.inTurn(() => writeStepTrials({ shown, importances: axis.importances }));
    return callModule(axisModule(axis), callContext, async (scheduleToStartSeconds) => {
      const answer = await advance(axis, { ...request, trials }, { scheduleToStartSeconds, summary });
      // The SDK walks through arguments by recursion: an overflow would fail the workflow task.
      if (isTooDeep(answer)) throw new BadAnswer(`its answer has more than ${MOST_LEVELS} levels within one another`);
      const accepted = await callContext.inTurn(() =>
        acceptStep({ axis: axis.name, contextRef, shown, trialsNow, answer }),
      );
      if ('wrong' in accepted) throw new BadAnswer(accepted.wrong);
      const { state, candidates, ...own } = answer as AdvanceAnswer;
      const { choice } = accepted;
      return { ...own, choice, state: accepted.state ?? state, candidates: accepted.candidates ?? candidates };
    });
  });
}

function shownTrials(state: SearchState, { axis, elite: shared }: Turn): ShownTrials {
  const { steps, base, axes } = state;
  return {
    searchId: workflowInfo().workflowId,
    incumbent: base,
    elite: shared ? shownElite(state) : base ? [base] : [],
    unseen: { from: axes[axis.name].seen, to: steps },
  };
}

function requestOf(state: SearchState, { axis, trialsLeft, trialsNow }: Turn): Omit<AdvanceRequest, 'trials'> {
  const { plan, axes } = state;
  const { state: own, steps: step } = axes[axis.name];
  return {
    contract: AXIS_CONTRACT,
    axis: axis.name,
    searchId: workflowInfo().workflowId,
    context: { ref: plan.contextRef },
    state: own,
    step,
    seed: deriveSeed('advance', plan.seed, axis.name, step),
    trialsLeft,
    trialsNow,
  };
}
