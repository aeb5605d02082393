import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Matrices } from '../../training/fit/matrices.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import { MemoryGate } from '../../training/threads/memory-gate.js';
import { MemoryWatch } from '../../training/threads/memory-watch.js';
import { createOwnProcess } from '../../training/threads/own-process.js';
import { createSearchLoader } from '../../training/data/search-loader.js';
import { createThreadPool, type ThreadPool } from '../../training/threads/thread-pool.js';
import { createParadigmActivities } from '../../activities/serving/index.js';
import { servedBuiltIn } from '../../training/serving/served.js';
import { SharedMatrices } from '../../training/serving/shared-matrices.js';
import { createEvaluateTrials } from '../../activities/trials/evaluate-trials.js';
import { ExpectedSeconds } from '../../training/trial/expected-seconds.js';
import { createTrialPreparer } from '../../training/trial/prepare-trial.js';
import { createModelActivities } from '../../activities/model/index.js';
import { createTrialRunner } from '../../training/trial/train-trial.js';
import { createScoreTrials } from '../../activities/trials/score-trials.js';
import type {
  EvaluateReply,
  EvaluateRequest,
  PreparedTrial,
  ScoreReply,
  ScoreRequest,
  TrialActivities,
} from '../../contracts/search/trial-activities.js';
import type { Candidate } from '../../contracts/candidate/candidate.js';
import {
  PARADIGM_CONTRACT,
  type FitPredictReply,
  type FitPredictRequest,
  type FitReply,
  type FitSpec,
  type ParadigmActivities,
} from '../../contracts/module/fit-predict.js';
import type { TrialSummary } from '../../contracts/candidate/trial.js';
import { openStore, type Store } from '../../storage/store.js';
import { environment, REGISTRY } from './serving.js';
import { smallSearch, type SmallSearch } from './small-search.js';

const DIST = new URL('../../dist/workers/threads/', import.meta.url);
const ORIGIN = { axis: 'hyperparameters', step: 0 };
const MAX_MB = 1024;

/** Threads of trial workers, and of workers that serve paradigms. */
export function openPools(): { trials: ThreadPool; modules: ThreadPool; close: () => Promise<unknown> } {
  const open = (file: string): ThreadPool => createThreadPool({ file: new URL(file, DIST), threads: 2, memoryMb: 256 });
  const [trials, modules] = [open('thread.js'), open('module-thread.js')];
  return { trials, modules, close: () => Promise.all([trials.close(), modules.close()]) };
}

export type Pools = ReturnType<typeof openPools>;

/** Both sides of a search whose paradigms a team serves, or which trains them itself, without a server between them. */
export class ServedSearch {
  private constructor(
    private readonly folder: string,
    private readonly pools: Pools,
    readonly store: Store,
    readonly search: SmallSearch,
    private readonly paradigms: Readonly<Record<string, Paradigm>>,
    private readonly maxMb: number,
  ) {}

  /** @param served null where trial workers train the paradigms */
  static async open(
    pools: Pools,
    target: string,
    paradigms: Readonly<Record<string, Paradigm>>,
    served: { backend: string } | null,
    maxMb = MAX_MB,
  ): Promise<ServedSearch> {
    const folder = await mkdtemp(join(tmpdir(), 'coaxial-served-'));
    const store = openStore(folder);
    const search = await smallSearch(store, target, Object.values(paradigms), served ?? undefined);
    return new ServedSearch(folder, pools, store, search, paradigms, maxMb);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** What a trial worker does with candidates: a trial, or what is to be fitted, for each. */
  evaluate(candidates: Candidate[], repeat = 0, part: Partial<EvaluateRequest> = {}): Promise<EvaluateReply> {
    const { store, maxMb } = this;
    const estimateBytes = (): number => 0;
    const { trials: pool } = this.pools;
    const evaluateTrials = createEvaluateTrials({
      store,
      load: createSearchLoader(store, pool),
      runTrial: createTrialRunner({ store, pool, ...this.apart(), estimateBytes }),
      expected: new ExpectedSeconds(() => 0),
      prepareTrial: createTrialPreparer({ store, matrices: new Matrices(store, pool), estimateBytes }),
      backendOf: () => Promise.resolve('js'),
    });
    const request: EvaluateRequest = {
      contextRef: this.search.contextRef,
      origin: ORIGIN,
      candidates: { inline: candidates },
      repeat,
      fixedColumns: false,
      trialSeconds: 60,
      trialMemoryMb: maxMb,
      secondsLeft: null,
      ...part,
    };
    return environment().run((given: EvaluateRequest): Promise<EvaluateReply> => evaluateTrials(given), request);
  }

  /** What a team's worker does with fits. */
  async fit(paradigm: string, fits: FitSpec[]): Promise<FitReply[]> {
    const team = this.team();
    const { task, classes } = this.search.context;
    const request: FitPredictRequest = {
      contract: PARADIGM_CONTRACT,
      paradigm,
      searchId: 'a-search',
      task,
      classes: classes.length,
      fits,
      fitSeconds: 60,
      secondsLeft: null,
    };
    const reply = await environment().run((given: FitPredictRequest) => team.fitPredict(given), request);
    return (reply as FitPredictReply).fits;
  }

  team(): ParadigmActivities {
    const { store, pools, paradigms } = this;
    const served = Object.entries(paradigms).map(([id, paradigm]) => servedBuiltIn(id, paradigm, REGISTRY));
    const matrices = new SharedMatrices(store.artifacts);
    const tools = { store, pool: pools.modules, matrices, maxBytes: Infinity, ...this.apart() };
    return createParadigmActivities(served, tools, { build: null, pinnedQueue: null });
  }

  async score(
    trials: ScoreRequest['trials'],
    info: Parameters<typeof environment>[0] = {},
  ): Promise<(TrialSummary | null)[]> {
    const { store, pools } = this;
    const scoreTrials = createScoreTrials({ store, load: createSearchLoader(store, pools.trials), pool: pools.trials });
    const { contextRef } = this.search;
    const request: ScoreRequest = { contextRef, origin: ORIGIN, repeat: 0, fitSeconds: 60, trials };
    const reply = await environment(info).run((given: ScoreRequest) => scoreTrials(given), request);
    return (reply as ScoreReply).trials;
  }

  /** Candidates' trials, whoever trains them. */
  async trialsOf(candidates: Candidate[], repeat = 0): Promise<(TrialSummary | null)[]> {
    const { trials, toFit } = await this.evaluate(candidates, repeat);
    for (const trial of toFit) {
      const [scored] = await this.score([
        { prepared: trial.prepared, answer: await this.fit(trial.paradigm, fitsOf(trial)) },
      ]);
      trials[trial.index] = scored;
    }
    return trials;
  }

  finalActivities(): Pick<TrialActivities, 'trainModel' | 'prepareModel' | 'deliverModel'> {
    const { store, pools } = this;
    const { trials: pool } = pools;
    return createModelActivities({
      store,
      load: createSearchLoader(store, pool),
      pool,
      ...this.apart(),
      matrices: new Matrices(store, pool),
      estimateBytes: () => 0,
      release: '0.0.0-test',
    });
  }

  private apart() {
    return {
      ownProcess: createOwnProcess({ file: new URL('thread.js', DIST), threads: 1, memoryMb: 256 }),
      memory: new MemoryWatch(Infinity),
      gate: new MemoryGate(Infinity),
    };
  }
}

export function fitsOf({ hyperparameters, architecture, fits }: PreparedTrial): FitSpec[] {
  return fits.map((fit) => ({ hyperparameters, architecture, ...fit, effort: null, keepModel: false }));
}
