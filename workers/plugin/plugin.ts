import { SimplePlugin } from '@temporalio/plugin';
import {
  Runtime,
  type BundleOptions,
  type ReplayWorkerOptions,
  type Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import { UserError } from '../../contracts/errors.js';
import type { ProjectSettings } from '../../contracts/search/settings.js';
import type { ModuleBuild } from '../../contracts/module/module.js';
import { startHousekeeping } from './housekeeping.js';
import { createNexusService } from './nexus.js';
import { ProcessResources } from '../process/process-resources.js';
import { activityInterceptors } from './activity-interceptors.js';
import { resolveModules, servesNothing, type Modules } from './modules.js';
import { parseOptions, type CoaxialPluginOptions } from './options.js';
import { findOwner } from './owners.js';
import { checkNotSearchQueue, checkQueue, pinnedQueueOf, placementOf, type Placement } from './placement.js';
import { openProject, settingsOf } from './project.js';
import {
  activitiesOf,
  limitsOf,
  WORKER_DEFAULTS,
  mergeActivities,
  versionOf,
  withDefaults,
  workflowsFor,
} from './worker-options.js';
import { bundleWithApp, CONVERTER } from './workflows.js';

export type { CoaxialPluginOptions } from './options.js';

/** Options of a plugin for clients, or for a worker that should have only the data converter. */
const NO_OPTIONS: CoaxialPluginOptions = {};

/** Plugins that have configured a worker: a plugin that its connection also has is not applied twice. */
const APPLIED = Symbol('coaxial plugins');
type Marked = WorkerOptions & { [APPLIED]?: readonly CoaxialPlugin[] };

/**
 * Coaxial in a team's own program: added to its Worker, it registers the activities of the modules that it names, and
 * the workflows where `search` is set; to its Client or test environment, the data converter. What the app sets itself
 * stays. Workers of a module that has a version are members of its deployment.
 */
export class CoaxialPlugin extends SimplePlugin {
  private opened: ProcessResources | null = null;
  /** Configured workers that have not ended. */
  private users = 0;
  private readonly running = new Set<Worker>();

  private readonly given: CoaxialPluginOptions;

  /**
   * @param options none for the data converter only
   * @param tools shared by the workers of a process, if it has several; the caller closes them
   * @throws UserError for an unknown option or an invalid value
   */
  constructor(
    options?: CoaxialPluginOptions,
    private readonly tools?: ProcessResources,
  ) {
    super({ name: 'coaxial', dataConverter: strictConverter });
    this.given = options === undefined ? NO_OPTIONS : parseOptions(options);
  }

  /**
   * @throws UserError if searches call the modules on another queue than the worker polls, or the worker would take
   *   tasks of searches that it cannot do; if it has an activity of the same name, or a workflow bundle without the
   *   workflows; if there are options, but none names a module
   */
  override configureWorker(options: WorkerOptions): WorkerOptions {
    const applied = (options as Marked)[APPLIED] ?? [];
    if (applied.includes(this)) return options;
    const configured: Marked = { ...super.configureWorker(options), [APPLIED]: [...applied, this] };
    const modules = resolveModules(this.given);
    this.checkUse(modules, configured);
    return servesNothing(modules) ? configured : this.withModules(modules, configured);
  }

  override configureReplayWorker(options: ReplayWorkerOptions): ReplayWorkerOptions {
    const configured = super.configureReplayWorker(options);
    return this.given.search ? { ...configured, ...workflowsFor(configured) } : configured;
  }

  override configureBundler(options: BundleOptions): BundleOptions {
    const configured = withDefaults(super.configureBundler(options), { payloadConverterPath: CONVERTER });
    return this.given.search ? bundleWithApp(configured) : configured;
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

  /**
   * Checks that a worker serves something of this plugin, and does not poll the queue of searches without serving them.
   */
  private checkUse(modules: Modules, { connection, plugins = [], taskQueue }: WorkerOptions): void {
    const idle = servesNothing(modules);
    // A connection's plugin is for its clients, and for any workers.
    if (idle && connection?.plugins.includes(this)) return;
    const ours = [this, ...plugins.filter((plugin) => plugin instanceof CoaxialPlugin)];
    if (!ours.some(({ given }) => given.search)) {
      checkNotSearchQueue(taskQueue, this.settings);
    }
    if (!idle) return;
    const names = 'name axes, paradigms, trials: true or search: true';
    if (this.given !== NO_OPTIONS) {
      const message = `CoaxialPlugin: a worker that is given these options serves no module: ${names}`;
      throw new UserError('InvalidInput', message);
    }
    const what = `CoaxialPlugin without options gives the worker of ${taskQueue} its data converter, and no module`;
    Runtime.instance().logger.warn(`${what}: ${names}`);
  }

  private withModules(modules: Modules, options: WorkerOptions): WorkerOptions {
    const tools = this.open();
    const { settings, store } = tools.project;
    const placement = placementOf(modules, settings, this.given.build);
    checkQueue(placement, options.taskQueue);
    const ours = mergeActivities(activitiesOf(modules, tools, this.buildOf(placement)));
    const interceptor = activityInterceptors(new Set(Object.keys(ours)), findOwner(modules, settings));
    this.users++;
    return {
      ...withDefaults(options, {
        ...WORKER_DEFAULTS,
        ...limitsOf(placement, options),
        ...versionOf(placement, options),
      }),
      ...(modules.search && workflowsFor(options)),
      ...(modules.search && {
        nexusServices: [...(options.nexusServices ?? []), createNexusService(store.searches, settings.search.queue)],
      }),
      activities: mergeActivities([{ ...options.activities }, ours]),
      interceptors: { ...options.interceptors, activity: [...(options.interceptors?.activity ?? []), interceptor] },
    };
  }

  /** A search can stay with the build that answers only if this build's own queue is polled too. */
  private buildOf(placement: Placement): ModuleBuild {
    const pinnedQueue = this.given.pinned ? pinnedQueueOf(placement) : null;
    return { build: placement.version?.buildId ?? null, pinnedQueue };
  }

  private get settings(): ProjectSettings {
    return (this.opened ?? this.tools)?.project.settings ?? settingsOf(this.given).settings;
  }

  private open(): ProcessResources {
    this.opened ??= this.tools ?? new ProcessResources(openProject(this.given));
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
