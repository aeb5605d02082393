import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeColumns } from '../../contracts/candidate/column-set.js';
import { canonicalJson } from '../../contracts/json.js';
import {
  SCALED_TRANSFORMS,
  transformOfEachColumn,
  transformsSchema,
  type ColumnType,
  type Transforms,
} from '../../contracts/candidate/transform.js';
import { applyChange, type Change } from './change.js';

const TYPES: ColumnType[] = Array.from({ length: 2000 }, (_, i) => (i % 3 === 2 ? 'categorical' : 'numeric'));

const shape = (columns: number[] | null, value: string): Change => ({
  coordinate: 'shape',
  label: value,
  type: 'numeric',
  columns: columns && encodeColumns(columns),
  patch: { shape: value },
});

const numericColumn = fc.nat(TYPES.length - 1).filter((column) => TYPES[column] === 'numeric');
const change = fc
  .tuple(
    fc.option(fc.uniqueArray(numericColumn, { minLength: 1, maxLength: 200 })),
    fc.constantFrom('log', 'none', 'bins'),
  )
  .map(([columns, value]) => shape(columns, value));

describe('a change of transforms', () => {
  it('overrides single columns and takes an override back', () => {
    const log = applyChange(SCALED_TRANSFORMS, TYPES, shape([0, 4], 'log'));
    expect(log.overrides).toEqual([{ columns: '0,4', transform: { ...SCALED_TRANSFORMS.numeric, shape: 'log' } }]);
    expect(applyChange(log, TYPES, shape([0, 4], 'none'))).toEqual(SCALED_TRANSFORMS);
  });

  it('leaves overrides alone when their type changes, unless they came to the same', () => {
    const mixed = applyChange(applyChange(SCALED_TRANSFORMS, TYPES, shape([0], 'log')), TYPES, shape([1], 'bins'));
    const wide = applyChange(mixed, TYPES, shape(null, 'log'));
    expect(wide.numeric.shape).toBe('log');
    expect(wide.overrides.map(({ columns }) => columns)).toEqual(['1']);
  });

  it('gives equal, valid and compact JSON for equal transforms, in whichever order they came about', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
        const reached = changes.reduce((sum, each) => applyChange(sum, TYPES, each), SCALED_TRANSFORMS);
        expect(transformsSchema.safeParse(reached).success).toBe(true);
        expect(canonicalJson(reached).length).toBeLessThan(4000);
        const each = transformOfEachColumn(reached, TYPES).map((transform) => (transform as { shape?: string }).shape);
        const bare: Transforms = { ...reached, overrides: [] };
        const rebuilt = ['bins', 'log', 'none'].reduce((sum, value) => {
          const columns = each.flatMap((of, column) => (of === value ? [column] : []));
          return columns.length === 0 ? sum : applyChange(sum, TYPES, shape(columns, value));
        }, bare);
        expect(canonicalJson(rebuilt)).toBe(canonicalJson(reached));
      }),
    );
  });
});
