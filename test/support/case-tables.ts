import { createRandom, type Random } from '../../random/index.js';

/** A table's text. @param row its cells, as they stand in the file */
export function tableText(
  header: readonly string[],
  rows: number,
  row: (i: number, random: Random) => readonly (string | number)[],
  { delimiter = ',', eol = '\n' } = {},
): string {
  const random = createRandom(rows);
  const lines = Array.from({ length: rows }, (_, i) => row(i, random).join(delimiter));
  return [header.join(delimiter), ...lines, ''].join(eol);
}

/** `1234567` as `1.234.567`, with whichever mark. */
export function grouped(value: number | string, mark: string): string {
  const [whole, ...fraction] = String(value).split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, mark), ...fraction].join('.');
}
