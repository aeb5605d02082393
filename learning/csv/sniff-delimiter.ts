import { parseRecords } from './parse-records.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_BYTES = 65_536;
const SAMPLE_ROWS = 200;
/** A delimiter fits if at least this share of the rows has the same number of fields. */
export const ALIKE = 0.9;

/** A text's first records, by a delimiter. */
export interface Sample {
  delimiter: string;
  /** The first record's fields. */
  header: string[];
  rows: string[][];
  /** Fields that most rows have. */
  width: number;
  /** Share of the rows that have so many. */
  alike: number;
}

/** The delimiter that fits best, and another that fits as well, or null. */
export interface Sniffed {
  best: Sample;
  other: string | null;
}

/**
 * Finds the delimiter: the one that gives header and rows the same number of fields, and the most fields. If there is
 * none: one that gives the rows the same number (the header is then wrong), or the one that occurs least (a single
 * column).
 */
export function sniffDelimiter(text: Buffer, lineEnds: string[]): Sniffed {
  const samples = DELIMITERS.map((delimiter) => takeSample(text, delimiter, lineEnds));
  const fitting = samples.filter(fits).sort((a, b) => b.width - a.width);
  if (fitting.length > 0) return { best: fitting[0], other: fitting[1]?.delimiter ?? null };
  const parted = samples
    .filter((sample) => sample.width > 1 && sample.alike >= ALIKE && !isDecimalCommas(sample))
    .sort((a, b) => b.width - a.width);
  const named = samples.filter(({ header }) => header.length > 1).sort((a, b) => b.header.length - a.header.length);
  const single = samples.filter(({ width }) => width === 1).sort((a, b) => b.alike - a.alike);
  const [best] = [...parted, ...named, ...single, ...samples];
  return { best, other: null };
}

export function takeSample(text: Buffer, delimiter: string, lineEnds: string[]): Sample {
  const [header = [], ...rows] = firstRecords(text, delimiter, lineEnds);
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [header.length, 0];
  return { delimiter, header, rows, width, alike: rows.length === 0 ? 1 : count / rows.length };
}

function firstRecords(text: Buffer, delimiter: string, lineEnds: string[]): string[][] {
  const records: string[][] = [];
  const options = { delimiter, lineEnds, blankLines: false, most: SAMPLE_ROWS + 1 };
  // The record cut by the end of the sample is ignored, unless it is the only one.
  let cut = text.length > SAMPLE_BYTES;
  const stop = parseRecords(text.subarray(0, SAMPLE_BYTES), options, (record) => {
    if (record.length > 1 || record[0].trim() !== '') records.push(record);
  });
  cut &&= stop === null && records.length <= SAMPLE_ROWS;
  return cut && records.length > 1 ? records.slice(0, -1) : records;
}

function fits({ header, rows, width, alike }: Sample): boolean {
  if (header.length < 2 || alike < ALIKE) return false;
  return (
    width === header.length ||
    (width === header.length + 1 && rows.every((row) => row.length < width || row.at(-1) === ''))
  );
}

/** A single column of numbers with decimal commas. */
function isDecimalCommas({ delimiter, header, rows }: Sample): boolean {
  return (
    delimiter === ',' &&
    header.length === 1 &&
    rows.every((row) => /^[+-]?\d*(,\d*)?$/.test(row.map((text) => text.trim()).join(',')))
  );
}
