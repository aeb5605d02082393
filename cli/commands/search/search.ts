import { basename } from 'node:path';
import type { SearchInput } from '../../../contracts/search/search-input.js';
import { COMPARISON, STRATEGIES } from '../../../contracts/search/strategy.js';
import { checkNames } from './check-names.js';
import { checkSearch } from '../../input/check-search.js';
import { checkWarmStart } from './check-warm-start.js';
import { runAndFollow } from '../../following/run-and-follow.js';
import { checkOut } from '../../results/out-folder.js';
import { createDisplay, type ProgressDisplay } from '../../following/progress-display.js';
import { loadProject, type Project } from '../../project/project.js';
import { checkId, searchInput, type SearchOptions } from './options.js';
import { readRecord } from '../../../client/records.js';
import { endedError, newSearchId, startOrAttach } from '../../../client/start-search.js';
import { counted } from '../../../client/text.js';

/** A search to start, checked. */
interface Prepared {
  project: Project;
  searchId: string;
  input: SearchInput;
}

/** `coaxial search`. @returns the exit code. */
export async function search(path: string, options: SearchOptions): Promise<number> {
  const display = createDisplay({ stream: options.json ? process.stderr : process.stdout });
  const { project, searchId, input } = await prepare(path, options, display);
  const { searches } = project.store();
  return runAndFollow({ project, searchId, begun: false, options, display }, () =>
    Promise.resolve(async ({ client }) => {
      const { strategy } = options;
      const workflow = strategy === 'all' ? COMPARISON : STRATEGIES[strategy];
      const asked = { searchId, workflow, taskQueue: project.settings.search.queue, input };
      const { attached, workflowType } = await startOrAttach(client, searches, asked);
      display.note(attached ? `${searchId} was started before and goes on as it was then` : `search ${searchId}`);
      return workflowType;
    }),
  );
}

/** Everything is validated before a server or a worker starts. */
async function prepare(path: string, options: SearchOptions, display: ProgressDisplay): Promise<Prepared> {
  const dataName = basename(path);
  const unread = searchInput(options, path, dataName);
  const searchId = options.id === undefined ? newSearchId(dataName) : checkId(options.id);
  const project = await loadProject();
  const store = project.store();
  checkNames(unread, project.settings);
  const checked = await checkSearch(path, unread, project.settings);
  const { task, metric, profile } = checked;
  const columns = profile.columns.map(({ name }) => name);
  if (options.warmStart !== undefined) await checkWarmStart(store, options.warmStart, { task, columns });
  if (options.out !== undefined) await checkOut(options.out);
  if (options.id !== undefined && (await readRecord(store.searches, searchId)).result) {
    throw endedError(searchId, 'completed');
  }
  display.note(
    `${dataName}: ${counted(profile.rows, 'row')}, ${counted(columns.length, 'column')}, ${task}, by ${metric}`,
  );
  // The bytes that were checked, because the file may have been changed since.
  const ref = await store.artifacts.put(checked.file);
  return { project, searchId, input: searchInput(options, ref, dataName) };
}
