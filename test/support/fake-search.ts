import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { resolve } from 'node:path';
import { describeQueue } from '../../activities/queues/describe-queue.js';
import type {
  RecordStateRequest,
  RecordStepRequest,
  SearchActivities,
} from '../../contracts/search/search-activities.js';
import type {
  EvaluateReply,
  EvaluateRequest,
  TrainReply,
  TrialActivities,
} from '../../contracts/search/trial-activities.js';
import type { AdvanceAnswer, AdvanceRequest } from '../../contracts/module/axis.js';
import { defaultCandidate, candidateHash, type Candidate } from '../../contracts/candidate/candidate.js';
import { listLength } from '../../contracts/candidate/candidate-list.js';
import { SEARCH_QUEUE, type SearchPlan } from '../../contracts/search/search-plan.js';
import { STRATEGIES, type Strategy } from '../../contracts/search/strategy.js';
import type { TrialSummary } from '../../contracts/candidate/trial.js';
import { exampleContext, EXAMPLE_PARADIGMS } from '../../kit/axis/example-context.js';
// Its workers say every second that they live.
import './axis-worker.js';
import { searchState, trialOf } from './search-state.js';
import { TestHome } from './test-home.js';

const BUNDLE = resolve(import.meta.dirname, '../../dist/workflows/bundle.js');
const span = (): EvaluateReply['span'] => ({ startMs: Date.now(), seconds: 0.001 });

/** What their data are is no matter: nobody reads them. */
export const FAKE_INPUT = { data: 'd.csv', target: 'y', maxTrials: 1000 };

export type FakeActivities = Record<string, (argument: never) => Promise<unknown>>;

/** What the workers of one search do; each has queues of its own, whose workers come and go as a test wants. */
export interface FakeSearch {
  strategy?: Strategy;
  plan?: Partial<SearchPlan>;
  search?: Partial<SearchActivities>;
  /** Of the queue of trials; null for no worker. */
  trials?: Partial<TrialActivities> | null;
  /** Of the axis; null for no worker. */
  axis?: ((request: AdvanceRequest) => Promise<unknown>) | null;
}

/** The built workflows on a real server, around activities that do nothing but answer. */
export class FakeSearches {
  /** What was kept of each search, in the order in which it was written. */
  readonly kept = new Map<string, (RecordStateRequest | RecordStepRequest)[]>();
  private readonly fakes = new Map<string, FakeSearch>();
  private readonly running: { end: () => Promise<void> }[] = [];

  private constructor(
    /** Their server and store. */
    readonly home: TestHome,
    private readonly connection: NativeConnection,
  ) {}

  static async open(): Promise<FakeSearches> {
    const home = await TestHome.open();
    const fakes = new FakeSearches(home, await NativeConnection.connect({ address: home.address }));
    await fakes.serve(SEARCH_QUEUE, fakes.searchActivities(), BUNDLE);
    return fakes;
  }

  /** Ids of the workflows a task of which failed, as it does where a replay commands something else. */
  private async withFailedTasks(): Promise<string[]> {
    const failed: string[] = [];
    for await (const { workflowId, runId } of this.home.client.workflow.list()) {
      const { events } = await this.home.client.workflow.getHandle(workflowId, runId).fetchHistory();
      if (events?.some((event) => event.workflowTaskFailedEventAttributes)) failed.push(workflowId);
    }
    return failed;
  }

  /** @throws Error if a workflow task has failed */
  async close(): Promise<void> {
    const failed = await this.withFailedTasks();
    await Promise.all(this.running.map(({ end }) => end()));
    await this.connection.close();
    await this.home.close();
    if (failed.length > 0) throw new Error(`workflow tasks failed of ${failed.join(', ')}`);
  }

  /** Starts a search, and the workers that it is to have. */
  async start(id: string, fake: FakeSearch = {}): Promise<WorkflowHandle> {
    await this.prepare(id, fake);
    return this.home.startSearch(id, FAKE_INPUT, STRATEGIES[fake.strategy ?? 'sequential']);
  }

  /** Starts the workers of a search that another workflow starts. */
  async prepare(id: string, fake: FakeSearch = {}): Promise<void> {
    this.fakes.set(id, fake);
    const { trials = {}, axis = advancing() } = fake;
    if (trials) await this.serve(queues(id).trials, { ...TRIALS, ...trials });
    if (axis) await this.serve(queues(id).axis, { advance: axis });
  }

