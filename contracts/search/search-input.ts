import { z } from 'zod';
import { axisNameSchema } from '../module/axis-name.js';
import { metricSchema } from '../metric.js';
import { onTroubleSchema } from '../module/module.js';
import { paradigmIdSchema } from '../candidate/paradigm.js';
import { taskSchema } from '../task.js';

export const DEFAULT_MAX_SECONDS = 300;

/** A duration for people: `90s`, `5m`, `1h30m`, or a number of seconds. Parsed to seconds. */
export const durationSchema = z.union([z.number().positive(), z.string()]).transform((value, issues) => {
  const seconds = typeof value === 'number' ? value : parseDuration(value);
  if (seconds !== null && seconds > 0) return seconds;
  issues.addIssue({ code: 'custom', message: `"${value}" is not a duration: write 90s, 5m or 1h30m` });
  return z.NEVER;
});

function parseDuration(text: string): number | null {
  const match = /^\s*(?:(\d+(?:\.\d+)?)h)?\s*(?:(\d+(?:\.\d+)?)m)?\s*(?:(\d+(?:\.\d+)?)s?)?\s*$/.exec(text);
  if (!match || match.slice(1).every((part) => part === undefined)) return null;
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

/** A budget in trials. */
export const maxTrialsSchema = z.int().min(1).max(1_000_000);

/** Names of columns are compared in Unicode normal form NFC, as the reader returns them. */
const column = z.string().normalize('NFC').min(1);

/**
 * The argument of a search workflow, as people type it in the Web UI. Everything except `data` and `target` has a
 * default.
 */
export const searchInputSchema = z.strictObject({
  /** Path of a CSV file inside the data roots of temporal.yaml, or the reference of a file in the store. */
  data: z.string().min(1),
  /** The file's name, if `data` is a reference. */
  dataName: z.string().min(1).optional(),
  /** Name of the column to predict. */
  target: column,
  /** Encoding of the file's text, e.g. `utf-8`, `windows-1252`, `shift_jis`; detected by default. */
  encoding: z.string().min(1).optional(),
  /** What is predicted; `auto`, the default, decides by the target's values. */
  task: z.enum(['auto', ...taskSchema.options]).default('auto'),
  /** The score to optimise; by default log-loss for classes and rmse for regression. */
  metric: metricSchema.optional(),
  /** Budget in trials; without one, only time ends the search. */
  maxTrials: maxTrialsSchema.optional(),
  /**
   * Budget in active search time, the final fit and the report included: seconds as a number, or `90s`, `5m`, `1h30m`. 5
   * minutes if no budget is given.
   */
  maxTime: durationSchema.optional(),
  /** Target score: the search ends once a mean score over the folds reaches it, in the metric's own direction. */
  targetScore: z.number().optional(),
  /** The axes to search; the others stay at their defaults. */
  axes: z.array(axisNameSchema).min(1).optional(),
  /** The paradigms to try; by default all that fit the task, and those of temporal.yaml. */
  paradigms: z.array(paradigmIdSchema).min(1).optional(),
  /** Overrides of inferred column types, each `column=numeric|categorical|boolean|date`. */
  types: z
    .array(
      z
        .string()
        .normalize('NFC')
        .regex(/.=(numeric|categorical|boolean|date)$/, 'write column=numeric, =categorical, =boolean or =date'),
    )
    .default([]),
  /** The decimal mark of ambiguous numbers (1.234); by default decided by other columns of the file. */
  decimal: z.enum(['point', 'comma']).optional(),
  /** What comes first in ambiguous dates (03/04/2019); by default decided by other columns, else the day. */
  dateOrder: z.enum(['day', 'month']).optional(),
  /** The texts for a missing value, instead of the default ones; an empty text always is one. */
  missing: z.array(z.string()).optional(),
  /** Merges labels of the target that differ only in case, in Unicode normal form, or as 1 and 1.0 do. */
  mergeLabels: z.boolean().default(false),
  /** Id of an earlier search whose best candidates this one starts with; its data may be others. */
  warmStart: z.string().min(1).optional(),
  /**
   * If an axis or a paradigm is not served, or fails: `wait` waits for a worker, or pauses for a person; `skip`
   * continues without it.
   */
  onTrouble: onTroubleSchema.default('wait'),
  /** Seed of all random numbers, 0 by default: with a budget in trials, the same seed gives the same search. */
  seed: z.int().min(0).max(0xffffffff).default(0),
});

/**
 * What a search is asked for: the one argument of its workflow. Everything but `data` and `target` has a default.
 *
 * @interface
 */
export type SearchInput = z.input<typeof searchInputSchema>;
export type ParsedSearchInput = z.output<typeof searchInputSchema>;
