import type { Decimal } from './reading.js';

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const DECIMAL_COMMA = /^[+-]?\d*,\d+([eE][+-]?\d+)?$/;

/** The number that a text writes, or null where it writes none; too large a number is none. */
export function parseNumber(text: string, decimal: Decimal): number | null {
  const value = PLAIN.test(text) ? Number(text) : parseSpecial(text, decimal);
  return Number.isFinite(value) ? value : null;
}

function parseSpecial(text: string, decimal: Decimal): number {
  if (decimal === 'comma' && DECIMAL_COMMA.test(text)) return Number(text.replace(',', '.'));
  if (decimal === 'point' && GROUPED.test(text)) return Number(text.replaceAll(',', ''));
  return NaN;
}
