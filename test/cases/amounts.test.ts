import { grouped, tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

/** Amounts as they are written; rows whose amount is above 5,000 are `high`. */
function amounts(write: (value: number) => string, delimiter = ','): { text: string } {
  const text = tableText(
    ['amount', 'z', 'y'],
    120,
    (i, random) => {
      const value = Math.round((100 + 9900 * random.float()) * 100) / 100;
      return [write(value), i % 7, value > 5000 ? 'high' : 'low'];
    },
    { delimiter },
  );
  return { text };
}

const euros = (value: number): string => grouped(Math.floor(value), '.') + `,${value.toFixed(2).slice(-2)}`;
const dollars = (value: number): string => grouped(value.toFixed(2), ',');
const numeric = { amount: { type: 'numeric', leftOut: null } } as const;
const parts: [number, number] = [0, 0.35];

const written: [string, { text: string }][] = [
  ['quoted thousands by commas', amounts((value) => `"${dollars(value)}"`)],
  ['euros behind the number', amounts((value) => `${euros(value)} €`, ';')],
  ['euros before the number', amounts((value) => `€${euros(value)}`, ';')],
  ['pounds', amounts((value) => `"£${dollars(value)}"`)],
  ['a code of a currency', amounts((value) => `"USD ${dollars(value)}"`)],
  ['a code of a currency behind', amounts((value) => `"${dollars(value)} EUR"`)],
  ['apostrophes', amounts((value) => grouped(value.toFixed(2), "'"))],
  ['typographic apostrophes', amounts((value) => grouped(value.toFixed(2), '\u2019'))],
  ['spaces and a comma', amounts((value) => grouped(value.toFixed(2), ' ').replace('.', ','), ';')],
  ['no-break spaces', amounts((value) => grouped(value.toFixed(2), '\u00a0'))],
  [
    'narrow no-break spaces',
    amounts((value) => `${grouped(value.toFixed(2), '\u202f').replace('.', ',')}\u00a0€`, ';'),
  ],
  ['Indian grouping', amounts((value) => `"${grouped(value.toFixed(2), ',').replace(/^(\d)(\d),/, '$1,$2')}"`)],
  ['percents', amounts((value) => `${(value / 100).toFixed(2)}%`)],
  ['percents after a space', amounts((value) => `${(value / 100).toFixed(2).replace('.', ',')} %`, ';')],
  ['a unit', amounts((value) => `${value.toFixed(1)} kg`)],
  ['a unit without a space', amounts((value) => `${value.toFixed(0)}km`)],
  ['plus signs', amounts((value) => `+${value.toFixed(2)}`)],
  ['exponents', amounts((value) => value.toExponential(3).toUpperCase())],
  ['decimal commas in quotes, by commas', amounts((value) => `"${value.toFixed(2).replace('.', ',')}"`)],
  ['points for thousands, by tabs', amounts((value) => grouped(Math.round(value * 1000), '.'), '\t')],
];

const signed = (text: (size: number, negative: boolean) => string): { text: string } => ({
  text: tableText(['balance', 'z', 'y'], 120, (i, random) => {
    const value = Math.round(1000 * (random.float() - 0.5) * 2000) / 1000;
    return [text(Math.abs(value), value < 0), i % 5, value < 0 ? 'debit' : 'credit'];
  }),
});

const negatives: [string, { text: string }][] = [
  ['parentheses', signed((size, negative) => (negative ? `"(${dollars(size)})"` : `"${dollars(size)}"`))],
  [
    'parentheses and a sign of a currency',
    signed((size, negative) => (negative ? `"($${dollars(size)})"` : `"$${dollars(size)}"`)),
  ],
  ['a minus before the currency', signed((size, negative) => `"${negative ? '-' : ''}$${dollars(size)}"`)],
  ['a typographic minus', signed((size, negative) => `${negative ? '\u2212' : ''}${size.toFixed(2)}`)],
  ['a minus behind', signed((size, negative) => `${size.toFixed(2)}${negative ? '-' : ''}`)],
];

const siblings: DataCase[] = [
  ...written.map(([name, data]): DataCase => ({
    name: `amounts with ${name}`,
    data,
    target: 'y',
    columns: numeric,
    score: parts,
  })),
  ...negatives.map(([name, data]): DataCase => ({
    name: `negative amounts with ${name}`,
    data,
    target: 'y',
    columns: { balance: { type: 'numeric', leftOut: null } },
    score: parts,
  })),
];

describeCases('amounts, as they are written', siblings);
