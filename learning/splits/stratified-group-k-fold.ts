import type { Random } from '../../random/index.js';

/** Units that are not split: the rows of one group, or a single row. */
export interface Units {
  readonly count: number;
  /** The rows of all units one after the other; those of unit u begin at `start[u]` and end at `start[u + 1]`. */
  readonly rows: Int32Array;
  readonly start: Int32Array;
}

/** @param groups the group of each row, any numbers from 0; null where each row is by itself */
export function unitsOf(groups: Int32Array | null, rows: number): Units {
  const identity = Int32Array.from({ length: rows + 1 }, (_, row) => row);
  if (groups === null) return { count: rows, rows: identity.subarray(0, rows), start: identity };
  const numbers = new Map<number, number>();
  const unit = Int32Array.from(groups, (group) => {
    const known = numbers.get(group) ?? numbers.size;
    numbers.set(group, known);
    return known;
  });
  const start = new Int32Array(numbers.size + 1);
  for (const u of unit) start[u + 1]++;
  for (let u = 0; u < numbers.size; u++) start[u + 1] += start[u];
  const next = start.slice();
  const ordered = new Int32Array(rows);
  unit.forEach((u, row) => (ordered[next[u]++] = row));
  return { count: numbers.size, rows: ordered, start };
}

export interface RowsToSplit {
  /** Class codes or values, one a row. */
  readonly y: ArrayLike<number>;
  /** 0 for values. */
  readonly classes: number;
  /** The group of each row, see `Dataset`; null where each row is by itself. */
  readonly groups: Int32Array | null;
}

/** Some of the rows. */
export function atRows({ y, classes, groups }: RowsToSplit, rows: Int32Array): RowsToSplit {
  return {
    y: Float64Array.from(rows, (row) => y[row]),
    classes,
    groups: groups && Int32Array.from(rows, (row) => groups[row]),
  };
}

/**
 * Stratified split of rows into parts of about equal size: each part has its share of every class, or of low and high
 * values, and no group is split. Without groups, the sizes of the parts, and the number of rows of each class, differ
 * by at most one.
 *
 * @returns the part of each row, from 0
 */
export function stratifiedGroupKFold({ y, classes, groups }: RowsToSplit, parts: number, random: Random): Int32Array {
  const units = unitsOf(groups, y.length);
  const strata = classes > 0 ? strataByClass(units, y, classes, random) : strataByValue(units, y, parts, random);
  const part = new Int32Array(y.length);
  const total = new Float64Array(parts);
  const own = new Float64Array(parts);
  const turn = random.shuffle(Int32Array.from({ length: parts }, (_, p) => p));
  for (const stratum of strata) {
    own.fill(0);
    if (classes === 0) random.shuffle(turn);
    for (const unit of stratum) {
      let best = turn[0];
      for (const p of turn) if (own[p] < own[best] || (own[p] === own[best] && total[p] < total[best])) best = p;
      const size = units.start[unit + 1] - units.start[unit];
      own[best] += size;
      total[best] += size;
      for (let i = units.start[unit]; i < units.start[unit + 1]; i++) part[units.rows[i]] = best;
    }
  }
  return part;
}

/** Units by the rarest class that they hold, the largest first, else in random order. */
function strataByClass(units: Units, y: ArrayLike<number>, classes: number, random: Random): Int32Array[] {
  const holders = unitsByClass(units, y, classes);
  const strata: number[][] = Array.from({ length: classes }, () => []);
  for (let u = 0; u < units.count; u++) {
    let rarest = y[units.rows[units.start[u]]];
    for (let i = units.start[u]; i < units.start[u + 1]; i++) {
      const own = y[units.rows[i]];
      if (holders[own] < holders[rarest]) rarest = own;
    }
    strata[rarest].push(u);
  }
  return strata.map((stratum) => bySize(units, random.shuffle(Int32Array.from(stratum))));
}

/** Units sorted by their mean values, in runs as long as the number of parts. */
function strataByValue(units: Units, y: ArrayLike<number>, parts: number, random: Random): Int32Array[] {
  const mean = Float64Array.from({ length: units.count }, (_, u) => {
    let sum = 0;
    for (let i = units.start[u]; i < units.start[u + 1]; i++)
      sum += y[units.rows[i]] / (units.start[u + 1] - units.start[u]);
    return sum;
  });
  const order = random.shuffle(Int32Array.from(mean.keys())).sort((a, b) => mean[a] - mean[b]);
  const strata: Int32Array[] = [];
  for (let from = 0; from < order.length; from += parts) strata.push(bySize(units, order.slice(from, from + parts)));
  return strata;
}

function bySize({ start }: Units, units: Int32Array): Int32Array {
  return units.sort((a, b) => start[b + 1] - start[b] - (start[a + 1] - start[a]));
}

/**
 * 1 for the rows of units with a class that no other unit has: without them, the class could not be trained. All 0 for
 * values.
 */
export function singletonClassRows({ y, classes, groups }: RowsToSplit): Uint8Array {
  const lonely = new Uint8Array(y.length);
  if (classes === 0) return lonely;
  const { count, rows, start } = unitsOf(groups, y.length);
  const holders = unitsByClass({ count, rows, start }, y, classes);
  for (let u = 0; u < count; u++) {
    const members = rows.subarray(start[u], start[u + 1]);
    if (members.some((row) => holders[y[row]] === 1)) for (const row of members) lonely[row] = 1;
  }
  return lonely;
}

/** How many units hold each class. */
export function unitsByClass(units: Units, y: ArrayLike<number>, classes: number): Int32Array {
  const holders = new Int32Array(classes);
  const last = new Int32Array(classes).fill(-1);
  for (let u = 0; u < units.count; u++) {
    for (let i = units.start[u]; i < units.start[u + 1]; i++) {
      const own = y[units.rows[i]];
      if (last[own] === u) continue;
      last[own] = u;
      holders[own]++;
    }
  }
  return holders;
}
