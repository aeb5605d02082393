import { plainTable } from '../../text/table.js';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes with three digits: `999 B`, `1.50 kB`, `12.3 GB`. Units are powers of 1000. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // A value that would be rounded to 1000 is shown in the next unit.
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000;
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(unit === 0 ? 0 : digits)} ${UNITS[unit]}`;
}

/** Files and bytes of each part, and their sum, as a table. */
export function sizeTable(parts: readonly { name: string; files: number; bytes: number }[]): string {
  const table = plainTable(['', 'files', 'size'], 'lrr');
  const sum = { name: 'all', files: 0, bytes: 0 };
  for (const { files, bytes } of parts) {
    sum.files += files;
    sum.bytes += bytes;
  }
  for (const { name, files, bytes } of [...parts, sum]) table.push([name, files, sizeText(bytes)]);
  return table.toString();
}
