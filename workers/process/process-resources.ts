import { availableParallelism } from 'node:os';
import type { RunAxis } from '../../activities/steps/axis-activity.js';
import { StepReader } from '../../activities/steps/step-reader.js';
import { MemoryGate } from '../../training/threads/memory-gate.js';
import { MemoryWatch } from '../../training/threads/memory-watch.js';
import { createOwnProcess } from '../../training/threads/own-process.js';
import { createThreadPool, type ThreadPool, type ThreadPoolOptions } from '../../training/threads/thread-pool.js';
import type { FitTools } from '../../training/fit/fitter.js';
import type { ServingTools } from '../../training/serving/fit-runner.js';
import { SharedMatrices } from '../../training/serving/shared-matrices.js';
import type { ProjectSettings } from '../../contracts/search/settings.js';
import type { Store } from '../../storage/store.js';
import { processMemoryBytes, trialsMemoryBytes } from './memory.js';
import type { AdvanceJob } from '../threads/module-thread.js';

/** Steps of axes that one process computes at once: each has a thread, and they are short. */
const MOST_STEPS = 2;

/** Idle time of threads that are rarely needed and may have held much data, in ms. */
const SHORT_IDLE_MS = 60_000;

/** The environment of the workers of one process. */
export interface ProcessProject {
  settings: ProjectSettings;
  /** The folder that relative paths of temporal.yaml start from. */
  root: string;
  store: Store;
}

/** Shared by the workers of one process: the store, and threads, which start when there is work for them. */
export class ProcessResources {
  private readonly pools = new Map<string, ThreadPool>();
  private sharedReader: StepReader | undefined;
  private trials: FitTools | undefined;
  private serving: ServingTools | undefined;

  /** Ends the fit with the largest estimate if the process takes too much memory. */
  readonly memory = new MemoryWatch(processMemoryBytes());
  /** Lets fits start as memory allows. */
  readonly gate = new MemoryGate(trialsMemoryBytes());

  /** @param eager whether threads that every search needs start at once, rather than with their first job */
  constructor(
    readonly project: ProcessProject,
    private readonly eager = false,
  ) {}

  get stepReader(): StepReader {
    return (this.sharedReader ??= new StepReader(this.project.store.artifacts));
  }

  /** Reads data, a file at a time. */
  get dataPool(): ThreadPool {
    return this.pool('data', '../threads/thread.js', { threads: 1, idleMs: SHORT_IDLE_MS });
  }

  /** Writes reports, separately so that they do not wait for data. */
  get reportPool(): ThreadPool {
    return this.pool('reports', '../threads/thread.js', { threads: 1, idleMs: SHORT_IDLE_MS });
  }

  /** Threads and processes for trials. */
  get trialTools(): FitTools {
    return (this.trials ??= this.fitTools('trials', '../threads/thread.js', this.eager ? this.threads : 0));
  }

  /** Runs a step of an axis in a thread that imports the file which defines it. */
  runAxis(module: string): RunAxis {
    if (this.eager) void this.axisPool;
    return ({ declaration }, input, signal) => {
      const job: AdvanceJob = { kind: 'advance', module, axis: declaration.name, input };
      return this.axisPool.run(job, signal);
    };
  }

  /** Threads that train served paradigms. */
  get servingTools(): ServingTools {
    const { store, settings } = this.project;
    return (this.serving ??= {
      ...this.fitTools('fits', '../threads/module-thread.js', 0),
      store,
      matrices: new SharedMatrices(store.artifacts),
      maxBytes: settings.trials.trialMemoryMb * 2 ** 20,
    });
  }

  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    this.trials = undefined;
    this.serving = undefined;
    await Promise.all(pools.map((pool) => pool.close()));
  }

  private get axisPool(): ThreadPool {
    const threads = Math.min(MOST_STEPS, availableParallelism());
    return this.pool('axes', '../threads/module-thread.js', { threads, started: this.eager ? 1 : 0 });
  }

  private get threads(): number {
    return this.project.settings.trials.threads ?? availableParallelism();
  }

  /** JavaScript heap of a thread or a process. */
  private get memoryMb(): number {
    return this.project.settings.trials.threadMemoryMb;
  }

  private fitTools(name: string, file: string, started: number): FitTools {
    const { memory, gate, threads, memoryMb } = this;
    const ownProcess = createOwnProcess({ file: new URL(file, import.meta.url), threads, memoryMb });
    return { pool: this.pool(name, file, { threads, started }), ownProcess, memory, gate };
  }

  private pool(
    name: string,
    file: string,
    options: Pick<ThreadPoolOptions, 'threads' | 'started' | 'idleMs'>,
  ): ThreadPool {
    const { memoryMb } = this;
    const pool =
      this.pools.get(name) ?? createThreadPool({ file: new URL(file, import.meta.url), memoryMb, ...options });
    this.pools.set(name, pool);
    return pool;
  }
}
