import { parse } from 'csv-parse/sync';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_BYTES = 65_536;
const SAMPLE_LINES = 200;

/** The delimiter by which the first lines fall into the most columns, as many in each; a comma where none does. */
export function sniffDelimiter(text: Buffer): string {
  const sample = wholeLines(text);
  const columns = DELIMITERS.map((delimiter) => columnsBy(delimiter, sample));
  const most = Math.max(...columns);
  return most < 2 ? ',' : DELIMITERS[columns.indexOf(most)];
}

function wholeLines(text: Buffer): Buffer {
  if (text.length <= SAMPLE_BYTES) return text;
  const end = text.lastIndexOf('\n', SAMPLE_BYTES);
  return text.subarray(0, end < 0 ? SAMPLE_BYTES : end + 1);
}

/** Columns of the header, where nearly all lines have as many; else 0. */
function columnsBy(delimiter: string, sample: Buffer): number {
  try {
    const records: string[][] = parse(sample, {
      delimiter,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: SAMPLE_LINES,
    });
    const width = records[0]?.length ?? 0;
    const alike = records.filter((record) => record.length === width).length;
    return alike >= 0.9 * records.length ? width : 0;
  } catch {
    // A quote that is not closed in the sample, by this delimiter: not the one, or found again when all is parsed.
    return 0;
  }
}
