import { basename } from 'node:path';
import { resolveMetric } from '../../activities/dataset/problem-shape.js';
import { profileCsv, profileOptions } from '../../activities/dataset/profile-csv.js';
import type { EvaluationPlan } from '../../contracts/module/evaluation.js';
import type { Metric } from '../../contracts/metric.js';
import { searchInputSchema, type SearchInput } from '../../contracts/search/search-input.js';
import type { ProjectSettings } from '../../contracts/search/settings.js';
import type { Task } from '../../contracts/task.js';
import { checkEncoding } from '../../learning/csv/encoding/encoding-names.js';
import { readDataFile } from './data-file.js';
import { readCsv, type CsvTable } from '../../learning/csv/index.js';
import { checkUnpackedSize } from '../../learning/csv/unpack.js';
import type { DataProfile } from '../../learning/dataset/profile.js';

export interface CheckedSearch {
  task: Task;
  metric: Metric;
  plan: EvaluationPlan;
  profile: DataProfile;
  /** How the file was read. */
  csv: Pick<CsvTable, 'delimiter' | 'encoding' | 'digest'>;
  /** The file's bytes, as they were checked. */
  file: Buffer;
}

/**
 * Reads the data as the search will, so that errors are reported before a server or a worker starts.
 *
 * @throws UserError for a file that cannot be read, data that cannot be learnt from, a metric of another task.
 */
export async function checkSearch(path: string, input: SearchInput, settings: ProjectSettings): Promise<CheckedSearch> {
  const { csv, file } = await readCsvFile(path, input.encoding, settings);
  const parsed = searchInputSchema.parse(input);
  const { task, plan, profile } = profileCsv(csv, profileOptions(parsed));
  const { delimiter, encoding, digest } = csv;
  return {
    task,
    metric: resolveMetric(parsed.metric, task),
    plan,
    profile,
    csv: { delimiter, encoding, digest },
    file,
  };
}

/** @throws UserError for a file that does not exist, is too large, or is not CSV, or an unknown encoding. */
export async function readCsvFile(
  path: string,
  encoding: string | undefined,
  { data: { maxMegabytes } }: ProjectSettings,
): Promise<{ csv: CsvTable; file: Buffer }> {
  if (encoding !== undefined) checkEncoding(encoding, '--encoding');
  const file = await readDataFile(path, maxMegabytes);
  const name = basename(path);
  const maxBytes = maxMegabytes * 2 ** 20;
  await checkUnpackedSize(file, name, maxBytes);
  return { csv: readCsv(file, name, { encoding, maxBytes }), file };
}