  /** Starts a worker. @returns what ends it */
  async serve(taskQueue: string, activities: FakeActivities, bundle?: string): Promise<() => Promise<void>> {
    const worker = await Worker.create({
      connection: this.connection,
      namespace: this.home.namespace,
      taskQueue,
      maxHeartbeatThrottleInterval: '500ms',
      activities,
      shutdownGraceTime: '100ms',
      ...(bundle !== undefined && { workflowBundle: { codePath: bundle } }),
    });
    const run = worker.run();
    const end = async (): Promise<void> => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await run;
    };
    this.running.push({ end });
    return end;
  }

  private searchActivities(): FakeActivities {
    const own = (): FakeSearch => this.fakes.get(Context.current().info.workflowExecution!.workflowId)!;
    const keep = (request: RecordStateRequest | RecordStepRequest): Promise<void> => {
      this.kept.set(request.searchId, [...(this.kept.get(request.searchId) ?? []), request]);
      return Promise.resolve();
    };
    const shape = { task: 'binary', rows: 80, columns: 5, classes: 2 } as const;
    const usual: SearchActivities = {
      describeQueue,
      profileDataset: ({ searchId }) => {
        const { contextRef: profile } = planOf(searchId, {});
        return Promise.resolve({ profile, shape, axes: [], paradigms: [], span: span() });
      },
      planSearch: ({ searchId }) => Promise.resolve({ plan: planOf(searchId, own().plan ?? {}) }),
      writeStepTrials: () => Promise.resolve({ inline: { incumbent: null, elite: [], trials: [] } }),
      acceptStep: () => Promise.resolve({ choice: null, state: null, candidates: null }),
      recordStep: keep,
      recordState: keep,
      writeReport: () => Promise.resolve({ report: '/report.html', warnings: [] }),
    };
    const called = Object.entries(usual).map(([name, activity]) => [
      name,
      (argument: never) => {
        const { search } = own();
        return ((search as FakeActivities | undefined)?.[name] ?? (activity as FakeActivities[string]))(argument);
      },
    ]);
    return Object.fromEntries(called) as FakeActivities;
  }
}

export const queues = (id: string): Record<'axis' | 'trials' | 'team', string> => ({
  axis: `axis-of-${id}`,
  trials: `trials-of-${id}`,
  team: `team-of-${id}`,
});

/** Short, for tests that wait until it is over. */
export const PATIENCE = { heartbeatSeconds: 5, unservedSeconds: 2, leaveOutSeconds: 8 };
const ROUTE = { timeoutSeconds: 600, attempts: 0, firstDelaySeconds: 0.1, maxDelaySeconds: 1, patience: PATIENCE };

export function planOf(id: string, part: Partial<SearchPlan>): SearchPlan {
  const { plan } = searchState({ maxTrials: 1000 });
  const axes = plan.axes.map((axis) => ({ ...axis, route: { queue: queues(id).axis, ...ROUTE } }));
  return { ...plan, axes, trials: { ...plan.trials, route: { queue: queues(id).trials, ...ROUTE } }, ...part };
}

/** Candidates of the paradigms by turns, each on its own. */
function candidates(from: number, count: number): Candidate[] {
  return Array.from({ length: count }, (_, i) => {
    const candidate = defaultCandidate(EXAMPLE_PARADIGMS[1], { features: `0-${(from + i) % 6}` });
    return { ...candidate, paradigm: ['boosting', 'tree', 'forest'][(from + i) % 3], architecture: null };
  });
}

/** An axis that proposes so many candidates in each of so many steps. */
export function advancing(steps = 3, count = 2): (request: AdvanceRequest) => Promise<AdvanceAnswer> {
  return ({ step, trialsNow }) =>
    Promise.resolve({
      state: { inline: null },
      candidates: { inline: trialsNow === 0 || step >= steps ? [] : candidates(step * count, count) },
      converged: step >= steps - 1,
      choice: null,
      note: `step ${step}`,
    });
}

let trials = 0;

/** A completed trial for each candidate: the later, the better. */
export function completedTrials({ candidates: list, repeat, origin }: EvaluateRequest): EvaluateReply {
  const summaries = Array.from({ length: listLength(list) }, (_, i): TrialSummary => {
    const candidate = 'inline' in list ? list.inline[i] : null;
    const number = ++trials;
    const more = { paradigm: candidate?.paradigm ?? 'tree', features: (number % 7) + 1, origin, repeat };
    return trialOf(number, 1 / (1 + number), more);
  });
  return { trials: summaries, toFit: [], span: span() };
}

export function delivered(): TrainReply {
  const [candidate] = candidates(0, 1);
  const { dataRef: arrays } = exampleContext();
  return {
    holdoutScore: 0.5,
    holdoutReads: 0,
    holdoutSeen: 0,
    model: '/model',
    features: [candidateHash(candidate)],
    candidate,
    arrays,
    warnings: [],
    span: span(),
  };
}

const TRIALS: Pick<TrialActivities, 'evaluateTrials' | 'trainModel'> = {
  evaluateTrials: (request) => Promise.resolve(completedTrials(request)),
  trainModel: () => Promise.resolve(delivered()),
};
