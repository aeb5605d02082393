import type { TextColumn } from '../csv/text-column.js';
import { areBooleans, canonicalText, booleanOf } from '../column-types/categories.js';
import { sortLevels } from '../column-types/read-column.js';
import { quoted } from '../column-types/warnings.js';

export interface Labels {
  /** Index into `classes`, one for each of the rows that were asked for. */
  codes: Int32Array;
  /** Labels of the file; numbers sorted by value, other texts by code units. */
  classes: string[];
  warnings: string[];
}

/**
 * The labels of a target. Spellings of one label (Yes and yes, 1 and 1.0, é in one and two characters) are separate
 * labels, with a warning; if they are to be merged, the most frequent spelling replaces the others.
 *
 * @param rows row numbers of the file, none of them missing; null for all
 */
export function readLabels(column: TextColumn, rows: Int32Array | null, merge: boolean): Labels {
  const texts = new Map<string, { code: number; rows: number }>();
  const codes = new Int32Array(rows?.length ?? column.length);
  for (let i = 0; i < codes.length; i++) {
    const text = column.text(rows ? rows[i] : i);
    let known = texts.get(text);
    if (!known) texts.set(text, (known = { code: texts.size, rows: 0 }));
    known.rows++;
    codes[i] = known.code;
  }
  const groups = spellings(texts);
  const label = new Map([...texts.keys()].map((text) => [text, text]));
  if (merge) for (const group of groups) for (const text of group) label.set(text, group[0]);
  const classes = sortLevels([...new Set(label.values())]);
  const index = new Map(classes.map((text, code) => [text, code]));
  const renumbered = Int32Array.from(texts.keys(), (text) => index.get(label.get(text)!)!);
  for (let i = 0; i < codes.length; i++) codes[i] = renumbered[codes[i]];
  return { codes, classes, warnings: groups.map((group) => spellingWarning(column.name, group, merge)) };
}

/** Texts that spell one label, for each label with several, the most frequent first. */
function spellings(texts: ReadonlyMap<string, { rows: number }>): string[][] {
  const groups = new Map<string, string[]>();
  const truths = areBooleans([...texts.keys()]);
  for (const text of texts.keys()) {
    const key = truths ? String(booleanOf(text)) : canonicalText(text).toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => group.sort((a, b) => texts.get(b)!.rows - texts.get(a)!.rows));
}

function spellingWarning(name: string, group: readonly string[], merged: boolean): string {
  const shown = group.slice(0, 5).map(quoted).join(', ');
  return merged
    ? `${name}: ${shown} are taken for one label, ${quoted(group[0])}`
    : `${name}: ${shown} look like one label, and are learnt as ${group.length}; --merge-labels makes one of them`;
}
