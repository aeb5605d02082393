import type { ContractRoles } from './catalogue.js';
import { findBreaks, type Break } from './compare.js';
import { FOLDER, parseFiles, readBase, readFiles, schemaText, writeFiles, type Base, type Files } from './files.js';
import { contractFileId, type SchemaTree } from './json-schema.js';

/** A project's schemas as they should be. */
export interface Wanted {
  /** Folder of the project. */
  root: string;
  generated: SchemaTree;
  contracts: readonly ContractRoles[];
}

/** What lint says of the schemas. */
export interface Report {
  /** One sentence or more each; empty where all is well. */
  problems: string[];
  /** What could not be looked at, and why. */
  notes: string[];
}

/** Whether the schemas that are checked in are those of now, and whether any was changed incompatibly. */
export async function checkSchemas(wanted: Wanted): Promise<Report> {
  const present = await readFiles(wanted.root);
  const files = wantedFiles(wanted, present);
  const base = await readBase(wanted.root);
  const drift = [...new Set([...files.keys(), ...present.keys()])]
    .filter((path) => files.get(path) !== present.get(path))
    .map((path) => `${FOLDER}/${path} ${driftOf(path, files, present)}: run npm run schemas.`);
  return {
    problems: [...breaksSince(base, files, wanted.contracts).map(breakText), ...drift],
    notes: 'missing' in base ? [`${FOLDER} is not compared with an earlier revision: ${base.missing}.`] : [],
  };
}

function driftOf(path: string, files: Files, present: Files): string {
  if (!files.has(path)) return 'is a schema of nothing any more';
  return present.has(path) ? 'is not what the zod schemas say' : 'is missing';
}

/** Writes the schemas of now. Where one would change incompatibly, writes nothing and gives every such change, in words. */
export async function writeSchemas(wanted: Wanted): Promise<string[]> {
  const present = await readFiles(wanted.root);
  const files = wantedFiles(wanted, present);
  const base = await readBase(wanted.root);
  // Without a revision to compare with, what is to be overwritten is the only earlier state that is known.
  const before = 'missing' in base ? { revision: 'working tree', tree: parseFiles(present) } : base;
  const breaks = breaksSince(before, files, wanted.contracts);
  if (breaks.length === 0) await writeFiles(wanted.root, files);
  return breaks.map(breakText);
}

/** What is generated, and the files of earlier versions that are still spoken, which nothing can generate any more. */
function wantedFiles({ generated, contracts }: Wanted, present: Files): Files {
  const kept = [...present].filter(([path]) => {
    const id = contractFileId(path);
    const contract = contracts.find(({ name }) => name === id?.contract);
    return id && contract && id.version >= contract.spoken.from && id.version < contract.version;
  });
  return new Map([...kept, ...[...generated].map(([path, schema]) => [path, schemaText(schema)] as const)]);
}

function breaksSince(base: Base, files: Files, contracts: readonly ContractRoles[]): Break[] {
  return 'missing' in base ? [] : findBreaks(base.tree, parseFiles(files), contracts);
}

function breakText({ path, pointer, what, readers, remedy }: Break): string {
  return `${FOLDER}/${path}${pointer && `#${pointer}`}: ${what}. ${readers} ${remedy}`;
}
