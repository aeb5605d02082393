import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { resolveInRoots } from '../../../activities/dataset/data-roots.js';
import { DEFAULT_STRATEGY, STRATEGIES } from '../../../contracts/search/strategy.js';
import type { SearchInput } from '../../../contracts/search/search-input.js';
import { startFormUrl } from '../../project/web-ui.js';
import { watchInterrupts } from '../../processes/interrupt.js';
import { loadProject, type Project } from '../../project/project.js';
import { openSession, type Session } from '../../processes/session.js';
import { keepServerRunning } from './keep-server-running.js';
import { ensureFormExample } from './form-example.js';
import { printable } from '../../text/text.js';
import { print } from '../../text/print.js';

const EXAMPLE = { file: 'penguins.csv', target: 'species' };

/** `coaxial up`: server and workers until Ctrl-C. @returns the exit code. */
export async function up(): Promise<number> {
  const log = (line: string): void => print(printable(line));
  const project = await loadProject();
  const interrupts = watchInterrupts(() => log('stopping; searches that run go on with the next "coaxial up"'));
  const session = await openSession({ project, stay: false, log });
  try {
    const lines = await describeUp(project, session);
    print(...lines);
    await Promise.race([keepServerRunning(session, log, interrupts.signal), session.workers.failed]);
    return 0;
  } finally {
    await session.close();
    interrupts.stop();
  }
}

async function describeUp(project: Project, { endpoint, client }: Session): Promise<string[]> {
  const example = await exampleInput(project);
  const workflowType = STRATEGIES[DEFAULT_STRATEGY];
  const taskQueue = project.settings.search.queue;
  const workflowId = await ensureFormExample(client, taskQueue, workflowType, example);
  const form = startFormUrl(endpoint, { taskQueue, workflowType, workflowId });
  const web = endpoint.webUi ?? `(unknown; COAXIAL_WEB_UI may name it)`;
  return [
    `${pc.bold('web ui')}          ${web}`,
    ...(form === null
      ? []
      : [`${pc.bold('start a search')}  ${form}`, '                (give it a workflow id of its own)']),
    `${pc.bold('server')}          ${endpoint.connection.address}, namespace ${endpoint.namespace}`,
    `${pc.bold('task queue')}      ${taskQueue}`,
    `${pc.bold('workflow type')}   ${Object.values(STRATEGIES).join(', ')}`,
    `${pc.bold('input')}           ${JSON.stringify(example)}`,
    ...(await describeRoots(project)),
    'Ctrl-C stops the workers and the server',
  ];
}

/** The folders in which an input's `data` may be. */
async function describeRoots({ settings, root, file }: Project): Promise<string[]> {
  const { roots } = settings.data;
  if (roots.length === 0) {
    const where = file ?? 'temporal.yaml (there is none here)';
    return [`${pc.bold('data roots')}      none: name folders in ${where}, data.roots`];
  }
  const paths = await Promise.all(
    roots.map(async (name) => {
      const path = resolve(root, name);
      return (await realpath(path).catch(() => null)) === null ? `${path} (not there)` : path;
    }),
  );
  return paths.map((path, i) => `${i === 0 ? pc.bold('data roots') : '          '}      ${path}`);
}

/** An input that works if the example data are in a data root. */
async function exampleInput({ settings, root }: Project): Promise<SearchInput> {
  const { roots, maxMegabytes } = settings.data;
  for (const folder of roots) {
    const data = join(folder, EXAMPLE.file);
    const there = await resolveInRoots(data, { base: root, roots, maxMegabytes }).catch(() => null);
    if (there !== null) return { data, target: EXAMPLE.target };
  }
  return { data: join(roots[0] ?? 'FOLDER', 'FILE.csv'), target: 'COLUMN' };
}
