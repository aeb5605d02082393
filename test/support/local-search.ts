import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, type Predictions } from '../../training/model/predictor.js';
import { loadContext } from '../../training/data/search-loader.js';
import type { FitTools } from '../../training/fit/fitter.js';
import type { ThreadPool } from '../../training/threads/thread-pool.js';
import { resultOf, type ThreadReply } from '../../training/threads/thread-reply.js';
import { checkSearch, readCsvFile } from '../../cli/input/check-search.js';
import type {
  PlanReply,
  ProfileReply,
  ProfileRequest,
  SearchActivities,
} from '../../contracts/search/search-activities.js';
import type {
  EvaluateReply,
  EvaluateRequest,
  TrainReply,
  TrainRequest,
  TrialActivities,
} from '../../contracts/search/trial-activities.js';
import { AXIS_CONTRACTS } from '../../contracts/module/axis.js';
import { defaultCandidate } from '../../contracts/candidate/candidate.js';
import { encodeColumns } from '../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { isBetter } from '../../contracts/metric.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import type { SearchPlan } from '../../contracts/search/search-plan.js';
import { projectSettingsSchema } from '../../contracts/search/settings.js';
import { completed } from '../../contracts/candidate/trial.js';
import type { DataProfile } from '../../learning/dataset/profile.js';
import { openStore, type Store } from '../../storage/store.js';
import { searchActivities, trialActivities } from '../../workers/process/activities.js';
import { axes } from '../../activities/axes/index.js';
import { ProcessResources } from '../../workers/process/process-resources.js';
import { registry } from '../../activities/paradigms/index.js';
import runJob from '../../workers/threads/thread.js';
import { environment } from './serving.js';

const SETTINGS = projectSettingsSchema.parse({});
const SEARCH = { searchId: 'a-case', strategy: 'pseudo-joint' } as const;
/** Those that train in milliseconds on small data. */
const PARADIGMS = ['naive-bayes', 'linear', 'tree', 'extra-trees'];

/** Tools whose threads are this one. */
class InPlaceTools extends ProcessResources {
  private readonly place: ThreadPool = {
    threads: 1,
    run: async <Result>(job: object, _: AbortSignal, onStart?: () => void | Promise<void>): Promise<Result> => {
      await onStart?.();
      return resultOf((await runJob(job as Parameters<typeof runJob>[0])) as ThreadReply<Result>);
    },
    close: () => Promise.resolve(),
  };

  override get dataPool(): ThreadPool {
    return this.place;
  }

  override get trialTools(): FitTools {
    const { place, memory, gate } = this;
    return { pool: place, ownProcess: place, memory, gate };
  }
}

export type CaseInput = Omit<SearchInput, 'data' | 'dataName'>;

/** How a search's data were read. */
export interface Profiled {
  context: SearchContext;
  profile: DataProfile;
}

export interface Delivered {
  /** Mean over the folds of the best default candidate. */
  cvScore: number;
  /** Null without a holdout. */
  holdoutScore: number | null;
  /** Folder of the model. */
  model: string;
}

/** A search's data as they were read, and where they are kept. */
type Opened = Profiled & { plan: SearchPlan };

/** What `coaxial search` does with a file, without Temporal: its checks and activities, their jobs in this process. */
export class LocalSearch {
  private readonly activities: SearchActivities;
  private readonly trials: TrialActivities;

  private constructor(
    readonly folder: string,
    private readonly store: Store,
  ) {
    const tools = new InPlaceTools({ settings: SETTINGS, root: folder, store });
    this.activities = searchActivities(tools);
    this.trials = trialActivities(tools) as unknown as TrialActivities;
  }

  static async open(): Promise<LocalSearch> {
    const folder = await mkdtemp(join(tmpdir(), 'coaxial-case-'));
    return new LocalSearch(folder, openStore(join(folder, 'store')));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** As from the command line. @throws UserError for what it refuses; ApplicationFailure for what the activities do */
  async profile(path: string, dataName: string, given: CaseInput): Promise<Opened> {
    const { file } = await checkSearch(path, { data: path, ...given }, SETTINGS);
    return this.profileBytes(file, dataName, given);
  }

  /** As a search that is started elsewhere. */
  async profileBytes(file: Uint8Array, dataName: string, given: CaseInput): Promise<Opened> {
    const { artifacts } = this.store;
    const input = { data: await artifacts.put(file), dataName, paradigms: PARADIGMS, ...given };
    const request: ProfileRequest = { ...SEARCH, input };
    const found: ProfileReply = await environment().run(() => this.activities.profileDataset(request));
    const described = found.axes.map((address) => {
      const { declaration } = axes.find((axis) => axis.declaration.name === address.name)!;
      const build = { build: null, pinnedQueue: null };
      return {
        address,
        description: { declaration, contracts: AXIS_CONTRACTS, input: 'references' as const, ...build },
      };
    });
    const asked = { ...request, profile: found.profile, axes: described, paradigms: [], leftOut: [] };
    const { plan }: PlanReply = await environment().run(() => this.activities.planSearch(asked));
    const context = await loadContext(this.store, plan.contextRef);
    const profile = JSON.parse((await artifacts.get(context.profileRef)).toString('utf8')) as DataProfile;
    return { plan, context, profile };
  }

  /** Scores the paradigms at their defaults, and delivers the best. */
  async deliver(opened: Opened): Promise<Delivered> {
    const { key, score } = await this.best(opened);
    const { contextRef, trials } = opened.plan;
    const { trialSeconds } = trials;
    const request: TrainRequest = { searchId: SEARCH.searchId, contextRef, key, cvScore: score, trialSeconds };
    const reply: TrainReply = await environment().run(() => this.trials.trainModel(request));
    if ('failed' in reply) throw new Error(`the final fit failed: ${reply.failed.reason}`);
    return { cvScore: score, holdoutScore: reply.holdoutScore, model: reply.model };
  }

  private async best(opened: Opened): Promise<{ key: string; score: number }> {
    const { columns, paradigms, metric } = opened.context;
    const features = encodeColumns(columns.flatMap(({ useful }, column) => (useful ? [column] : [])));
    const request: EvaluateRequest = {
      contextRef: opened.plan.contextRef,
      origin: { axis: 'paradigm', step: 0 },
      candidates: { inline: paradigms.map((paradigm) => defaultCandidate(paradigm, { features })) },
      repeat: 0,
      fixedColumns: false,
      trialSeconds: 60,
      secondsLeft: null,
      trialMemoryMb: opened.plan.trials.trialMemoryMb,
    };
    const { trials }: EvaluateReply = await environment().run(() => this.trials.evaluateTrials(request));
    const scored = trials.flatMap((trial) => {
      const outcome = trial && completed(trial);
      return trial && outcome ? [{ key: trial.key, score: outcome.score }] : [];
    });
    if (scored.length === 0) throw new Error(`no trial was completed: ${JSON.stringify(trials)}`);
    return scored.reduce((a, b) => (isBetter(metric, b.score, a.score) ? b : a));
  }
}

/** What `coaxial predict` does with a file. */
export async function predictFile(model: string, path: string): Promise<Predictions> {
  const predictor = await loadModel(model, registry);
  const { csv } = await readCsvFile(path, undefined, SETTINGS);
  return predictor.predict(csv);
}
