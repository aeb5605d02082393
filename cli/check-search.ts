import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { resolveMetric } from '../activities/dataset/problem.js';
import { checkSize } from '../activities/dataset/roots.js';
import { UserError } from '../contracts/errors.js';
import type { Metric } from '../contracts/metric.js';
import type { SearchInput } from '../contracts/search-input.js';
import type { ProjectSettings } from '../contracts/settings.js';
import type { Task } from '../contracts/task.js';
import { parseOverrides } from '../learning/types/overrides.js';
import { checkEncoding } from '../learning/csv/encoding-names.js';
import { readCsv, type CsvTable } from '../learning/csv/index.js';
import { buildDataset } from '../learning/dataset.js';

export interface CheckedSearch {
  task: Task;
  metric: Metric;
  rows: number;
  /** Names of the input columns, the target left out. */
  columns: string[];
  /** The file's bytes, as they were checked. */
  file: Buffer;
}

/**
 * Reads the data as the search will, so that what is wrong with it is said before a server or a worker starts.
 *
 * @throws UserError for a file that cannot be read, a target that cannot be learnt, a metric of another task.
 */
export async function checkSearch(path: string, input: SearchInput, settings: ProjectSettings): Promise<CheckedSearch> {
  const { csv, file } = await readCsvFile(path, input.encoding, settings);
  const { target, task = 'auto', metric, types = [] } = input;
  const built = buildDataset(csv, { target, task, types: parseOverrides(types) });
  return {
    task: built.task,
    metric: resolveMetric(metric, built.task),
    rows: built.dataset.inputs.rows,
    columns: built.dataset.inputs.columns.map(({ name }) => name),
    file,
  };
}

/** @throws UserError for a file that is not there, too large, or no CSV, or an encoding that is not known. */
export async function readCsvFile(
  path: string,
  encoding: string | undefined,
  { data: { maxMegabytes } }: ProjectSettings,
): Promise<{ csv: CsvTable; file: Buffer }> {
  if (encoding !== undefined) checkEncoding(encoding, '--encoding');
  const file = await readWhole(path, maxMegabytes);
  return { csv: readCsv(file, basename(path), { encoding, maxBytes: maxMegabytes * 2 ** 20 }), file };
}

async function readWhole(path: string, maxMegabytes: number): Promise<Buffer> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new UserError('InvalidInput', `${path} is no file`);
    checkSize(path, info.size, maxMegabytes);
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UserError('InvalidInput', `there is no file ${path}`);
    if (code === 'EACCES' || code === 'EPERM')
      throw new UserError('InvalidInput', `${path} may not be read: ${message}`);
    throw error;
  }
}
