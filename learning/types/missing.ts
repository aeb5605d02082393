const MISSING = new Set(['', 'NA', 'N/A', 'n/a', 'NaN', 'nan', 'NAN', 'null', 'NULL', 'Null', '?']);

/** Whether a cell's text stands for a missing value. */
export function isMissing(text: string): boolean {
  return text.length <= 4 && MISSING.has(text);
}
