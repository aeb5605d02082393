import { isNumber, isSureOfNames } from './header.js';
import { endOfLine, lineAt } from './encoding/lines.js';
import { sniffDelimiter, takeSample, type Sample } from './sniff-delimiter.js';

/** Where a table begins in a text, and its delimiter. */
export interface TableStart {
  /** Byte at which the header begins. */
  start: number;
  sample: Sample;
  warnings: string[];
}

const BLANK_LINE = /^[ \t]*$/;
const SEPARATOR_LINE = /^"?sep=(.|\\t)"?$/i;
/** Longest line that is looked at here. */
const LINE_BYTES = 65_536;

/** Skips what may precede a header: blank lines, Excel's line `sep=`, comments (`#`). */
export function findHeader(text: Buffer, lineEnds: string[]): TableStart {
  let start = skipLines(text, 0, (line) => BLANK_LINE.test(line));
  const separator = SEPARATOR_LINE.exec(lineFrom(text, start));
  if (separator) {
    start = skipLines(text, endOfLine(text, start), (line) => BLANK_LINE.test(line));
    const delimiter = separator[1] === '\\t' ? '\t' : separator[1];
    return { start, sample: takeSample(text.subarray(start), delimiter, lineEnds), warnings: [] };
  }
  const afterComments = skipLines(text, start, (line) => line.startsWith('#') || BLANK_LINE.test(line));
  const body = sniffed(text, afterComments === text.length ? start : afterComments, lineEnds);
  if (body.start === start) return body;
  return (
    headerAmongComments(text, start, body, lineEnds) ?? {
      ...body,
      warnings: [...body.warnings, skipped(text, start, body.start)],
    }
  );
}

function sniffed(text: Buffer, start: number, lineEnds: string[]): TableStart {
  const { best, other } = sniffDelimiter(text.subarray(start), lineEnds);
  const warnings =
    other === null
      ? []
      : [`fields are parted by ${shown(best.delimiter)}; ${shown(other)} would part each line alike too`];
  return { start, sample: best, warnings };
}

/** The last comment if it is the header: it has a name for each field of the next row, which has no names. */
function headerAmongComments(text: Buffer, start: number, body: TableStart, lineEnds: string[]): TableStart | null {
  let last = start;
  for (let next = start; next < body.start; next = endOfLine(text, next)) {
    if (lineFrom(text, next).startsWith('#')) last = next;
  }
  const sample = takeSample(text.subarray(last), body.sample.delimiter, lineEnds);
  const { header } = sample;
  if (header.length < 2 || header.length !== body.sample.header.length || isSureOfNames(body.sample)) return null;
  if (/^#\s/.test(header[0]) && !body.sample.header.some(isNumber)) return null;
  const warnings = [...body.warnings, `line ${lineAt(text, last)} begins with # and was taken for the header`];
  if (last > start) warnings.push(skipped(text, start, last));
  return { start: last, sample: { ...sample, header: withoutMark(header) }, warnings };
}

/** `# x` is named x, `#x` is not. */
function withoutMark(header: readonly string[]): string[] {
  return header.map((field, i) => (i === 0 ? field.replace(/^#\s+/, '') : field));
}

function skipped(text: Buffer, from: number, to: number): string {
  const [first, last] = [lineAt(text, from), lineAt(text, to) - 1];
  const example = JSON.stringify(lineFrom(text, from).slice(0, 60));
  return first === last
    ? `line ${first} was skipped as a comment: ${example}`
    : `lines ${first} to ${last} were skipped as comments: ${example} …`;
}

function skipLines(text: Buffer, start: number, skip: (line: string) => boolean): number {
  let at = start;
  while (at < text.length && skip(lineFrom(text, at))) at = endOfLine(text, at);
  return at;
}

/** A line's text without its end. */
function lineFrom(text: Buffer, start: number): string {
  const end = endOfLine(text.subarray(0, start + LINE_BYTES), start);
  return text.toString('utf8', start, end).replace(/[\r\n]+$/, '');
}

function shown(delimiter: string): string {
  return delimiter === '\t' ? 'tabs' : JSON.stringify(delimiter);
}
