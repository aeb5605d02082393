import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { join, resolve } from 'node:path';
import { describeQueue } from '../../../activities/queues/describe-queue.js';
import { createAcceptStep } from '../../../activities/steps/accept-step.js';
import { createAxisActivity } from '../../../activities/steps/axis-activity.js';
import { createDescribeAxis } from '../../../activities/steps/describe-axis.js';
import { createWriteStepTrials } from '../../../activities/steps/step-trials.js';
import type { Axis } from '../../../optimizers/axis.js';
import {
  axesToAsk,
  axisQueue,
  planAxes,
  planTrials,
  type DescribedAxis,
} from '../../../activities/dataset/plan-axes.js';
import { createRecordState, createRecordStep } from '../../../activities/report/record-step.js';
import { ExpectedSeconds } from '../../../training/trial/expected-seconds.js';
import { createEvaluateTrials } from '../../../activities/trials/evaluate-trials.js';
import type {
  PlanReply,
  PlanRequest,
  ProfileReply,
  ReportReply,
  SearchActivities,
} from '../../../contracts/search/search-activities.js';
import type { TrainReply, TrainRequest } from '../../../contracts/search/trial-activities.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { SEARCH_QUEUE, type SearchPlan } from '../../../contracts/search/search-plan.js';
import type { Strategy } from '../../../contracts/search/strategy.js';
import { projectSettingsSchema } from '../../../contracts/search/settings.js';
import { openStore, type Store } from '../../../storage/store.js';
import { exampleContext } from '../../../kit/axis/example-context.js';
import type { TestHome } from '../../support/test-home.js';
import { fakeRunner, memoryTrials } from './fake-trials.js';
import { COLUMNS } from './wide-axis.js';

const BUNDLE = resolve(import.meta.dirname, '../../../dist/workflows/bundle.js');
const settings = projectSettingsSchema.parse({});
const span = (): ProfileReply['span'] => ({ startMs: Date.now(), seconds: 0.001 });

/** Names as people give them; all columns are numeric, for the axes' many overrides. */
function wideContext(): SearchContext {
  const context = exampleContext({ columns: COLUMNS });
  return {
    ...context,
    columns: context.columns.map((column, i) => ({
      ...column,
      type: 'numeric' as const,
      skewness: 0,
      name: `measurement of sensor ${i}`,
    })),
  };
}

function planOf(
  strategy: Strategy,
  context: SearchContext,
  contextRef: string,
  axes: readonly Axis[],
  described: readonly DescribedAxis[],
): SearchPlan {
  const declared = axes.map(({ declaration }) => declaration);
  const { stepping, searched } = planAxes(declared, described, settings, strategy, undefined, context.paradigms);
  return {
    strategy,
    contextRef,
    dataName: 'wide.csv',
    target: context.target,
    task: context.task,
    classes: context.classes.length,
    metric: context.metric,
    seed: context.seed,
    rows: 1000,
    columns: COLUMNS,
    folds: 5,
    axes: stepping,
    searched,
    paradigms: context.paradigms.map(({ id }) => id),
    served: [],
    onTrouble: 'wait',
    types: [],
    trials: planTrials(settings),
    maxTrials: 1_000_000,
    maxSeconds: null,
    targetScore: null,
    warmStart: null,
    warnings: Array.from({ length: 20 }, (_, i) => `warning ${i} `.padEnd(300, 'of many words ')),
  };
}

/** What the search queue serves, but that nothing is read and nothing reported. */
function searchActivities(store: Store, context: SearchContext, axes: readonly Axis[]): SearchActivities {
  return {
    profileDataset: async ({ strategy }): Promise<ProfileReply> => {
      const { task, classes, columns } = context;
      const declared = axes.map(({ declaration }) => declaration);
      return {
        profile: await store.artifacts.put(JSON.stringify(context)),
        shape: { task, rows: 800, columns: columns.length, classes: classes.length },
        axes: axesToAsk(declared, settings, strategy, undefined, true),
        paradigms: [],
        span: span(),
      };
    },
    planSearch: ({ strategy, profile, axes: described }: PlanRequest): Promise<PlanReply> =>
      Promise.resolve({ plan: planOf(strategy, context, profile, axes, described) }),
    describeQueue,
    writeStepTrials: createWriteStepTrials(store),
    acceptStep: createAcceptStep(store),
    recordStep: createRecordStep(store),
    recordState: createRecordState(store),
    writeReport: (): Promise<ReportReply> => Promise.resolve({ report: '/somewhere/report.html', warnings: [] }),
  };
}

function trainModel(store: Store, context: SearchContext) {
  return async ({ key, contextRef }: TrainRequest): Promise<TrainReply> => ({
    holdoutScore: 0.1,
    holdoutReads: 0,
    holdoutSeen: 0,
    model: '/somewhere/model',
    features: context.columns.map(({ name }) => name),
    candidate: (await store.trials.read(key))!.candidate,
    arrays: contextRef,
    warnings: [],
    span: span(),
  });
}

/** Runs a search's workers in this process, around the built workflows, until `during` ends. */
export async function withWideWorkers<T>(
  { address, namespace, folder }: TestHome,
  axes: readonly Axis[],
  during: () => Promise<T>,
): Promise<T> {
  const context = wideContext();
  const store: Store = { ...openStore(join(folder, 'wide-store')), trials: memoryTrials() };
  const { trials } = store;
  const shared = { ref: '', data: new SharedArrayBuffer(0), assignment: new SharedArrayBuffer(0) };
  const roles: WorkerOptions[] = [
    {
      taskQueue: SEARCH_QUEUE,
      workflowBundle: { codePath: BUNDLE },
      activities: searchActivities(store, context, axes),
    },
    {
      taskQueue: settings.trials.queue,
      activities: {
        evaluateTrials: createEvaluateTrials({
          store,
          load: () => Promise.resolve({ context, shared, dealt: () => Promise.resolve(shared) }),
          runTrial: fakeRunner(trials),
          expected: new ExpectedSeconds(() => 0),
          prepareTrial: () => Promise.reject(new Error('no paradigm here has a queue of its own')),
          backendOf: () => Promise.resolve('js'),
        }),
        trainModel: trainModel(store, context),
      },
    },
    ...axes.map((axis) => ({
      taskQueue: axisQueue(axis.declaration.name, settings),
      activities: {
        describeAxis: createDescribeAxis([axis], { build: null, pinnedQueue: null }),
        [axis.declaration.activity]: createAxisActivity(axis, store.artifacts),
      },
    })),
  ];
  const connection = await NativeConnection.connect({ address });
  try {
    const workers = await Promise.all(roles.map((role) => Worker.create({ connection, namespace, ...role })));
    const running = Promise.all(workers.map((worker) => worker.run()));
    try {
      return await Promise.race([during(), running.then(() => Promise.reject(new Error('the workers stopped')))]);
    } finally {
      for (const worker of workers) worker.shutdown();
      await running;
    }
  } finally {
    await connection.close();
  }
}
