const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const DECIMAL_COMMA = /^[+-]?\d*,\d+([eE][+-]?\d+)?$/;

/** How a column writes its numbers: `comma` has decimal commas (where the file's delimiter is none). */
export type NumberFormat = 'point' | 'comma';

/** The number that a text writes, or null where it writes none; too large a number is none. */
export function parseNumber(text: string, format: NumberFormat): number | null {
  const value = PLAIN.test(text) ? Number(text) : parseSpecial(text, format);
  return Number.isFinite(value) ? value : null;
}

function parseSpecial(text: string, format: NumberFormat): number {
  if (format === 'comma' && DECIMAL_COMMA.test(text)) return Number(text.replace(',', '.'));
  if (format === 'point' && GROUPED.test(text)) return Number(text.replaceAll(',', ''));
  return NaN;
}

/** The format of a file's numbers: decimal commas are looked for where commas do not part the fields. */
export function numberFormat(delimiter: string): NumberFormat {
  return delimiter === ',' ? 'point' : 'comma';
}
