import { z } from 'zod';
import { columnSetSchema, decodeColumns } from './column-set.js';

/** Raise it when the results of a transform change: trials of another version are never reused. */
export const TRANSFORMS_VERSION = 1;

export const columnTypeSchema = z.enum(['numeric', 'categorical', 'boolean', 'date']);
export type ColumnType = z.infer<typeof columnTypeSchema>;

/** A numeric column: impute, then reshape its distribution, then scale. */
export const numericTransformSchema = z.strictObject({
  /** `none` keeps missing values for paradigms that take them; for others it is `median`. */
  impute: z.enum(['none', 'mean', 'median', 'most-frequent']),
  /** Add a 0/1 column for missing values (only if the training rows have missing values). */
  indicator: z.boolean(),
  /** `log` is sign(x) log(1 + |x|); Box-Cox shifts columns that are not positive; `bins` gives the number of a quantile bin. */
  shape: z.enum(['none', 'log', 'box-cox', 'yeo-johnson', 'bins']),
  /** standard: (x - mean) / sd; robust: (x - median) / IQR; quantile: rank mapped to a standard normal. */
  scale: z.enum(['none', 'standard', 'robust', 'quantile']),
});
export type NumericTransform = z.infer<typeof numericTransformSchema>;

/**
 * A categorical or boolean column. The encoder handles missing values and categories that are not in the training rows.
 */
export const categoricalTransformSchema = z.strictObject({
  /** `none` treats a missing value as a category of its own. */
  impute: z.enum(['none', 'most-frequent']),
  indicator: z.boolean(),
  /**
   * one-hot: a 0/1 column per category (the rarest beyond 64 share one); ordinal: the category's rank in the order of
   * its text (numbers by value); frequency: its share of the training rows; target: smoothed mean of the target
   * (a column per class but the first, for classes), cross-fitted on the training rows.
   */
  encode: z.enum(['one-hot', 'ordinal', 'frequency', 'target']),
});
export type CategoricalTransform = z.infer<typeof categoricalTransformSchema>;

export const datePartSchema = z.enum(['timestamp', 'year', 'month', 'day', 'weekday', 'hour']);

/** A date column: the parts to keep, each a numeric column; missing values become the part's median. */
export const dateTransformSchema = z.strictObject({ parts: z.array(datePartSchema).min(1) });
export type DateTransform = z.infer<typeof dateTransformSchema>;

export const columnTransformSchema = z.union([numericTransformSchema, categoricalTransformSchema, dateTransformSchema]);
export type ColumnTransform = z.infer<typeof columnTransformSchema>;

/**
 * A transform for every column: one for each type, and overrides for disjoint column sets, one for each distinct
 * transform, in the order of their first columns.
 */
export const transformsSchema = z.strictObject({
  numeric: numericTransformSchema,
  categorical: categoricalTransformSchema,
  boolean: categoricalTransformSchema,
  date: dateTransformSchema,
  overrides: z.array(z.strictObject({ columns: columnSetSchema, transform: columnTransformSchema })),
});
/** The transforms of a candidate: one for each type of columns, and overrides for single columns. */
export type Transforms = z.infer<typeof transformsSchema>;

const SCHEMA_OF = {
  numeric: numericTransformSchema,
  categorical: categoricalTransformSchema,
  boolean: categoricalTransformSchema,
  date: dateTransformSchema,
} as const;

/** Whether a transform fits a column of this type. */
export function transformFits(type: ColumnType, transform: ColumnTransform): boolean {
  return SCHEMA_OF[type].safeParse(transform).success;
}

/** The transform of each column, by index: its override, else the default of its type. */
export function transformOfEachColumn(transforms: Transforms, types: readonly ColumnType[]): ColumnTransform[] {
  const each: ColumnTransform[] = types.map((type) => transforms[type]);
  for (const { columns, transform } of transforms.overrides) {
    for (const column of decodeColumns(columns)) if (column < each.length) each[column] = transform;
  }
  return each;
}

/** Defaults for trees: missing values stay, categories as ordinals. */
export const PLAIN_TRANSFORMS: Transforms = {
  numeric: { impute: 'none', indicator: false, shape: 'none', scale: 'none' },
  categorical: { impute: 'none', indicator: false, encode: 'ordinal' },
  boolean: { impute: 'none', indicator: false, encode: 'ordinal' },
  date: { parts: ['timestamp', 'year', 'month', 'weekday'] },
  overrides: [],
};

/**
 * Defaults for learners that use distances or weighted sums: no missing values, one-hot categories, standardised
 * columns.
 */
export const SCALED_TRANSFORMS: Transforms = {
  numeric: { impute: 'median', indicator: true, shape: 'none', scale: 'standard' },
  categorical: { impute: 'none', indicator: false, encode: 'one-hot' },
  boolean: { impute: 'none', indicator: false, encode: 'one-hot' },
  date: { parts: ['timestamp', 'year', 'month', 'weekday'] },
  overrides: [],
};
