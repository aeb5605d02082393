import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../contracts/errors.js';
import { arraysOf, decodeSafetensors, encodeArrays } from '../../learning/safetensors.js';
import { removeFile, writeWhole } from '../../storage/files.js';
import type { ModelData } from '../paradigms/paradigm.js';
import {
  modelFileSchema,
  OWN_MODEL_FORMAT,
  SERVED_MODEL_FORMAT,
  type ModelDescription,
  type ModelFile,
  type ServedBy,
} from './model-file.js';

const FILE = 'model.json';
const ARRAYS = 'model.safetensors';
const BYTES = 'model.bin';

export async function writeModel(folder: string, description: ModelDescription, model: ModelData): Promise<void> {
  const { version: paradigmVersion, meta, arrays } = model;
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, ARRAYS), encodeArrays(arrays));
  await writeFile(folder, { format: OWN_MODEL_FORMAT, ...description, paradigmVersion, meta });
  // Of an earlier end of the same search.
  await removeFile(join(folder, BYTES));
}

/** A model of a paradigm that its team serves. */
export interface ServedModel {
  served: ServedBy;
  /** Which only its team can read. */
  bytes: Uint8Array;
  exported: ModelData | null;
}

export async function writeServedModel(
  folder: string,
  description: ModelDescription,
  { served, bytes, exported }: ServedModel,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, BYTES), bytes);
  if (exported) await writeWhole(join(folder, ARRAYS), encodeArrays(exported.arrays));
  const form = exported && { paradigm: exported.paradigm, version: exported.version, meta: exported.meta };
  await writeFile(folder, { format: SERVED_MODEL_FORMAT, ...description, served, exported: form });
  if (!exported) await removeFile(join(folder, ARRAYS));
}

async function writeFile(folder: string, file: ModelFile): Promise<void> {
  await writeWhole(join(folder, FILE), JSON.stringify(modelFileSchema.parse(file), null, 2));
}

export interface ReadModel {
  file: ModelFile;
  /** What Coaxial itself predicts with; null for a served model without an exported form. */
  data: ModelData | null;
}

/** @throws UserError('InvalidModel') for a folder that holds no model, or one of another release's format. */
export async function readModel(folder: string): Promise<ReadModel> {
  const path = join(folder, FILE);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UserError('InvalidModel', `${folder} holds no model: ${path} cannot be read`);
  });
  const file = parseFile(text, path);
  const form =
    file.format === OWN_MODEL_FORMAT
      ? { paradigm: file.paradigm, version: file.paradigmVersion, meta: file.meta }
      : file.exported;
  return { file, data: form && { ...form, arrays: decodeArrays(await readPart(folder, ARRAYS), folder) } };
}

/** The bytes of a served model. @throws UserError('InvalidModel') where they are not there */
export function readModelBytes(folder: string): Promise<Uint8Array> {
  return readPart(folder, BYTES);
}

function readPart(folder: string, name: string): Promise<Uint8Array> {
  return readFile(join(folder, name)).catch(() => {
    throw new UserError('InvalidModel', `${folder} is not whole: ${name} cannot be read`);
  });
}

function decodeArrays(bytes: Uint8Array, folder: string): ModelData['arrays'] {
  try {
    return arraysOf(decodeSafetensors(bytes)) as ModelData['arrays'];
  } catch (error) {
    throw new UserError('InvalidModel', `${folder} is damaged: ${ARRAYS}: ${(error as Error).message}`);
  }
}

function parseFile(text: string, path: string): ModelFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError('InvalidModel', `${path} is damaged: ${(error as Error).message}`);
  }
  const format = (json as { format?: unknown } | null)?.format;
  if (format !== OWN_MODEL_FORMAT && format !== SERVED_MODEL_FORMAT) {
    const known = `formats ${OWN_MODEL_FORMAT} and ${SERVED_MODEL_FORMAT}`;
    throw new UserError('InvalidModel', `${path} has format ${JSON.stringify(format)}; this release reads ${known}`);
  }
  const parsed = modelFileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError('InvalidModel', `${path} is damaged: ${issue.path.join('.')}: ${issue.message}`);
}
