import { SimplePlugin } from '@temporalio/plugin';
import type { BundleOptions, ReplayWorkerOptions, Worker, WorkerOptions } from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import type { ModuleBuild } from '../contracts/module.js';
import { homeFolder } from '../server/home.js';
import { openStore, type Store } from '../storage/store.js';
import { startHousekeeping } from '../workers/housekeeping.js';
import { createNexusService } from '../workers/nexus.js';
import { ProcessTools, type ProcessProject } from '../workers/process-tools.js';
import { loadSettingsNow, storeFolder, type LoadedSettings } from '../workers/settings.js';
import { activityInterceptors } from './activity-interceptors.js';
import { resolveModules, servesNothing, type Given, type Modules } from './modules.js';
import { findOwner } from './owners.js';
import { checkQueue, pinnedQueueOf, placementOf, type Placement } from './placement.js';
import { activitiesOf, limitsOf, TIMES, together, versionOf, withDefaults, workflowsFor } from './worker-options.js';
import { besideTheApps, CONVERTER } from './workflows.js';

export interface CoaxialPluginOptions extends Given {
  /** Path of temporal.yaml, or what it says; else as COAXIAL_CONFIG says, or the one in the current folder. */
  project?: string | Pick<LoadedSettings, 'settings' | 'root'>;
  /** The store or its folder; else as temporal.yaml says, or under COAXIAL_HOME. */
  store?: string | Store;
  /** The build that this process is, in place of COAXIAL_BUILD_ID. */
  build?: string;
  /**
   * This process has a second worker, with the same plugin, that polls the queue `<queue>@<build>`: for searches that
   * stay with this build. Without one, they cannot.
   */
  pinned?: boolean;
}

/** Plugins that have configured a worker: one that is named by its connection too has nothing more to add. */
const APPLIED = Symbol('coaxial plugins');
type Marked = WorkerOptions & { [APPLIED]?: readonly CoaxialPlugin[] };

/**
 * Coaxial in a team's own program: added to its Worker, it registers the activities of the modules that it names, and
 * the workflows where `search` is set; to its Client or test environment, the data converter. What the app sets itself
 * stays. Workers of a module that has a version are members of its deployment.
 */
export class CoaxialPlugin extends SimplePlugin {
  private opened: ProcessTools | null = null;
  /** Workers that were configured and have not ended. */
  private users = 0;
  private readonly running = new Set<Worker>();

  /** @param tools what the workers of a process share, where it has several; whoever made them closes them */
  constructor(
    private readonly given: CoaxialPluginOptions = {},
    private readonly tools?: ProcessTools,
  ) {
    super({ name: 'coaxial', dataConverter: strictConverter });
  }

  /**
   * @throws UserError where temporal.yaml has the modules on another queue than the worker polls, where the worker has an
   *   activity of the same name, or a workflow bundle without the workflows
   */
  override configureWorker(options: WorkerOptions): WorkerOptions {
    const applied = (options as Marked)[APPLIED] ?? [];
    if (applied.includes(this)) return options;
    const configured: Marked = { ...super.configureWorker(options), [APPLIED]: [...applied, this] };
    const modules = resolveModules(this.given);
    return servesNothing(modules) ? configured : this.withModules(modules, configured);
  }

  override configureReplayWorker(options: ReplayWorkerOptions): ReplayWorkerOptions {
    const configured = super.configureReplayWorker(options);
    return this.given.search ? { ...configured, ...workflowsFor(configured) } : configured;
  }

  override configureBundler(options: BundleOptions): BundleOptions {
    const configured = withDefaults(super.configureBundler(options), { payloadConverterPath: CONVERTER });
    return this.given.search ? besideTheApps(configured) : configured;
  }

  override async runWorker(worker: Worker, next: (worker: Worker) => Promise<void>): Promise<void> {
    if (this.opened === null || this.running.has(worker)) return next(worker);
    this.running.add(worker);
    const { store, settings } = this.opened.project;
    const endHousekeeping = this.given.search ? startHousekeeping(store, settings) : null;
    try {
      await next(worker);
    } finally {
      endHousekeeping?.();
      this.running.delete(worker);
      if (--this.users === 0) await this.close();
    }
  }

  private withModules(modules: Modules, options: WorkerOptions): WorkerOptions {
    const tools = this.open();
    const { settings, store } = tools.project;
    const placement = placementOf(modules, settings, this.given.build);
    checkQueue(placement, options.taskQueue);
    const ours = together(activitiesOf(modules, tools, this.buildOf(placement)));
    const interceptor = activityInterceptors(new Set(Object.keys(ours)), findOwner(modules, settings));
    this.users++;
    return {
      ...withDefaults(options, { ...TIMES, ...limitsOf(placement, options), ...versionOf(placement, options) }),
      ...(modules.search && workflowsFor(options)),
      ...(modules.search && { nexusServices: [...(options.nexusServices ?? []), createNexusService(store.searches)] }),
      activities: together([{ ...options.activities }, ours]),
      interceptors: { ...options.interceptors, activity: [...(options.interceptors?.activity ?? []), interceptor] },
    };
  }

  /** A search may stay with the build that answers only where this build's own queue is polled too. */
  private buildOf(placement: Placement): ModuleBuild {
    const pinnedQueue = this.given.pinned ? pinnedQueueOf(placement) : null;
    return { build: placement.version?.buildId ?? null, pinnedQueue };
  }

  private open(): ProcessTools {
    this.opened ??= this.tools ?? new ProcessTools(openProject(this.given));
    return this.opened;
  }

  private async close(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    if (opened !== this.tools) await opened?.close();
  }
}

function strictConverter(existing: DataConverter | undefined): DataConverter {
  return existing?.payloadConverterPath === undefined ? { ...existing, payloadConverterPath: CONVERTER } : existing;
}

function openProject({ project, store }: CoaxialPluginOptions): ProcessProject {
  const loaded = typeof project === 'object' ? project : loadSettingsNow(project);
  if (typeof store === 'object') return { ...loaded, store };
  const folder = store ?? storeFolder({ ...loaded, file: null }, homeFolder());
  return { settings: loaded.settings, root: loaded.root, store: openStore(folder) };
}
