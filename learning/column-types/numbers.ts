import type { Decimal } from './reading.js';
import { isCurrency, measureOf } from './units.js';

const PLAIN: Readonly<Record<Decimal, RegExp>> = {
  point: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/,
  comma: /^[+-]?\d+(?:[eE][+-]?\d+)?$/,
};
const GROUPED = String.raw`[1-9]\d{0,2}(?<group>[MARK '_])\d{3}(?:\k<group>\d{3})*`;
const INDIAN = String.raw`[1-9]\d?(?:,\d{2})+,\d{3}`;
const NUMBER: Readonly<Record<Decimal, RegExp>> = {
  point: new RegExp(`^(?<whole>\\d*|${GROUPED.replace('MARK', ',')}|${INDIAN})(?:\\.(?<part>\\d+))?$`),
  comma: new RegExp(`^(?<whole>\\d*|${GROUPED.replace('MARK', '.')})(?:,(?<part>\\d+))?$`),
};
const MARK: Readonly<Record<Decimal, string>> = { point: '.', comma: ',' };
const INFINITE = /^([+-]?)(?:inf(?:inity)?|∞|1\.#inf)$/i;

/** Limit, sign or bracket, currency, digits with marks, exponent, sign, unit; `5,-` and `5.--` are whole amounts. */
const WRITTEN = new RegExp(
  String.raw`^(?<least>[<>≤≥]=? ?)?(?<open>\()?(?<sign>[+-])? ?(?<before>[\p{L}.]{0,4}\p{Sc}?)? ?(?<inner>[+-])?` +
    String.raw`(?<digits>[.,]?\d(?:[\d., '_]*\d)?)(?<exponent>[eE][+-]?\d+)?(?<dash>[.,]-{1,2})?(?<minus>-)?(?<most>\+)?` +
    String.raw`(?<blank> )?(?<behind>[\p{L}\p{Sc}%‰°µ"'′″][\p{L}%°²³/·^*\p{Sc}-]{0,14}[23]?\.?(?: ?\p{Sc})?)?(?<close>\))?$`,
  'u',
);

/** A number as it is written: its value, infinite where it says so or is beyond doubles, and its unit. */
export interface WrittenNumber {
  value: number;
  unit: string | null;
  /** Whether it is written as a limit: <0.01, 65+. */
  limit: boolean;
}

/** The number that a text writes by this decimal mark, or null if it writes none. */
export function parseNumber(text: string, decimal: Decimal): number | null {
  return PLAIN[decimal].test(text) ? Number(text) : (readNumber(text, decimal)?.value ?? null);
}

/**
 * The number that a text writes by this decimal mark, or null if it writes none.
 *
 * Digits may be grouped by threes, by the other mark, blanks, apostrophes or underscores (with commas also as in India);
 * a group does not begin with 0, so 0,125 is decimal. Minus signs before or behind, brackets for negative amounts,
 * currencies before or behind, percent signs and units behind, k, M and B for thousands, millions and billions. A limit
 * (<0.01, 65+) is the number that it names.
 */
export function readNumber(text: string, decimal: Decimal): WrittenNumber | null {
  if (PLAIN[decimal].test(text)) return { value: Number(text), unit: null, limit: false };
  const tidy = text.length > 40 ? text : plainSigns(text);
  const infinite = INFINITE.exec(tidy);
  if (infinite) return { value: infinite[1] === '-' ? -Infinity : Infinity, unit: null, limit: false };
  const parts = /\d/.test(tidy) && tidy.length <= 40 ? WRITTEN.exec(tidy)?.groups : undefined;
  if (!parts) return null;
  const {
    before = '',
    behind = '',
    digits,
    exponent = '',
    dash = MARK[decimal],
  } = parts as Record<string, string | undefined>;
  if ((before !== '' && !isCurrency(before)) || dash[0] !== MARK[decimal]) return null;
  const number = NUMBER[decimal].exec(digits!)?.groups;
  if (!number) return null;
  const { unit, scale } = measureOf(before, behind, parts.blank === undefined);
  const magnitude = Number(`${number.whole.replace(/\D/g, '')}.${number.part ?? '0'}${exponent}`) * scale;
  const negative = isNegative(parts);
  const limit = parts.least !== undefined || parts.most !== undefined;
  return negative === null ? null : { value: negative ? -magnitude : magnitude, unit, limit };
}

/** By one sign or a pair of brackets; null for several of them. */
function isNegative({ open, close, sign, inner, minus }: Record<string, string | undefined>): boolean | null {
  if ((open === undefined) !== (close === undefined)) return null;
  const signs = [sign, inner, minus, open].filter((part) => part !== undefined);
  return signs.length > 1 ? null : signs.length === 1 && signs[0] !== '+';
}

/** Blanks, minus signs, apostrophes and digits of other widths as ASCII has them. */
function plainSigns(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text
    .replace(/\s/g, ' ')
    .replace(/[\u2212\u2010-\u2015\ufe63\uff0d]/g, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30))
    .replace(/\u03bc/g, 'µ');
}
