import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { BUILT_IN_AXES } from '../../contracts/module/axis-name.js';
import { UserError } from '../../contracts/errors.js';
import { BUILT_IN_PARADIGMS } from '../../contracts/candidate/paradigm.js';
import { projectSettingsSchema, type ProjectSettings } from '../../contracts/search/settings.js';
import { contestedQueues } from './contested-queues.js';

const FILE_NAME = 'temporal.yaml';

export interface LoadedSettings {
  settings: ProjectSettings;
  /** The folder that relative paths start from: the file's, or the current one without a file. */
  root: string;
  file: string | null;
}

/**
 * Reads temporal.yaml: the given file, else that of `COAXIAL_CONFIG`, else the one in the current folder; without any
 * of them all settings have their defaults.
 *
 * @throws UserError('InvalidSettings') that names the lines: `temporal.yaml:12: trials.threads: what was wrong; …`.
 */
export function loadSettings(file?: string): Promise<LoadedSettings> {
  return new Promise((resolve) => resolve(loadSettingsNow(file)));
}

/** The same synchronously. */
export function loadSettingsNow(file?: string): LoadedSettings {
  const named = file ?? (process.env.COAXIAL_CONFIG || undefined);
  const path = resolve(named ?? FILE_NAME);
  const text = read(path, named === undefined ? null : file === undefined ? 'COAXIAL_CONFIG: ' : '');
  if (text === null) return { settings: projectSettingsSchema.parse({}), root: process.cwd(), file: null };
  return { settings: parseSettings(text, basename(path)), root: dirname(path), file: path };
}

/** The folder of the store: from temporal.yaml, else in the home. */
export function storeFolder({ settings, root }: LoadedSettings, home: string): string {
  return settings.store.path === undefined ? join(home, 'store') : resolve(root, settings.store.path);
}

/** @param named text before the path in messages; null if the file may be missing */
function read(path: string, named: string | null): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && named === null) return null;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder, a file is needed' : message;
    throw new UserError('InvalidSettings', `${named ?? ''}${path}: ${why}`);
  }
}

/**
 * Parses the text of temporal.yaml.
 *
 * @throws UserError('InvalidSettings') with the line of each thing that is wrong.
 */
export function parseSettings(text: string, name: string): ProjectSettings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const refuse = (found: { offset: number; problem: string }[]): never => {
    const sentences = found
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, problem }) => `${name}:${Math.max(1, lines.linePos(offset).line)}: ${problem}`);
    throw new UserError('InvalidSettings', sentences.join('; '));
  };
  if (document.errors.length > 0) {
    refuse(document.errors.map(({ pos, message }) => ({ offset: pos[0], problem: message.replace(/\s+/g, ' ') })));
  }
  const parsed = projectSettingsSchema.safeParse(document.toJS() ?? {});
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(document, issue))),
    ...unknownNames(document, 'axes', BUILT_IN_AXES),
    ...unknownNames(document, 'paradigms', BUILT_IN_PARADIGMS),
    ...(parsed.success
      ? contestedQueues(parsed.data).map(({ path, problem }) => ({ offset: offsetOf(document, path), problem }))
      : []),
  ];
  return parsed.success && problems.length === 0 ? parsed.data : refuse(problems);
}

type Problem = { offset: number; problem: string };
type Path = readonly PropertyKey[];

function describeIssue(document: Document, issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { offset: offsetOf(document, path), problem: `${path.join('.')}: there is no such setting` };
    });
  }
  // A name that does not fit the schema is reported by unknownNames, with the known names.
  if (issue.code === 'invalid_key') return [];
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return [{ offset: offsetOf(document, issue.path), problem: `${where}${issue.message}` }];
}

/**
 * Unknown names in a section: neither an axis or paradigm of this release nor one with a queue. A search would wait for
 * a misspelt one.
 */
function unknownNames(document: Document, section: string, known: readonly string[]): Problem[] {
  const node = document.get(section);
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    const text = String(isScalar(key) ? key.value : key);
    const settings = isAlias(value) ? value.resolve(document) : value;
    if (known.includes(text) || (isMap(settings) && settings.has('queue'))) return [];
    const problem =
      `${section}.${text}: there is no such name; there are ${known.join(', ')}. ` +
      'Another one is named together with the queue that it is served on';
    return { offset: offsetOf(document, [section, text]), problem };
  });
}

/** The place of the key at the end of a path in the text, or of the deepest existing key on the path. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const next = entryOf(node, step);
    if (next === null) break;
    offset = next.offset ?? offset;
    node = next.value;
  }
  return offset;
}

function entryOf(node: unknown, step: PropertyKey): { offset: number | undefined; value: unknown } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
    if (!pair) return null;
    return { offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined, value: pair.value };
  }
  if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
    const value = node.items[step];
    return { offset: isNode(value) ? value.range?.[0] : undefined, value };
  }
  return null;
}
