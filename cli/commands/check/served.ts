import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import type { ActivityCall } from '../../../contracts/search/activity-call.js';
import { axisDescriptionSchema } from '../../../contracts/module/axis.js';
import type { AxisUnderTest, ParadigmUnderTest } from '../../../kit/index.js';
import type { ArtifactStore } from '../../../storage/artifacts.js';
import type { Caller } from './caller.js';

/** A module behind its queue. */
export interface ServedModule {
  name: string;
  queue: string;
  /** Limit for one call of its own activity. */
  timeoutSeconds: number;
  artifacts: ArtifactStore;
  caller: Caller;
  /** A command line that restarts its workers; undefined for none. */
  restart: string | undefined;
}

/** Delay before a queue without pollers is reported. */
const PATIENCE_SECONDS = 5;
/** Limit for a description, as in searches. */
const DESCRIBE_SECONDS = 30;

type Call = (activity: string, argument: unknown, signal?: AbortSignal) => Promise<unknown>;

function callsOf({ caller, queue, timeoutSeconds }: ServedModule): { ask: Call; work: Call } {
  const within =
    (seconds: number): Call =>
    (activity, argument, signal) => {
      const call: Omit<ActivityCall, 'argument'> = {
        activity,
        queue,
        timeoutSeconds: Math.min(seconds, timeoutSeconds),
        scheduleToStartSeconds: PATIENCE_SECONDS,
      };
      return caller.call(call, argument, signal);
    };
  return { ask: within(DESCRIBE_SECONDS), work: within(timeoutSeconds) };
}

export function servedAxis(module: ServedModule): AxisUnderTest {
  const { name, artifacts } = module;
  const { ask, work } = callsOf(module);
  // The name of its activity is known only from its description.
  let activity: string | undefined;
  return {
    name,
    artifacts,
    ...restarting(module),
    describe: async (request) => {
      const answer = await ask('describeAxis', request);
      activity = axisDescriptionSchema.safeParse(answer).data?.declaration.activity ?? activity;
      return answer;
    },
    advance: (request, signal) => {
      if (activity === undefined) return Promise.reject(new Error('it has not said which activity it is'));
      return work(activity, request, signal);
    },
  };
}

export function servedParadigm(module: ServedModule): ParadigmUnderTest {
  const { name, artifacts } = module;
  const { ask, work } = callsOf(module);
  return {
    id: name,
    artifacts,
    ...restarting(module),
    describe: (request) => ask('describeParadigm', request),
    fitPredict: (request, signal) => work('fitPredict', request, signal),
    predict: (request, signal) => work('predictWithModel', request, signal),
  };
}

function restarting({ restart }: ServedModule): { restart?: () => Promise<void> } {
  if (restart === undefined) return {};
  return {
    restart: async () => {
      await promisify(exec)(restart);
    },
  };
}
