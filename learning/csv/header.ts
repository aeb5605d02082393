import type { Sample } from './sniff-delimiter.js';

/** Invisible characters around a name. */
const INVISIBLE = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g;

/** The normal form of a column's name: trimmed, in Unicode normal form NFC. */
function columnName(text: string): string {
  return text.replace(INVISIBLE, '').normalize('NFC');
}

/**
 * Names of the columns: an empty one becomes `column <n>`, a repeated one gets `_<n>` behind it.
 *
 * @returns the names, and warnings
 */
export function nameColumns(header: readonly string[]): { names: string[]; warnings: string[] } {
  const used = new Set<string>();
  const byLower = new Map<string, string>();
  const warnings: string[] = [];
  const names = header.map((text, i) => {
    const wanted = columnName(text) || `column ${i + 1}`;
    let name = wanted;
    for (let n = 2; used.has(name); n++) name = `${wanted}_${n}`;
    if (name !== wanted)
      warnings.push(`${wanted} stands more than once in the header: column ${i + 1} is named ${name}`);
    const alike = byLower.get(name.toLowerCase());
    if (alike !== undefined) warnings.push(`the columns ${alike} and ${name} differ in small and capital letters only`);
    byLower.set(name.toLowerCase(), name);
    used.add(name);
    return name;
  });
  return { names, warnings };
}

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$/;

/** Whether a header is certainly not a row: one of its fields is not a number, and all fields below it are. */
export function isSureOfNames({ header, rows }: Sample): boolean {
  const below = (c: number): string[] => rows.map((row) => row[c]?.trim() ?? '').filter((text) => text !== '');
  return header.some((text, c) => !isNumber(text) && below(c).length > 0 && below(c).every(isNumber));
}

export function isNumber(text: string): boolean {
  return NUMBER.test(text.trim());
}

/**
 * Whether a header looks like one more row: most of its fields occur in the rows too, or are numbers among the numbers
 * there. Names that are numbers (years) are no evidence.
 */
export function looksLikeRow({ header, rows: all, width }: Sample): boolean {
  const rows = all.filter((row) => row.at(-1) !== header.at(-1) || row.join('\n') !== header.join('\n'));
  if (rows.length < 2 || header.length !== width) return false;
  const like = header.filter((text, c) => isAmong(text.trim(), rows, width, c)).length;
  return like > 0 && like >= header.length / 2;
}

function isAmong(text: string, rows: readonly string[][], width: number, column: number): boolean {
  if (text === '') return false;
  const values = rows.filter((row) => row.length === width).map((row) => row[column].trim());
  if (values.includes(text)) return true;
  if (!NUMBER.test(text)) return false;
  const numbers = values.filter((value) => NUMBER.test(value)).map(toNumber);
  const number = toNumber(text);
  return numbers.some((value) => value <= number) && numbers.some((value) => value >= number);
}

function toNumber(text: string): number {
  return Number(text.replace(',', '.'));
}
