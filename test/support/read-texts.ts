import { isCategory } from '../../learning/arrays/table.js';
import { inferReading, type InferredReading } from '../../learning/column-types/infer.js';
import { readColumn } from '../../learning/column-types/read-column.js';
import type { ReadingOptions } from '../../learning/column-types/study.js';
import { TextColumn } from '../../learning/csv/text-column.js';

export const textColumn = (texts: readonly string[], name = 'x'): TextColumn => {
  const column = new TextColumn(name);
  for (const text of texts) column.append(text);
  return column;
};
export const inferTexts = (texts: readonly string[], options: Partial<ReadingOptions> = {}): InferredReading =>
  inferReading(textColumn(texts), { rows: null, ...options });
/** A column's values, categories as their texts, dates as ISO texts. */
export const valuesOf = (
  texts: readonly string[],
  options: Partial<ReadingOptions> = {},
): (string | number | null)[] => {
  const { column } = readColumn(textColumn(texts), inferTexts(texts, options).reading, null);
  if (isCategory(column)) return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]));
  return Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return null;
    return column.type === 'date' ? new Date(value).toISOString().replace(/T00:00:00.000Z$|:00.000Z$/, '') : value;
  });
};
export const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => String(from + i));
