import { defineQuery, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { TROUBLES_QUERY } from '../contracts/search/control.js';
import { predictReplySchema, type PredictReply } from '../contracts/module/fit-predict.js';
import { issuesText } from '../contracts/issues.js';
import type { Trouble } from '../contracts/module/module.js';
import { remotePredictionSchema, type RemotePrediction } from '../contracts/search/remote-prediction.js';
import { paradigmActivities } from './search/activities.js';
import { callModule } from './search/call-module.js';
import { BadAnswer } from './search/module-failures.js';
import type { CallContext } from './search/call-module.js';
import { oneAtATime } from './policy/one-at-a-time.js';
import { PendingCalls } from './policy/pending-calls.js';
import { paradigmModule } from './search/describe-modules.js';
import { cell } from './policy/details.js';
import { parseArgument, userFailure } from './search/failures.js';
import { Troubles } from './policy/troubles.js';

const troublesQuery = defineQuery<Trouble[]>(TROUBLES_QUERY);

/**
 * Predictions of a model by the team that serves its paradigm: it waits for the team's worker, and fails if the worker
 * fails.
 */
export async function predictRemotely(argument: RemotePrediction): Promise<PredictReply> {
  const { paradigm, request } = parseArgument(remotePredictionSchema, argument, 'what "coaxial predict" gives');
  const module = paradigmModule(paradigm);
  const troubles = new Troubles(() => {
    // The pane cuts off its last line.
    setCurrentDetails([...troubles.list.map(({ message }) => `- ${cell(message)}`), '', '—', ''].join('\n'));
  });
  setHandler(troublesQuery, () => troubles.list, {
    description: 'What keeps it from going on, and whom to call. Takes no argument.',
  });
  const callContext: CallContext = {
    troubles,
    pending: new PendingCalls(),
    onTrouble: 'wait',
    inTurn: oneAtATime(),
    waitForPerson: () => Promise.reject(userFailure('NoPredictions', troubles.list[0].message)),
  };
  const summary = `predictions of ${paradigm.id}`;
  const answer = await callModule(module, callContext, async (scheduleToStartSeconds) => {
    const reply: unknown = await paradigmActivities(paradigm.route, {
      scheduleToStartSeconds,
      summary,
    }).predictWithModel(request);
    const parsed = predictReplySchema.safeParse(reply);
    if (parsed.success) return parsed.data;
    throw new BadAnswer(`its answer does not have the contract's form: ${issuesText(parsed.error)}`);
  });
  if ('reply' in answer) return answer.reply;
  throw userFailure('NoPredictions', answer.leftOut);
}
