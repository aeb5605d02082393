import { z } from 'zod';
import { columnSetSchema, decodeColumns, encodeColumns, type ColumnSet } from '../../contracts/candidate/column-set.js';
import { canonicalJson, jsonSchema } from '../../contracts/json.js';
import {
  columnTypeSchema,
  transformOfEachColumn,
  type CategoricalTransform,
  type ColumnTransform,
  type ColumnType,
  type DateTransform,
  type NumericTransform,
  type Transforms,
} from '../../contracts/candidate/transform.js';

export const changeSchema = z.strictObject({
  /** The coordinate that it moves along: changes of one coordinate exclude one another. */
  coordinate: z.string(),
  /** What it does, in words; unique among changes. */
  label: z.string(),
  type: columnTypeSchema,
  /** The columns that it applies to; null for every column of its type without an override. */
  columns: columnSetSchema.nullable(),
  /** The transform's fields to set. */
  patch: z.record(z.string(), jsonSchema),
});
/** Some fields of a transform. */
export type Patch = Partial<NumericTransform> | Partial<CategoricalTransform> | Partial<DateTransform>;
/** One change of a candidate's transforms. */
export type Change = z.infer<typeof changeSchema>;

/** The transforms after a change; equal transforms give equal JSON, whatever the order of changes. */
export function applyChange(transforms: Transforms, types: readonly ColumnType[], change: Change): Transforms {
  if (change.columns === null) {
    const changed = { ...transforms, [change.type]: { ...transforms[change.type], ...change.patch } };
    return { ...changed, overrides: overridesOf(changed, transformOfEachColumn(changed, types), types) };
  }
  const each = transformOfEachColumn(transforms, types);
  // Columns of one transform share one object: it is patched once.
  const patched = new Map<ColumnTransform, ColumnTransform>();
  for (const column of decodeColumns(change.columns)) {
    const before = each[column];
    if (!patched.has(before)) patched.set(before, { ...before, ...change.patch });
    each[column] = patched.get(before)!;
  }
  return { ...transforms, overrides: overridesOf(transforms, each, types) };
}

/** The sparse overrides that give each column its transform, one for each distinct transform, by its first column. */
function overridesOf(
  transforms: Transforms,
  each: readonly ColumnTransform[],
  types: readonly ColumnType[],
): { columns: ColumnSet; transform: ColumnTransform }[] {
  const texts = new Map([...new Set(each)].map((transform) => [transform, canonicalJson(transform)]));
  const defaults = new Map([...new Set(types)].map((type) => [type, canonicalJson(transforms[type])]));
  const groups = new Map<string, { indices: number[]; transform: ColumnTransform }>();
  each.forEach((transform, column) => {
    const text = texts.get(transform)!;
    if (text === defaults.get(types[column])) return;
    const group = groups.get(text);
    if (group) group.indices.push(column);
    else groups.set(text, { indices: [column], transform });
  });
  return [...groups.values()].map(({ indices, transform }) => ({ columns: encodeColumns(indices), transform }));
}
