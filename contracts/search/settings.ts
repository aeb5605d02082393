import { z } from 'zod';
import { axisNameSchema } from '../module/axis-name.js';
import { SEARCH_QUEUE } from './search-plan.js';
import { runningSearchesSchema } from '../module/module.js';
import { paradigmIdSchema } from '../candidate/paradigm.js';
import { patienceSchema } from './patience.js';

const seconds = z
  .number()
  .positive()
  .max(7 * 24 * 3600);
const queue = z.string().min(1).max(200);

/** Retries of an activity. Bad input is never retried; lost workers are retried without limit. */
export const retrySchema = z.strictObject({
  /** Attempts for temporary errors; 0 = no limit. */
  attempts: z.int().min(0).default(0),
  firstDelaySeconds: seconds.default(1),
  maxDelaySeconds: seconds.default(60),
});

const ownership = {
  team: z.string().min(1).optional(),
  contact: z.string().min(1).optional(),
};

/** Attempts at calls of a team's code before it counts as failing. */
const moduleRetrySchema = retrySchema.extend({ attempts: z.int().min(0).default(3) });

/** How a team rolls out new builds of a module (Temporal's Worker Versioning). */
const versionSchema = z.strictObject({
  /** Name of the worker deployment; `coaxial-<module>` by default. */
  deployment: z.string().min(1).max(100).optional(),
  /** Build id of the workers that read this file; COAXIAL_BUILD_ID in their environment comes first. */
  build: z.string().min(1).max(100).optional(),
  /**
   * What running searches do about another build. By default they use it from an axis's next step on; for a paradigm
   * they stay with the build that they started with, because another one may give other trials.
   */
  running: runningSearchesSchema.optional(),
});

/** Settings of axes and paradigms with a queue of their own. */
const served = {
  ...ownership,
  /**
   * The file with the module's definition as its default export, relative to temporal.yaml; for a team's own modules.
   */
  module: z.string().min(1).optional(),
  /** Activities that one worker runs at once. */
  concurrency: z.int().min(1).max(1000).default(2),
  /** Activities a second, over all workers of the queue. */
  rateLimit: z.number().positive().optional(),
  retry: moduleRetrySchema.prefault({}),
  /** If absent, workers have no version. */
  version: versionSchema.optional(),
};

/** The owner of an axis and how it is run. */
export const axisSettingsSchema = z.strictObject({
  ...served,
  /** Task queue; `axis-<name>` by default. */
  queue: queue.optional(),
  /** Overrides of the axis's declaration. */
  order: z.number().optional(),
  share: z.number().positive().optional(),
  /** Limit for one step. */
  timeoutSeconds: seconds.default(120),
});
export type AxisSettings = z.infer<typeof axisSettingsSchema>;

/** The owner of a paradigm and, if its team serves it, how it is run. */
export const paradigmSettingsSchema = z.strictObject({
  ...served,
  /** Task queue of a paradigm that its team serves; without it, trial workers train it themselves. */
  queue: queue.optional(),
  /** Limit for one call of `fitPredict`. */
  timeoutSeconds: seconds.default(3600),
});

export const trialsSettingsSchema = z.strictObject({
  ...ownership,
  queue: queue.default('trials'),
  /** Worker threads of one process; the machine's cores by default. */
  threads: z.int().min(1).max(1024).optional(),
  /** Batches that one worker process takes at once; their trials share its threads. */
  concurrency: z.int().min(1).max(1000).default(4),
  /** Batches of one search that run at once, over all workers. */
  batches: z.int().min(1).max(1000).default(4),
  /** Limit for one trial, all its folds. A search with a time budget sets a lower one. */
  trialSeconds: seconds.default(600),
  /**
   * Largest estimated memory of a trial: one that would need more, or whose final fit would, is refused. It is part of
   * a search's plan, so that all machines refuse the same trials.
   */
  trialMemoryMb: z
    .int()
    .min(64)
    .max(2 ** 30)
    .default(4096),
  /** JavaScript heap of one thread. */
  threadMemoryMb: z.int().min(64).default(2048),
  /** A worker counts as lost this long after its last heartbeat. */
  heartbeatSeconds: seconds.default(5),
  retry: retrySchema.prefault({}),
});

/** temporal.yaml: the owners of modules, and how they are run. */
export const projectSettingsSchema = z.strictObject({
  /** Profile of Temporal's own configuration (addresses, keys and certificates stay there). */
  profile: z.string().min(1).optional(),
  axes: z.partialRecord(axisNameSchema, axisSettingsSchema).default({}),
  paradigms: z.partialRecord(paradigmIdSchema, paradigmSettingsSchema).default({}),
  /** The workers that run the workflows of searches, read data and write results. */
  search: z
    .strictObject({
      /** Their task queue: who starts a search there names it. */
      queue: queue.default(SEARCH_QUEUE),
    })
    .prefault({}),
  trials: trialsSettingsSchema.prefault({}),
  /** How long searches wait for workers. */
  patience: patienceSchema.optional(),
  data: z
    .strictObject({
      /** Folders that searches not started on the command line may read, relative to this file. */
      roots: z.array(z.string().min(1)).default([]),
      /** Largest file that is read, uncompressed. */
      maxMegabytes: z.number().positive().max(2000).default(2000),
    })
    .prefault({}),
  store: z
    .strictObject({
      /** Folder of the store, relative to this file; under COAXIAL_HOME by default. */
      path: z.string().min(1).optional(),
      /**
       * Limit of its size, in 10^9 bytes: if it is larger, trials of searches that have ended are removed, the least
       * recently used first. Data, models, reports and searches that have not ended are never removed because of it.
       */
      maxGigabytes: z.number().positive().default(50),
    })
    .prefault({}),
});
export type ProjectSettings = z.infer<typeof projectSettingsSchema>;
