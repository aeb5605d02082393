import { basename } from 'node:path';
import { checkSearch, type CheckedSearch } from '../../input/check-search.js';
import { dataJson } from '../../results/data-json.js';
import { explainLines } from './explain-text.js';
import { loadProject } from '../../project/project.js';
import { searchInput, type SearchOptions } from './options.js';

/** `coaxial search --explain`: how the data are read and what a search would do with them. @returns the exit code. */
export async function explain(path: string, options: SearchOptions): Promise<number> {
  const dataName = basename(path);
  const input = searchInput(options, path, dataName);
  const { settings } = await loadProject();
  const checked = await checkSearch(path, input, settings);
  const { stdout } = process;
  // In a pipe or file, lines are not shortened.
  const width = stdout.isTTY ? stdout.columns || DEFAULT_WIDTH : Infinity;
  const lines = options.json
    ? [JSON.stringify(explanation(dataName, checked))]
    : explainLines(dataName, checked, width);
  stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

const DEFAULT_WIDTH = 80;

/** The same for programs. */
function explanation(dataName: string, { csv, profile, task, metric, plan }: CheckedSearch): object {
  const { delimiter, encoding, digest } = csv;
  const { rows, target } = profile;
  return { dataName, encoding, delimiter, digest, rows, target, task, metric, plan, data: dataJson(profile) };
}
