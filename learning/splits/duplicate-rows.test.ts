import { describe, expect, it } from '@jest/globals';
import { createRandom, type Random } from '../../random/index.js';
import { identifyRows, type RowIdentities } from './duplicate-rows.js';
import { TextColumn } from '../csv/text-column.js';

type Row = Record<string, string | number>;

/** @param rows objects with the same keys, among them the target `y` */
function identified(rows: readonly Row[], names = Object.keys(rows[0])): RowIdentities {
  const columns = names.map((name) => {
    const column = new TextColumn(name);
    for (const row of rows) column.append(String(row[name]));
    return column;
  });
  const target = columns.find(({ name }) => name === 'y')!;
  const inputs = columns.filter((column) => column !== target);
  return identifyRows(inputs, target, Int32Array.from(rows.keys()));
}

const drawn = (count: number, draw: (random: Random, i: number) => Row, seed = 5): Row[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => draw(random, i));
};
const shuffled = (rows: readonly Row[]): Row[] => createRandom(9).shuffle([...rows]);
const times = (count: number, rows: readonly Row[]): Row[] =>
  shuffled(Array.from({ length: count }, () => rows).flat());
const measured = (random: Random): Row => ({
  a: random.normal().toFixed(6),
  b: random.normal().toFixed(6),
  y: random.pick(['heads', 'tails']),
});
const flags = (random: Random): Row => ({
  a: random.below(2),
  b: random.below(2),
  c: random.below(2),
  y: random.below(2),
});

describe('what a row is', () => {
  it.each([
    ['measurements', measured],
    ['flags, whose rows repeat by chance', flags],
  ])('does not depend on the order of rows and columns, nor on rows that come later: %s', (_, draw) => {
    const rows = drawn(200, draw);
    const { hashes } = identified(rows);
    expect(new Set(hashes).size).toBeGreaterThan(90);
    const names = Object.keys(rows[0]).reverse();
    expect([...identified(shuffled(rows), names).hashes].sort((a, b) => a - b)).toEqual(
      [...hashes].sort((a, b) => a - b),
    );
    const more = identified([...rows, ...drawn(100, draw, 6)]);
    expect(more.hashes.slice(0, 200)).toEqual(hashes);
  });

  it('stays when copies come later, also beside a key', () => {
    const rows = drawn(200, (random, i) => ({ id: 1000 + 7 * i, ...measured(random) }));
    const { hashes } = identified(rows);
    const more = identified([...rows, { ...rows[3], id: 5 }]);
    expect(more.copies).toBe(1);
    expect(more.hashes.slice(0, 200)).toEqual(hashes);
    expect(more.hashes[200]).toBe(hashes[3]);
  });

  it('depends on its texts, trimmed and composed alike, and on the name of the target', () => {
    const of = (city: string, rest: Row = {}): number =>
      identified([
        { city, ...rest, y: 1 },
        { city: 'x', ...rest, y: 2 },
      ]).hashes[0];
    expect(of('Köln')).toBe(of(' Ko\u0308ln '));
    expect(of('Köln')).not.toBe(of('Koln'));
    expect(of('Köln')).not.toBe(of('Köln', { z: 1 }));
  });
});

describe('copies', () => {
  const groupsOf = (rows: readonly Row[]): number | null => {
    const { groups } = identified(rows);
    return groups && new Set(groups).size;
  };
  const people = (random: Random): Row => ({
    age: 20 + random.below(60),
    height: 150 + random.below(50),
    city: random.pick(['Rome', 'Oslo', 'Bern']),
    y: random.below(2),
  });

  it('are rows with equal inputs, which have one hash', () => {
    const { groups, hashes, copies } = identified(times(10, drawn(60, measured)));
    expect(copies).toBe(540);
    expect(new Set(hashes).size).toBe(60);
    groups!.forEach((group, row) => expect(hashes[row]).toBe(hashes[groups!.indexOf(group)]));
  });

  it.each<[string, number, Row[]]>([
    ['of whole numbers, each row three times', 80, times(3, drawn(80, people))],
    [
      'of flags, the whole table twice',
      30,
      times(
        2,
        drawn(30, (random, i) => ({ ...flags(random), d: i })),
      ),
    ],
    ['of some rows only', 200, shuffled([...drawn(200, measured), ...drawn(200, measured).slice(0, 20)])],
    ['drawn with replacement', 63, drawn(100, (random) => drawn(100, measured)[random.below(100)])],
    ['with other targets', 60, times(10, drawn(60, measured)).map((row, i) => ({ ...row, y: i % 2 }))],
    ['beside a number of the row', 60, times(10, drawn(60, measured)).map((row, i) => ({ id: i, ...row }))],
    ['beside a time stamp', 60, times(4, drawn(60, measured)).map((row, i) => ({ at: `2024-01-01 10:${i}`, ...row }))],
    [
      'written otherwise',
      60,
      [
        ...drawn(60, measured).map((row) => ({ ...row, c: 'x' })),
        ...drawn(60, measured).map((row) => ({ ...row, a: `${row.a}0`, b: `${row.b}00`, c: 'x' })),
      ],
    ],
    ['of a lone column', 60, times(10, drawn(60, measured)).map(({ a, y }) => ({ a, y }))],
  ])('%s', (_, different, rows) => {
    const found = groupsOf(rows);
    if (found === null) throw new Error('no copies found');
    expect(Math.abs(found - different)).toBeLessThanOrEqual(4);
  });

  it.each<[string, Row[]]>([
    ['none', drawn(300, measured)],
    ['three flags', drawn(200, flags)],
    [
      'rare flags',
      drawn(300, (random) => ({ a: +random.chance(0.03), b: +random.chance(0.03), c: +random.chance(0.1), y: 1 })),
    ],
    [
      'ten flags that depend on one another',
      drawn(500, (random) => {
        const usual = random.below(2);
        const row: Row = { y: usual };
        for (let c = 0; c < 10; c++) row[`c${c}`] = random.chance(0.03) ? 1 - usual : usual;
        return row;
      }),
    ],
    [
      'a place, its region and a grade',
      drawn(400, (random) => {
        const place = random.below(30);
        return { place: `p${place}`, region: `r${place % 5}`, grade: random.below(4), y: random.below(2) };
      }),
    ],
    ['a lone age', drawn(300, (random) => ({ age: 20 + random.below(50), y: random.below(2) }))],
    ['a lone whole number', drawn(80, (random) => ({ x: random.below(1000), y: random.below(2) }), 1)],
    [
      'a lone number with holes',
      drawn(80, (random) => ({ x: random.chance(0.3) ? '' : random.below(1000), y: random.below(2) }), 1),
    ],
    ['a lone measurement', drawn(200, (random) => ({ x: random.normal().toFixed(3), y: random.below(2) }))],
    ['a lone city', drawn(300, (random) => ({ city: `c${random.below(40)}`, y: random.below(2) }))],
    [
      'a table of factors, five runs each',
      times(
        5,
        drawn(27, (_, i) => ({ a: i % 3, b: Math.floor(i / 3) % 3, c: Math.floor(i / 9) })),
      ).map((row, i) => ({ ...row, y: (i * 0.37).toFixed(3) })),
    ],
    ['an order number beside flags', drawn(200, (random, i) => ({ order: 1000 + 7 * i, ...flags(random) }))],
  ])('are not what chance makes: %s', (_, rows) => expect(groupsOf(rows)).toBeNull());
});
