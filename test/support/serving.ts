import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDefinitions } from '../../workers/threads/module-file.js';
import { MemoryGate } from '../../training/threads/memory-gate.js';
import { MemoryWatch } from '../../training/threads/memory-watch.js';
import { createOwnProcess } from '../../training/threads/own-process.js';
import { createThreadPool, type ThreadPool } from '../../training/threads/thread-pool.js';
import type { ServingTools } from '../../training/serving/fit-runner.js';
import { createParadigmActivities } from '../../activities/serving/index.js';
import { servedParadigms, type ServedParadigm } from '../../training/serving/served.js';
import { SharedMatrices } from '../../training/serving/shared-matrices.js';
import type {
  FitPredictReply,
  FitPredictRequest,
  FitReply,
  FitSpec,
  ParadigmActivities,
} from '../../contracts/module/fit-predict.js';
import { decodePredictions, encodeMatrix } from '../../learning/arrays/arrow.js';
import { openStore, type Store } from '../../storage/store.js';
import { matrixOf } from './paradigm-suite.js';

const DIST = new URL('../../dist/workers/threads/', import.meta.url);
const MEGABYTE = 2 ** 20;
/** The file of the paradigms `behaving` and `slope`. */
export const MODULE = new URL('./served-paradigms.js', import.meta.url).href;
/** The file of the paradigms that come with this release. */
export const REGISTRY = new URL('../../activities/paradigms/index.js', DIST).href;
export const BUILD = { build: 'b7', pinnedQueue: 'slopes@b7' };

/** What failures log is looked at in what they throw. */
const logger = new DefaultLogger('ERROR', () => undefined);
type Info = ConstructorParameters<typeof MockActivityEnvironment>[0];
export const environment = (info?: Info): MockActivityEnvironment => new MockActivityEnvironment(info, { logger });

/** A store with two matrices, and the paradigms of `served-paradigms.js` trained in real threads. */
export class ServingHome {
  activities: ParadigmActivities;

  private constructor(
    private readonly folder: string,
    readonly store: Store,
    readonly served: readonly ServedParadigm[],
    readonly tools: ServingTools,
    /** Rows 1, 2, 4 with what is three times as much. */
    readonly train: string,
    /** Rows 5 and 6. */
    readonly valid: string,
  ) {
    this.activities = createParadigmActivities(served, tools, BUILD);
  }

  static openPool(): ThreadPool {
    return createThreadPool({ file: new URL('module-thread.js', DIST), threads: 2, memoryMb: 64 });
  }

  static async open(pool: ThreadPool): Promise<ServingHome> {
    const { paradigms } = await loadDefinitions(MODULE);
    const folder = await mkdtemp(join(tmpdir(), 'coaxial-serving-'));
    const store = openStore(folder);
    const tools = {
      store,
      pool,
      ownProcess: createOwnProcess({ file: new URL('module-thread.js', DIST), threads: 2, memoryMb: 64 }),
      memory: new MemoryWatch(process.memoryUsage.rss() + 500 * MEGABYTE),
      gate: new MemoryGate(500 * MEGABYTE),
      matrices: new SharedMatrices(store.artifacts),
      maxBytes: 100 * MEGABYTE,
    };
    const train = await store.artifacts.put(encodeMatrix(matrixOf([[1], [2], [4]]), Float64Array.of(3, 6, 12)));
    const valid = await store.artifacts.put(encodeMatrix(matrixOf([[5], [6]]), null));
    return new ServingHome(folder, store, servedParadigms(Object.fromEntries(paradigms)), tools, train, valid);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** A fit of `slope`. */
  fit(part: Partial<FitSpec> = {}): FitSpec {
    const { train, valid } = this;
    const rest = { architecture: null, seed: 1, effort: null, keepModel: false };
    return { hyperparameters: { shrinkage: 0 }, train, valid, ...rest, ...part };
  }

  /** A fit of `behaving`. */
  behaving(behaviour: string): FitSpec {
    return this.fit({ hyperparameters: { behaviour } });
  }

  call(asked: FitPredictRequest, activity = environment()): Promise<FitPredictReply> {
    return activity.run((given: FitPredictRequest) => this.activities.fitPredict(given), asked);
  }

  async predictionsOf(reply: FitReply, rows = 2): Promise<number[]> {
    const { predictions } = reply as Extract<FitReply, { status: 'completed' }>;
    const bytes = await this.store.artifacts.get(predictions!);
    return Array.from(decodePredictions(bytes, { rows, classes: 0 }));
  }
}

/** @param part by default a regression by `slope` */
export function request(fits: FitSpec[], part: Partial<FitPredictRequest> = {}): FitPredictRequest {
  const rest = { paradigm: 'slope', task: 'regression', classes: 0, fitSeconds: 60, secondsLeft: null } as const;
  return { contract: 1, searchId: 'a-search', fits, ...rest, ...part };
}
