import type { SearchContext } from '../../contracts/module/context.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import {
  categoricalTransformSchema,
  datePartSchema,
  numericTransformSchema,
  type CategoricalTransform,
  type Transforms,
} from '../../contracts/candidate/transform.js';
import { decodeColumns, type ColumnSet } from '../../contracts/candidate/column-set.js';
import type { Random } from '../../random/index.js';
import { usefulColumns } from '../starting-candidates.js';
import { columnChanges } from '../transforms/by-column.js';
import { applyChange } from '../transforms/change.js';
import { keptColumns } from '../transforms/kept-columns.js';
import { typeWideChanges } from '../transforms/type-wide.js';

/** Probability that a mutation changes the transform of a type rather than that of some columns. */
const TYPE_WIDE = 0.7;

/** Columns that are considered for a change of some columns only. */
const LOOKED_AT = 8;

/** Varies transforms. */
export type TransformsMutation = (
  paradigm: ParadigmDescription,
  features: ColumnSet,
  transforms: Transforms,
  random: Random,
) => Transforms;

/**
 * Makes some of the changes that the transforms axis would try one by one: of a type's transform, or of a few of the
 * kept columns.
 */
export function transformsMutation(context: SearchContext): TransformsMutation {
  const useful = keptColumns(context, usefulColumns(context), null);
  const byIndex = new Map(useful.map((column) => [column.index, column]));
  const types = context.columns.map(({ type }) => type);
  return (paradigm, features, transforms, random) => {
    const kept = decodeColumns(features);
    let mutant = transforms;
    do {
      const wide = typeWideChanges(mutant, paradigm, useful);
      const some = new Set(Array.from({ length: Math.min(LOOKED_AT, kept.length) }, () => random.pick(kept)));
      const columns = [...some].flatMap((index) => byIndex.get(index) ?? []);
      const changes =
        wide.length > 0 && random.chance(TYPE_WIDE)
          ? wide
          : columnChanges(mutant, paradigm, columns, context.plan.searchRows);
      if (changes.length > 0) mutant = applyChange(mutant, types, random.pick(changes));
    } while (random.chance(0.3));
    return mutant;
  };
}

/** Each type's transform from one of the parents, overrides all from one of them. */
export function crossTransforms(a: Transforms, b: Transforms, random: Random): Transforms {
  const either = <Key extends keyof Transforms>(key: Key): Transforms[Key] => random.pick([a, b])[key];
  return {
    numeric: either('numeric'),
    categorical: either('categorical'),
    boolean: either('boolean'),
    date: either('date'),
    overrides: either('overrides'),
  };
}

const { impute, shape, scale } = numericTransformSchema.shape;
const { encode, impute: imputeCategory } = categoricalTransformSchema.shape;

/** A point in a unit cube: half a unit for each choice, and the share of columns with an override. */
export function encodeTransforms({ numeric, categorical, boolean, date, overrides }: Transforms): number[] {
  const choice = (options: readonly string[], value: string): number[] =>
    options.map((option) => (option === value ? 0.5 : 0));
  const category = (transform: CategoricalTransform): number[] => [
    ...choice(imputeCategory.options, transform.impute),
    ...choice(encode.options, transform.encode),
    transform.indicator ? 0.5 : 0,
  ];
  return [
    ...choice(impute.options, numeric.impute),
    ...choice(shape.options, numeric.shape),
    ...choice(scale.options, numeric.scale),
    numeric.indicator ? 0.5 : 0,
    ...category(categorical),
    ...category(boolean),
    ...datePartSchema.options.map((part) => (date.parts.includes(part) ? 0.5 : 0)),
    overrides.length / (1 + overrides.length),
  ];
}
