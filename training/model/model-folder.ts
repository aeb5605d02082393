import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../contracts/errors.js';
import { arraysOf, decodeSafetensors, encodeArrays } from '../../learning/arrays/safetensors.js';
import { nullIfAbsent, removeFile, writeWhole } from '../../storage/files/files.js';
import type { ModelData } from '../paradigm/paradigm.js';
import { OWN_MODEL_FORMAT, SERVED_MODEL_FORMAT } from './model-file.js';
import type { ModelDescription, ModelFile, ServedBy, ServedModelFile } from './model-file.js';
import { parseModelFile } from './parse-model-file.js';

const FILE = 'model.json';

/** A part of a model beside its file: `model-<the first digits of its SHA-256>.safetensors` or `.bin`. */
interface Part {
  name: string;
  digest: string;
}

/**
 * A model folder is written in parts, each named by its content, and model.json last, by a rename: the parts that it
 * names are always complete, even while an extended search replaces the model.
 */
export async function writeModel(folder: string, description: ModelDescription, model: ModelData): Promise<void> {
  const { version: paradigmVersion, meta } = model;
  const bytes = encodeArrays(model.arrays);
  const arrays = digestOf(bytes);
  await write(folder, { format: OWN_MODEL_FORMAT, ...description, paradigmVersion, meta, arrays }, [bytes]);
}

/** A model of a paradigm that its team serves. */
export interface ServedModel {
  served: ServedBy;
  /** In a format that only its team can read. */
  bytes: Uint8Array;
  exported: ModelData | null;
}

export async function writeServedModel(
  folder: string,
  description: ModelDescription,
  { served, bytes: own, exported }: ServedModel,
): Promise<void> {
  const arrays = exported && encodeArrays(exported.arrays);
  const { paradigm, version, meta } = exported ?? {};
  const form = arrays && { paradigm: paradigm!, version: version!, meta: meta!, arrays: digestOf(arrays) };
  const file = { format: SERVED_MODEL_FORMAT, ...description, served, bytes: digestOf(own), exported: form } as const;
  await write(folder, file, [own, ...(arrays ? [arrays] : [])]);
}

/** @param contents of the file's parts, in their order */
async function write(folder: string, file: ModelFile, contents: readonly Uint8Array[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = JSON.stringify(file, null, 2);
  const parts = partsOf(parseModelFile(text, join(folder, FILE)));
  const former = await readModelFile(folder).then(partsOf, () => []);
  for (const [i, part] of parts.entries()) await writeWhole(join(folder, part.name), contents[i]);
  await writeWhole(join(folder, FILE), text);
  const kept = new Set(parts.map(({ name }) => name));
  for (const { name } of former) if (!kept.has(name)) await removeFile(join(folder, name));
}

export interface ReadModel {
  file: ModelFile;
  /** The model with which Coaxial itself predicts; null for a served model without an exported form. */
  data: ModelData | null;
}

/** @throws UserError('InvalidModel') for a folder that holds no model, a damaged one, or one of another format */
export async function readModel(folder: string): Promise<ReadModel> {
  return whole(folder, async (file) => {
    const form =
      file.format === OWN_MODEL_FORMAT
        ? { paradigm: file.paradigm, version: file.paradigmVersion, meta: file.meta, arrays: file.arrays }
        : file.exported;
    if (form === null) return { file, data: null };
    const arrays = decodeArrays(await readPart(folder, arraysPart(form.arrays)), folder);
    return { file, data: { ...form, arrays } };
  });
}

/** The bytes of a served model. @throws UserError('InvalidModel') if they are not there, or damaged */
export function readModelBytes(folder: string, { bytes }: ServedModelFile): Promise<Uint8Array> {
  return readPart(folder, bytesPart(bytes));
}

/** Copies a model, whole, into a folder that is empty or not there. @throws UserError('InvalidModel') as `readModel` */
export async function copyModel(from: string, to: string): Promise<void> {
  await whole(from, async (file) => {
    const parts = partsOf(file);
    await mkdir(to, { recursive: true });
    for (const part of parts) await writeWhole(join(to, part.name), await readPart(from, part));
    await writeWhole(join(to, FILE), JSON.stringify(file, null, 2));
  });
}

/** Reads a model; if another one replaces it meanwhile, that one is read. */
async function whole<Result>(folder: string, read: (file: ModelFile) => Promise<Result>): Promise<Result> {
  for (;;) {
    const file = await readModelFile(folder);
    try {
      return await read(file);
    } catch (error) {
      const now = await readModelFile(folder);
      if (namesOf(now) === namesOf(file)) throw error;
    }
  }
}

const namesOf = (file: ModelFile): string => JSON.stringify(partsOf(file));

async function readModelFile(folder: string): Promise<ModelFile> {
  const path = join(folder, FILE);
  const bytes = await readPlain(path);
  if (bytes === null) throw new UserError('InvalidModel', `${folder} holds no model: there is no ${path}`);
  return parseModelFile(bytes.toString('utf8'), path);
}

async function readPart(folder: string, { name, digest }: Part): Promise<Uint8Array> {
  const bytes = await readPlain(join(folder, name));
  if (bytes === null) throw new UserError('InvalidModel', `${folder} is not whole: there is no ${name}`);
  if (digestOf(bytes) === digest) return bytes;
  throw new UserError('InvalidModel', `${folder} is damaged: ${name} does not have the SHA-256 that ${FILE} names`);
}

/** A file's bytes; null if there is none. A pipe or device, which may never end, is refused. */
async function readPlain(path: string): Promise<Buffer | null> {
  try {
    const info = await stat(path).catch(nullIfAbsent);
    if (info === null) return null;
    if (!info.isFile()) throw new Error('it is not a file');
    return await readFile(path);
  } catch (error) {
    throw new UserError('InvalidModel', `${path} cannot be read: ${(error as Error).message}`);
  }
}

function partsOf(file: ModelFile): Part[] {
  if (file.format === OWN_MODEL_FORMAT) return [arraysPart(file.arrays)];
  return [bytesPart(file.bytes), ...(file.exported ? [arraysPart(file.exported.arrays)] : [])];
}

const arraysPart = (digest: string): Part => ({ name: `model-${digest.slice(0, 12)}.safetensors`, digest });
const bytesPart = (digest: string): Part => ({ name: `model-${digest.slice(0, 12)}.bin`, digest });

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function decodeArrays(bytes: Uint8Array, folder: string): ModelData['arrays'] {
  try {
    return arraysOf(decodeSafetensors(bytes)) as ModelData['arrays'];
  } catch (error) {
    throw new UserError('InvalidModel', `${folder} is damaged: its arrays: ${(error as Error).message}`);
  }
}
