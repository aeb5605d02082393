import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { canonicalJson } from '../../contracts/json.js';
import type {
  CategoricalTransform,
  ColumnType,
  NumericTransform,
  Transforms,
} from '../../contracts/candidate/transform.js';
import type { Change, Patch } from './change.js';
import type { KeptColumn } from './kept-columns.js';

interface Coordinate {
  name: string;
  type: ColumnType;
  /** The most promising first. */
  patches: readonly Patch[];
}

/** Least skewness for which a shape is tried. */
const SKEWED = 0.5;

/**
 * Whether a paradigm is invariant under monotonic transforms of numbers, as trees are: its default transforms neither
 * reshape nor scale numbers.
 */
export function isMonotoneInvariant({ transforms }: ParadigmDescription): boolean {
  return transforms.numeric.shape === 'none' && transforms.numeric.scale === 'none';
}

/**
 * The changes of a whole type's transform that could matter for the kept columns: the first choice of every
 * coordinate, then the second of each, and so on.
 */
export function typeWideChanges(
  base: Transforms,
  paradigm: ParadigmDescription,
  kept: readonly KeptColumn[],
): Change[] {
  const coordinates = [
    ...numericCoordinates(paradigm, kept),
    ...categoricalCoordinates('categorical', kept),
    ...categoricalCoordinates('boolean', kept),
    ...dateCoordinates(kept),
  ];
  const rows = coordinates.map(({ name, type, patches }) =>
    patches.filter((patch) => changes(base[type], patch)).map((patch) => changeOf(name, type, patch)),
  );
  const longest = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: longest }, (_, i) => rows.flatMap((row) => row.slice(i, i + 1))).flat();
}

function numericCoordinates(paradigm: ParadigmDescription, kept: readonly KeptColumn[]): Coordinate[] {
  const numeric = kept.filter(({ type }) => type === 'numeric');
  const coordinates: Coordinate[] = [];
  if (!isMonotoneInvariant(paradigm)) {
    if (numeric.some(({ skewness }) => Math.abs(skewness ?? 0) > SKEWED)) {
      const shapes: NumericTransform['shape'][] = ['yeo-johnson', 'log', 'none', 'box-cox', 'bins'];
      coordinates.push({ name: 'numeric shape', type: 'numeric', patches: shapes.map((shape) => ({ shape })) });
    }
    if (numeric.some(({ distinct }) => distinct > 2)) {
      const scales: NumericTransform['scale'][] = ['quantile', 'robust', 'standard'];
      coordinates.push({ name: 'numeric scale', type: 'numeric', patches: scales.map((scale) => ({ scale })) });
    }
  }
  if (numeric.some(({ missing }) => missing > 0)) {
    const patches: Patch[] = [
      { impute: 'median', indicator: true },
      { impute: paradigm.takesMissing ? 'none' : 'median', indicator: false },
      { impute: 'mean', indicator: false },
    ];
    coordinates.push({ name: 'numeric missing', type: 'numeric', patches });
  }
  return coordinates;
}

function categoricalCoordinates(type: 'categorical' | 'boolean', kept: readonly KeptColumn[]): Coordinate[] {
  const columns = kept.filter((column) => column.type === type);
  const coordinates: Coordinate[] = [];
  // Every encoding of two values is the same column except for its scale.
  if (columns.some(({ distinct }) => distinct > 2)) {
    const encodings: CategoricalTransform['encode'][] = ['target', 'one-hot', 'frequency', 'ordinal'];
    coordinates.push({ name: `${type} encoding`, type, patches: encodings.map((encode) => ({ encode })) });
  }
  if (columns.some(({ missing }) => missing > 0)) {
    const patches: Patch[] = [
      { impute: 'none', indicator: false },
      { impute: 'most-frequent', indicator: true },
    ];
    coordinates.push({ name: `${type} missing`, type, patches });
  }
  return coordinates;
}

function dateCoordinates(kept: readonly KeptColumn[]): Coordinate[] {
  if (!kept.some(({ type }) => type === 'date')) return [];
  const patches: Patch[] = [
    { parts: ['timestamp', 'year', 'month', 'day', 'weekday', 'hour'] },
    { parts: ['timestamp'] },
    { parts: ['timestamp', 'year', 'month', 'weekday'] },
  ];
  return [{ name: 'date parts', type: 'date', patches }];
}

function changeOf(coordinate: string, type: ColumnType, patch: Patch): Change {
  return { coordinate, label: `${coordinate} ${describe(patch)}`, type, columns: null, patch };
}

function changes(transform: object, patch: Patch): boolean {
  return canonicalJson({ ...transform, ...patch }) !== canonicalJson(transform);
}

/** A patch in words: `log`, `median with indicator`, `timestamp+year`. */
export function describe({ indicator, parts, ...rest }: Change['patch']): string {
  const words = Array.isArray(parts) ? [(parts as string[]).join('+')] : Object.values(rest).map(String);
  return `${words.join(' ')}${indicator === true ? ' with indicator' : ''}`;
}
