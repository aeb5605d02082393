import { z } from 'zod';
import { datePartSchema, TRANSFORMS_VERSION } from '../../contracts/transform.js';

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

export const fittedEncodingSchema = z.discriminatedUnion('kind', [
  /** The output column of each level, and last of missing; -1 for none. `other` takes levels that were rare or unseen. */
  z.strictObject({ kind: z.literal('one-hot'), columns: z.array(z.int()), other: z.int() }),
  /** For each output column a value of each level, then of missing, then of unseen ones; null is missing (NaN). */
  z.strictObject({
    kind: z.literal('values'),
    names: z.array(z.string()),
    columns: z.array(z.array(z.number().nullable())),
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
export const fittedTransformsSchema = z.strictObject({
  /** Of the arithmetic that they were fitted with, and have to be applied with. */
  version: z.literal(TRANSFORMS_VERSION),
  columns: z.array(fittedColumnSchema),
});
export type FittedTransforms = z.infer<typeof fittedTransformsSchema>;
