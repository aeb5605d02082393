import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Document,
  type YAMLMap,
} from 'yaml';
import { UserError } from '../../../contracts/errors.js';

/** The entry of a new module in temporal.yaml. */
export interface SettingsEntry {
  team: string;
  contact: string;
  queue: string;
  /** Path of the file that defines it, relative to temporal.yaml. */
  module: string;
}

const USUAL_INDENT = 2;

/**
 * The text of temporal.yaml with one entry added at the end of a section; everything else is unchanged, unless the
 * section is written in braces.
 *
 * @param text empty where there is no file yet
 * @throws UserError if the text is not YAML, or the section is not a map
 */
export function withEntry(text: string, section: 'axes' | 'paradigms', name: string, entry: SettingsEntry): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new UserError('InvalidSettings', `temporal.yaml cannot be read: ${error.message.split('\n')[0]}`);
  if (document.contents !== null && !isMap(document.contents)) {
    throw new UserError('InvalidSettings', 'temporal.yaml holds no settings by their names');
  }
  const node = document.get(section, true);
  if (isMap(node) && !node.flow && node.items.length > 0) return after(text, node, name, entry);
  if (isMap(node)) return rewritten(document, section, name, entry);
  if (node !== undefined && !(isScalar(node) && node.value === null)) {
    throw new UserError('InvalidSettings', `${section} of temporal.yaml holds no settings by their names`);
  }
  const block = entryText(name, entry, USUAL_INDENT);
  const key = keyEnd(document, section);
  if (key === null) return `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${section}:\n${block}`;
  return spliced(text, key, block);
}

/** After the last entry of a section. */
function after(text: string, map: YAMLMap, name: string, entry: SettingsEntry): string {
  const [first] = map.items;
  const start = isScalar(first.key) ? first.key.range![0] : 0;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  return spliced(text, endOf(map), entryText(name, entry, indent));
}

/** A map in braces cannot contain a block, so the library rewrites it. */
function rewritten(document: Document, section: string, name: string, entry: SettingsEntry): string {
  const map = document.get(section) as YAMLMap;
  map.flow = false;
  map.set(name, document.createNode(entry));
  return document.toString({ lineWidth: 0 });
}

function entryText(name: string, entry: SettingsEntry, indent: number): string {
  const lines = stringify({ [name]: entry }, { lineWidth: 0 })
    .trimEnd()
    .split('\n');
  return `${lines.map((line) => ' '.repeat(indent) + line).join('\n')}\n`;
}

/** Puts whole lines behind the line of an offset. */
function spliced(text: string, offset: number, lines: string): string {
  const end = offset > 0 && text[offset - 1] === '\n' ? offset - 1 : text.indexOf('\n', offset);
  if (end < 0) return `${text}\n${lines}`;
  return text.slice(0, end + 1) + lines + text.slice(end + 1);
}

/** Where the last value of a node ends; comments that follow it belong to what comes next. */
function endOf(node: unknown): number {
  if (isCollection(node) && !node.flow && node.items.length > 0) {
    const last = node.items[node.items.length - 1];
    if (isSeq(node) || !isPair(last)) return endOf(last);
    return isScalar(last.value) && last.value.range && last.value.value === null ? endOf(last.key) : endOf(last.value);
  }
  return (node as { range: [number, number, number] }).range[1];
}

function keyEnd(document: Document, section: string): number | null {
  const { contents } = document;
  if (!isMap(contents)) return null;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === section);
  return pair && isScalar(pair.key) ? pair.key.range![1] : null;
}
