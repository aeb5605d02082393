import { copyFile, readdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { copyModel } from '../../training/model/model-folder.js';
import { UserError } from '../../contracts/errors.js';
import type { SearchResult } from '../../contracts/search/search.js';
import { makeFolder } from '../../storage/files/folders.js';
import { describeDiskError, partialOf, removeFile } from '../../storage/files/files.js';

const MODEL = 'model';
const REPORT = 'report.html';
/** A file of every model's folder. */
const MODEL_FILE = 'model.json';

/**
 * Makes the folder to which a result will be copied, before there is a result.
 *
 * @throws UserError for a folder that holds a model or report, cannot be made, or cannot be written to.
 */
export async function checkOut(folder: string): Promise<void> {
  if (folder === '') throw new UserError('InvalidInput', '--out: it is empty: name a folder');
  makeFolder(resolve(folder), '--out');
  const names = await readdir(folder);
  if (names.includes(MODEL_FILE)) {
    throw new UserError('InvalidInput', `--out: ${folder} is the folder of a model; name another one`);
  }
  const there = names.find((name) => name === MODEL || name === REPORT);
  if (there === undefined) return;
  throw new UserError('InvalidInput', `--out: ${join(folder, there)} is there already; name another folder`);
}

/**
 * Copies a result's model and report, completely or not at all: under another name first, then by renaming.
 *
 * @returns the result with the copies' paths
 */
export async function copyResult(result: SearchResult, folder: string): Promise<SearchResult> {
  const model = resolve(folder, MODEL);
  const report = resolve(folder, REPORT);
  const [partialModel, partialReport] = [partialOf(model), partialOf(report)];
  try {
    makeFolder(resolve(folder), '--out');
    await copyModel(result.model, partialModel);
    // There may be no report; the result has a warning then.
    if (result.report !== '') await copyFile(result.report, partialReport);
    await rename(partialModel, model);
    if (result.report !== '') await rename(partialReport, report);
  } catch (error) {
    await Promise.all([partialModel, partialReport].map(removeFile));
    throw describeDiskError(error, folder);
  }
  return { ...result, model, report: result.report && report };
}
