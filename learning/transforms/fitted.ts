import { z } from 'zod';
import { datePartSchema } from '../../contracts/transform.js';

const numbers = z.array(z.number());

/** A column's distribution reshaped. */
export const fittedShapeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('log') }),
  /** On x + shift, never below `smallest`. */
  z.strictObject({ kind: z.literal('box-cox'), lambda: z.number(), shift: z.number(), smallest: z.number() }),
  z.strictObject({ kind: z.literal('yeo-johnson'), lambda: z.number() }),
  /** Ascending upper edges of all bins but the last. */
  z.strictObject({ kind: z.literal('bins'), edges: numbers }),
]);
export type FittedShape = z.infer<typeof fittedShapeSchema>;

export const fittedScaleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('linear'), centre: z.number(), spread: z.number() }),
  /** Ascending values at equally spaced ranks; `margin` is the rank kept from 0 and 1. */
  z.strictObject({ kind: z.literal('quantile'), quantiles: numbers.min(1), margin: z.number() }),
]);
export type FittedScale = z.infer<typeof fittedScaleSchema>;

const fittedNumericSchema = z.strictObject({
  kind: z.literal('numeric'),
  name: z.string(),
  /** What a missing value becomes, before shape and scale; null where it stays missing. */
  fill: z.number().nullable(),
  indicator: z.boolean(),
  shape: fittedShapeSchema,
  scale: fittedScaleSchema,
});
export type FittedNumeric = z.infer<typeof fittedNumericSchema>;

/** Codes of categories: 0 … levels-1 those of training, then one for a missing value. Null stands for unseen ones. */
export const fittedEncodingSchema = z.discriminatedUnion('kind', [
  /** The output column of each level and of missing; -1 for none. `other` takes levels that were rare or unseen. */
  z.strictObject({ kind: z.literal('one-hot'), columns: z.array(z.int()), other: z.int() }),
  /** A row of values for each level, then one for missing and one for unseen; null is missing (NaN). */
  z.strictObject({
    kind: z.literal('values'),
    names: z.array(z.string()),
    values: z.array(z.array(z.number().nullable())),
  }),
]);
export type FittedEncoding = z.infer<typeof fittedEncodingSchema>;

const fittedCategorySchema = z.strictObject({
  kind: z.literal('category'),
  name: z.string(),
  /** Texts of the training rows. */
  levels: z.array(z.string()),
  /** Level that stands in for a missing value; -1 where missing is a category of its own. */
  fill: z.int(),
  indicator: z.boolean(),
  encoding: fittedEncodingSchema,
});
export type FittedCategory = z.infer<typeof fittedCategorySchema>;

const fittedDateSchema = z.strictObject({
  kind: z.literal('date'),
  name: z.string(),
  parts: z.array(z.strictObject({ part: datePartSchema, median: z.number() })).min(1),
});
export type FittedDate = z.infer<typeof fittedDateSchema>;

export const fittedColumnSchema = z.discriminatedUnion('kind', [
  fittedNumericSchema,
  fittedCategorySchema,
  fittedDateSchema,
]);
export type FittedColumn = z.infer<typeof fittedColumnSchema>;

/** Transforms as they were fitted on training rows: plain JSON, kept with a model. */
export const fittedTransformsSchema = z.strictObject({ columns: z.array(fittedColumnSchema) });
export type FittedTransforms = z.infer<typeof fittedTransformsSchema>;
