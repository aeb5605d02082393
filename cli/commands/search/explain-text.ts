import pc from 'picocolors';
import { leftOutWarnings } from '../../../activities/dataset/warnings.js';
import type { ColumnProfile, TargetProfile } from '../../../learning/dataset/profile.js';
import type { CheckedSearch } from '../../input/check-search.js';
import { counted } from '../../../client/text.js';
import { printable, wrapped } from '../../text/text.js';

/** Most lines of a list. */
const MOST_COLUMNS = 40;
const MOST_WARNINGS = 40;
const MOST_CLASSES = 6;
const LONGEST_NAME = 60;
const LONGEST_SENTENCE = 400;

/** Column at which the text after a heading begins. */
const HEADING = 10;
const INDENT = 4;

const DELIMITERS: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/**
 * How data are read and what a search would do with them, as lines for people.
 *
 * @param width of the terminal in characters; Infinity leaves lines whole
 */
export function explainLines(dataName: string, checked: CheckedSearch, width: number): string[] {
  const { columns } = checked.profile;
  const told = leftOutWarnings(columns);
  const warnings = checked.profile.warnings.filter((warning) => !told.includes(warning));
  const used = columns.filter(({ leftOut }) => leftOut === null);
  const leftOut = columns.filter((column) => column.leftOut !== null);
  return [
    ...headLines(dataName, checked).flatMap((line) => wrapped(line, width, HEADING)),
    ...section('columns that are used', used, MOST_COLUMNS, usedText, width),
    ...section('columns that are left out', leftOut, MOST_COLUMNS, leftOutText, width),
    ...section('what to know', warnings, MOST_WARNINGS, sentence, width),
  ];
}

function headLines(dataName: string, { csv, profile, task, metric, plan }: CheckedSearch): string[] {
  const { rows, columns, target } = profile;
  const file = `${DELIMITERS[csv.delimiter] ?? printable(csv.delimiter)} between fields, ${csv.encoding}`;
  const judged = plan.method === 'k-fold' ? `${plan.folds} folds` : `${plan.validationRows} of them to judge by`;
  const kept = plan.holdoutRows === 0 ? 'none kept aside' : `${plan.holdoutRows} kept aside and read once, at the end`;
  const unused = plan.unusedRows === 0 ? '' : `, ${plan.unusedRows} for the final fit alone`;
  return [
    heading('data', `${short(dataName)}: ${counted(rows, 'row')}, ${counted(columns.length, 'input column')}; ${file}`),
    heading('target', `${short(target.name)}: ${targetText(target)}`),
    heading('task', `${task}, by ${metric}`),
    heading('plan', `${counted(plan.searchRows, 'row')} to search on (${judged}), ${kept}${unused}`),
  ];
}

function heading(name: string, text: string): string {
  return pc.bold(name) + ' '.repeat(HEADING - name.length) + text;
}

function targetText({ classes, quartiles, evidence }: TargetProfile): string {
  if (!classes) {
    const range = quartiles ? `; from ${quartiles[0]} to ${quartiles[4]}, median ${quartiles[2]}` : '';
    return sentence(evidence) + range;
  }
  const most = [...classes].sort((a, b) => b.count - a.count).slice(0, MOST_CLASSES);
  const shown = most.map(({ level, count }) => `${short(level)} (${counted(count, 'row')})`).join(', ');
  return `${classes.length} classes: ${shown}${classes.length > MOST_CLASSES ? ', …' : ''}`;
}

function section<Item>(
  title: string,
  items: readonly Item[],
  most: number,
  text: (item: Item) => string,
  width: number,
): string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, most).flatMap((item) => wrapped(text(item), width, INDENT));
  const more = items.length - most;
  return [
    '',
    pc.bold(`${title} (${items.length})`),
    ...shown,
    ...(more > 0 ? [`and ${more} more: --json has all`] : []),
  ];
}

function usedText({ name, type, evidence, missing, distinct }: ColumnProfile): string {
  const gaps = missing === 0 ? '' : `, ${missing} missing`;
  return `${pc.bold(short(name))}: ${type}; ${sentence(evidence)}; ${distinct} different${gaps}`;
}

function leftOutText({ name, leftOut, evidence }: ColumnProfile): string {
  return `${pc.bold(short(name))}: ${sentence(leftOut ?? '')}; read as ${sentence(evidence)}`;
}

const short = (name: string): string => cut(name, LONGEST_NAME);
const sentence = (text: string): string => cut(text, LONGEST_SENTENCE);

/** At most so many characters, for a terminal. */
function cut(text: string, most: number): string {
  return printable(text.length > most ? `${text.slice(0, most)}…` : text);
}
