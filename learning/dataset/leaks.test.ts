import { describe, expect, it } from '@jest/globals';
import { createRandom, type Random } from '../../random/index.js';
import { readCsv } from '../csv/index.js';
import { buildDataset } from './dataset.js';
import { profileDataset, type DataProfile } from './profile.js';
import type { ColumnType } from '../../contracts/candidate/transform.js';

type Row = Record<string, string | number>;

const table = (count: number, draw: (random: Random, i: number) => Row): Row[] => {
  const random = createRandom(3);
  return Array.from({ length: count }, (_, i) => draw(random, i));
};

function profileOf(rows: readonly Row[], target = 'churn', types: [string, ColumnType][] = []): DataProfile {
  const names = Object.keys(rows[0]);
  const lines = [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))];
  const csv = readCsv(Buffer.from(lines.join('\n')), 'file.csv');
  return profileDataset(
    buildDataset(csv, { target, task: 'auto', types: new Map(types) }),
    new Set(types.map(([name]) => name)),
  );
}

const told = ({ columns, warnings }: DataProfile): string =>
  [...columns.map(({ name, leftOut }) => (leftOut ? `${name}: ${leftOut}` : '')), ...warnings].join('\n');

const noise = (random: Random): Row => ({ z: random.normal().toFixed(4), kind: random.pick(['a', 'b', 'c']) });
const flip = (random: Random): string => random.pick(['yes', 'no']);

