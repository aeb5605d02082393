import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../../contracts/errors.js';
import type { ModuleKind } from '../../../contracts/module/module.js';
import { loadSettings, parseSettings, type LoadedSettings } from '../../../workers/settings/settings.js';
import { print } from '../../text/print.js';
import { printable } from '../../text/text.js';
import { checkNewName } from './names.js';
import { ownerOf, ownersLine, type Owner } from './ownership.js';
import { findPlace, folderOf, gitOutput, type Place } from './place.js';
import { withEntry } from './settings-entry.js';
import { extensionOf, type Blueprint } from './blueprint.js';
import { moduleFiles } from './templates.js';

export type NewOptions = Partial<Owner>;

/** A file to write, with its whole text. */
interface Written {
  path: string;
  text: string;
}

/**
 * `coaxial new axis|paradigm NAME`: a folder with a module that works, its entry in temporal.yaml and its line in
 * CODEOWNERS. Nothing is overwritten, and nothing is written if there is any error. @returns the exit code.
 */
export async function newModule(kind: ModuleKind, name: string, options: NewOptions): Promise<number> {
  const place = await findPlace(process.cwd());
  const loaded = await loadSettings(existsSync(settingsFile(place)) ? settingsFile(place) : undefined);
  checkNewName(kind, name, loaded.settings);
  const of = await blueprint(kind, name, place, options);
  const folder = join(place.root, of.folder);
  if (existsSync(folder)) throw new UserError('InvalidInput', `${folder} is there already: choose another name`);
  const files = [
    ...Object.entries(moduleFiles(of)).map(([file, text]) => ({ path: join(folder, file), text })),
    await settingsWith(of, place, loaded),
    ...(await ownersWith(of, place, loaded)),
  ];
  for (const { path, text } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  const lines = files.map(({ path }) => `  ${relative(process.cwd(), path)}`);
  print(...[`${kind} ${name} of ${of.team} (${of.contact})`, ...lines, ...nextSteps(of)].map(printable));
  return 0;
}

/** The one that COAXIAL_CONFIG names, else that of the project. */
function settingsFile({ root }: Place): string {
  return resolve(process.env.COAXIAL_CONFIG || join(root, 'temporal.yaml'));
}

async function blueprint(kind: ModuleKind, name: string, place: Place, given: Partial<Owner>): Promise<Blueprint> {
  const owner = await ownerOf(given, place.root);
  const folder = withSlashes(folderOf(kind, name, place));
  const { checkout } = place;
  const built = checkout ? `dist/${folder}/index.js` : `${folder}/index.${extensionOf(place)}`;
  return { ...owner, kind, name, queue: `${kind}-${name}`, checkout, folder, built };
}

const withSlashes = (path: string): string => path.split(sep).join('/');

/** @throws UserError if the files cannot be written */
async function settingsWith(of: Blueprint, place: Place, { file }: LoadedSettings): Promise<Written> {
  const { kind, name, team, contact, queue, built } = of;
  const path = file ?? settingsFile(place);
  const before = file === null ? '' : await readFile(file, 'utf8');
  const module = withSlashes(relative(dirname(path), join(place.root, built)));
  const section = kind === 'axis' ? 'axes' : 'paradigms';
  const text = withEntry(before, section, name, { team, contact, queue, module });
  parseSettings(text, path);
  return { path, text };
}

/** Places where repository hosts look for it. */
const OWNERS_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** CODEOWNERS with one line added. If a checkout has none, it is made with all modules; in other projects it is not. */
async function ownersWith(of: Blueprint, place: Place, loaded: LoadedSettings): Promise<Written[]> {
  const top = (await gitOutput(place.root, 'rev-parse', '--show-toplevel')) ?? place.root;
  const line = ownersLine(relative(top, join(place.root, of.folder)), of);
  const there = OWNERS_FILES.map((file) => join(top, file)).find((file) => existsSync(file));
  if (there !== undefined) {
    const text = await readFile(there, 'utf8');
    return [{ path: there, text: `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${line}` }];
  }
  if (!place.checkout) return [];
  const path = join(top, OWNERS_FILES[0]);
  return [{ path, text: (await ownersOfAll(place, loaded)) + line }];
}

const OWNERS_HEAD = '# Whom to ask before a change: the owners of axes and paradigms, as temporal.yaml has them.\n';

/** The owners of a checkout's modules, from temporal.yaml. */
async function ownersOfAll({ root }: Place, { settings }: LoadedSettings): Promise<string> {
  const lines = async (parent: string, owners: Partial<Record<string, Partial<Owner>>>): Promise<string[]> => {
    const entries = await readdir(join(root, parent), { withFileTypes: true });
    return entries.flatMap((entry) => {
      const { team, contact } = owners[entry.name] ?? {};
      if (!entry.isDirectory() || team === undefined || contact === undefined) return [];
      return ownersLine(join(parent, entry.name), { team, contact });
    });
  };
  const axes = await lines(join('activities', 'axes'), settings.axes);
  const paradigms = await lines(join('activities', 'paradigms'), settings.paradigms);
  return [OWNERS_HEAD, ...axes, ...paradigms].join('');
}

function nextSteps({ kind, name, checkout, folder }: Blueprint): string[] {
  if (checkout) return [`test it: npm test -- ${name}`, `then make it yours: ${folder}/index.ts`];
  return [
    `test it: node --test ${folder}/${name}.test.mjs`,
    `serve it: npx coaxial worker ${name}; check it: npx coaxial check ${kind} ${name}`,
    `then make it yours: ${folder}/index.mjs`,
  ];
}
