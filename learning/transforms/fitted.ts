import { z } from 'zod';
import { datePartSchema, TRANSFORMS_VERSION } from '../../contracts/candidate/transform.js';

const numbers = z.array(z.number());

/** A fitted shape of a numeric column. */
const fittedShapeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('log') }),
  /** On x + shift, never below `smallest`. */
  z.strictObject({ kind: z.literal('box-cox'), lambda: z.number(), shift: z.number(), smallest: z.number() }),
  z.strictObject({ kind: z.literal('yeo-johnson'), lambda: z.number() }),
  /** Ascending upper edges of all bins but the last. */
  z.strictObject({ kind: z.literal('bins'), edges: numbers }),
]);
export type FittedShape = z.infer<typeof fittedShapeSchema>;

const fittedScaleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('linear'), centre: z.number(), spread: z.number() }),
  /** Ascending values at equally spaced ranks; `margin` is the rank kept from 0 and 1. */
  z.strictObject({ kind: z.literal('quantile'), quantiles: numbers.min(1), margin: z.number() }),
]);
export type FittedScale = z.infer<typeof fittedScaleSchema>;

const fittedNumericSchema = z.strictObject({
  kind: z.literal('numeric'),
  name: z.string(),
  /** A power of two that values are multiplied by first, see learning/numeric/power-of-two-scale.ts. */
  unit: z.number().positive(),
  /** The value that replaces a missing one, in that unit, before shape and scale; null if it stays missing. */
  fill: z.number().nullable(),
  indicator: z.boolean(),
  shape: fittedShapeSchema,
  scale: fittedScaleSchema,
});
export type FittedNumeric = z.infer<typeof fittedNumericSchema>;

const fittedEncodingSchema = z.discriminatedUnion('kind', [
  /**
   * The output column of each level, and last of missing; -1 for none. `other` is the column of rare and unseen levels.
   */
  z.strictObject({ kind: z.literal('one-hot'), columns: z.array(z.int()), other: z.int() }),
  /** For each output column, the value of each level, then of missing, then of unseen levels; null is missing (NaN). */
  z.strictObject({
    kind: z.literal('values'),
    names: z.array(z.string()),
    columns: z.array(z.array(z.number().nullable())),
  }),
]);
export type FittedEncoding = z.infer<typeof fittedEncodingSchema>;

const fittedCategoryParts = z.strictObject({
  kind: z.literal('category'),
  name: z.string(),
  /** Texts of the training rows. */
  levels: z.array(z.string()),
  /** Level that replaces a missing value; -1 if missing is a category of its own. */
  fill: z.int(),
  indicator: z.boolean(),
  encoding: fittedEncodingSchema,
});
export type FittedCategory = z.infer<typeof fittedCategoryParts>;
/** With consistent parts, so that transforms from untrusted files can be applied. */
const fittedCategorySchema = fittedCategoryParts.refine(fitsTogether, 'levels and encoding do not fit together');

function fitsTogether({ levels, fill, encoding }: FittedCategory): boolean {
  if (fill < -1 || fill >= levels.length) return false;
  if (encoding.kind === 'values') {
    const { names, columns } = encoding;
    return names.length === columns.length && columns.every((values) => values.length === levels.length + 2);
  }
  const { columns, other } = encoding;
  // A column for each level, missing values and the others at most.
  const most = levels.length + 1;
  return columns.length === levels.length + 1 && [...columns, other].every((column) => column >= -1 && column <= most);
}

const fittedDateSchema = z.strictObject({
  kind: z.literal('date'),
  name: z.string(),
  parts: z.array(z.strictObject({ part: datePartSchema, median: z.number() })).min(1),
});
export type FittedDate = z.infer<typeof fittedDateSchema>;

const fittedColumnSchema = z.discriminatedUnion('kind', [fittedNumericSchema, fittedCategorySchema, fittedDateSchema]);
export type FittedColumn = z.infer<typeof fittedColumnSchema>;

/** Transforms as they were fitted on training rows: plain JSON, kept with a model. */
export const fittedTransformsSchema = z.strictObject({
  /** `TRANSFORMS_VERSION` at fitting; they must be applied with the same version. */
  version: z.literal(TRANSFORMS_VERSION),
  columns: z.array(fittedColumnSchema),
});
export type FittedTransforms = z.infer<typeof fittedTransformsSchema>;