describe('copies of the target are left out', () => {
  const withCopy = (name: string, of: (churn: string) => string | number, target = 'churn'): Row[] =>
    table(120, (random) => {
      const churn = flip(random);
      return { ...noise(random), [target]: churn, [name]: of(churn) };
    });

  it.each([
    ['under its own name', 'churn', (churn: string) => churn, /^churn_2: a copy of churn: equal in every row$/m],
    ['under a name that tells nothing', 'outcome', (churn: string) => churn, /^outcome: a copy of churn/m],
    ['in capitals', 'Status', (churn: string) => churn.toUpperCase(), /^Status: a copy of churn/m],
    [
      'as a code',
      'churn_code',
      (churn: string) => Number(churn === 'yes'),
      /^churn_code: churn in other words: one value for each class/m,
    ],
  ])('%s', (_, name, of, message) => {
    const rows = withCopy(name === 'churn' ? 'churn ' : name, of);
    const profile = profileOf(rows);
    expect(told(profile)).toMatch(message);
    expect(profile.columns.filter(({ useful }) => useful).map((column) => column.name)).toEqual(['z', 'kind']);
  });

  it('with holes, of numbers, and of numbers written otherwise', () => {
    const holes = table(200, (random, i) => ({
      ...noise(random),
      churn: 10 + i / 8,
      again: i % 10 === 0 ? '' : (10 + i / 8).toFixed(5),
    }));
    expect(told(profileOf(holes))).toMatch(/^again: a copy of churn: equal in all \d+ rows where it has a value$/m);
    const codes = table(200, (random) => ({ ...noise(random), churn: random.below(3) })).map((row) => ({
      ...row,
      again: `${row.churn}.0`,
    }));
    expect(told(profileOf(codes))).toMatch(/^again: a copy of churn/m);
  });

  it('unless a person set their type, or only their values match', () => {
    const rows = withCopy('churn_code', (churn) => Number(churn === 'yes'));
    const kept = profileOf(rows, 'churn', [['churn_code', 'categorical']]);
    expect(kept.columns.find(({ name }) => name === 'churn_code')).toMatchObject({ useful: true });
    expect(told(kept)).toMatch(/churn_code: churn in other words.*it is kept, because its type was set/);
    const flag = profileOf(withCopy('flag', (churn) => String(churn === 'yes')));
    expect(flag.columns.find(({ name }) => name === 'flag')).toMatchObject({ useful: true });
    expect(told(flag)).toMatch(/flag tells nearly all of churn \(AUC 1\.000/);
  });
});

describe('a column that tells nearly all is kept, and told of with evidence', () => {
  const cases: [string, Row[], RegExp][] = [
    [
      'a key that rises with the class',
      table(120, (random, i) => ({
        order_no: 1000 + 17 * i + random.below(9),
        ...noise(random),
        churn: i < 60 ? 'kept' : 'returned',
      })),
      /^order_no tells nearly all of churn \(AUC .*each class has a range of its own; the rows are sorted by it, as by a key/m,
    ],
    [
      'a key of 40 rows with three classes',
      table(40, (random, i) => ({ ticket: 9000 - 3 * i, ...noise(random), churn: 'abc'[Math.floor(i / 14)] })),
      /^ticket tells nearly all of churn .*it falls from each to the next/m,
    ],
    [
      'a date that only those who left have',
      table(200, (random) => {
        const churn = flip(random);
        return { ...noise(random), left_on: churn === 'yes' ? `2024-0${1 + random.below(9)}-11` : '', churn };
      }),
      /^left_on tells nearly all of churn \(AUC 1\.000 .*it is missing for no only\)/m,
    ],
    [
      'a later state, but for a few rows',
      table(400, (random, i) => {
        const churn = flip(random);
        const state = churn === 'yes' ? random.pick(['cancelled', 'closed']) : random.pick(['open', 'paused']);
        return { ...noise(random), state: i % 200 === 7 ? 'open' : state, churn };
      }),
      /^state tells nearly all of churn \(AUC 0\.99/m,
    ],
    [
      'a customer whose rows all have one class',
      table(400, (random) => {
        const customer = random.below(40);
        return { ...noise(random), customer: `c${customer}`, churn: (customer * 7) % 3 === 0 ? 'yes' : 'no' };
      }),
      /^customer tells nearly all of churn/m,
    ],
    [
      'one of three classes each',
      table(300, (random) => {
        const churn = random.pick(['low', 'mid', 'high'] as const);
        return { ...noise(random), band: { low: 'A', mid: 'B', high: 'C' }[churn], churn };
      }),
      /^band tells nearly all of churn \(100\.0 % fewer errors/m,
    ],
    [
      'parts of the range of the target',
      table(150, (random) => {
        const churn = 10 * random.normal();
        return { ...noise(random), part: churn < -5 ? 'low' : churn < 5 ? 'mid' : 'high', churn: churn.toFixed(3) };
      }),
      /^part tells nearly all of churn .*each of its values has a range of churn of its own/m,
    ],
    [
      'the target in another unit',
      table(100, (random) => {
        const celsius = 10 * random.normal();
        return { ...noise(random), fahrenheit: (32 + 1.8 * celsius).toFixed(3), churn: celsius.toFixed(3) };
      }),
      /^churn is a linear function of fahrenheit, 0\.5556 for each unit, in every row/m,
    ],
    [
      'the logarithm of the target',
      table(60, (random) => {
        const price = 100 * Math.exp(random.normal());
        return { ...noise(random), log_price: Math.log(price).toFixed(9), churn: price.toFixed(6) };
      }),
      /^log_price tells nearly all of churn .*rises or falls with it throughout/m,
    ],
    [
      'parts that add up to the target',
      table(150, (random) => {
        const [a, b, c] = [random.below(900), random.below(900), random.below(900)];
        return { ...noise(random), a, b, c, churn: a + b - c };
      }),
      /^churn is a sum of columns: 1 · a \+ 1 · b \+ -1 · c, in every row/m,
    ],
    [
      'a price and a number that give the target',
      table(150, (random) => {
        const [price, number] = [(1 + 99 * random.float()).toFixed(2), 1 + random.below(20)];
        return { price, number, ...noise(random), churn: (Number(price) * number).toFixed(2) };
      }),
      /^churn is price · number, in every row/m,
    ],
  ];
  it.each(cases)('%s', (_, rows, message) => {
    const profile = profileOf(rows);
    expect(profile.warnings.join('\n')).toMatch(message);
    expect(profile.columns.every(({ useful }) => useful)).toBe(true);
  });

  it('but not a good column, chance in few rows, or rows that are sorted by the target alone', () => {
    const good = table(300, (random, i) => {
      const x = random.normal();
      return { x: x.toFixed(4), ...noise(random), churn: x + 0.5 * random.normal() > 0 ? 'yes' : 'no', later: i % 7 };
    });
    const few = table(24, (random, i) => ({
      ...noise(random),
      a: random.float(),
      b: random.float(),
      churn: i < 3 ? 'yes' : 'no',
    }));
    const sorted = table(200, (random, i) => ({ ...noise(random), churn: i < 100 ? 'yes' : 'no' }));
    const line = table(200, (random) => {
      const x = random.normal();
      return { x: x.toFixed(4), ...noise(random), churn: (x + 0.2 * random.normal()).toFixed(4) };
    });
    const rare = table(1000, (random, i) => ({
      ...noise(random),
      churn: i % 200 === 0 ? random.pick(['b', 'c']) : 'a',
    }));
    const large = table(100, (random, i) => ({ ...noise(random), churn: i % 2 ? 1e300 : i / 3 }));
    for (const rows of [good, few, sorted, line, rare, large])
      expect(told(profileOf(rows))).not.toMatch(/tells|copy|churn is/);
  });
});
