import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { historyToJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { SEARCH_QUEUE } from '../contracts/search/search-plan.js';
import type { SearchInput } from '../contracts/search/search-input.js';
import type { ProjectSettings } from '../contracts/search/settings.js';
import type { SearchProgress } from '../contracts/search/search.js';
import { QUERIES, UPDATES } from '../contracts/search/control.js';
import { COMPARISON, STRATEGIES } from '../contracts/search/strategy.js';
import type { Endpoint } from '../server/endpoint.js';
import { startServer } from '../server/start.js';
import { openStore } from '../storage/store.js';
import { runWorkers } from '../workers/run.js';
import { loadSettings, parseSettings } from '../workers/settings/settings.js';
import { neutralJson } from './neutral-json.js';

/**
 * Records the histories that the replay tests read, from short real searches: `npm run record-histories`. Run it only
 * after a change of workflow code that no running search can need: what a test would refuse is then forgotten.
 */
const PROJECT = process.cwd();
const TARGET = join(PROJECT, 'test/replay/histories');
/** Quick ones: what a history holds does not depend on how long training takes. */
const PENGUINS = {
  data: 'examples/data/penguins.csv',
  target: 'species',
  paradigms: ['naive-bayes', 'linear', 'tree'],
  seed: 1,
};
const POLL_MS = 100;

interface Recording {
  workflow: string;
  input: SearchInput;
  /** What people do while it runs; `serve` starts another worker. */
  meanwhile?: (handle: WorkflowHandle, serve: (role: string) => Promise<void>) => Promise<void>;
}

const { sequential, 'pseudo-joint': pseudoJoint, joint } = STRATEGIES;
const LONG = { ...PENGUINS, seed: 2, maxTrials: 500 };

const RECORDINGS: Record<string, Recording> = {
  'trials-budget': { workflow: sequential, input: { ...PENGUINS, maxTrials: 10 } },
  'time-budget': { workflow: sequential, input: { ...PENGUINS, maxTime: '2s' } },
  'wrong-target': { workflow: sequential, input: { ...PENGUINS, target: 'colour' } },
  cancelled: { workflow: sequential, input: LONG, meanwhile: cancel },
  'pseudo-joint': { workflow: pseudoJoint, input: { ...PENGUINS, maxTrials: 14 } },
  'pseudo-joint-time': { workflow: pseudoJoint, input: { ...PENGUINS, maxTime: '2s' } },
  joint: { workflow: joint, input: { ...PENGUINS, maxTrials: 24 } },
  'target-score': { workflow: joint, input: { ...PENGUINS, maxTrials: 100, targetScore: 0.5 } },
  'paused-and-stopped': { workflow: pseudoJoint, input: LONG, meanwhile: interfere },
  comparison: { workflow: COMPARISON, input: { ...PENGUINS, maxTrials: 8 } },
};

/** Searches with modules that teams serve, as this temporal.yaml has them. */
const OWNERSHIP = `
data: { roots: [examples/data] }
axes:
  absent: { team: ghosts, contact: ghosts@example.org, queue: absent }
paradigms:
  tree: { team: trees, contact: trees@example.org, queue: team-trees }
`;
const SERVED = { ...PENGUINS, axes: ['paradigm', 'hyperparameters'], paradigms: ['tree', 'linear'] };
const OF_TEAMS: Record<string, Recording> = {
  'waited-for': { workflow: pseudoJoint, input: { ...SERVED, maxTrials: 12 }, meanwhile: serveOnceMissed },
  'left-out': {
    workflow: sequential,
    input: { ...SERVED, axes: ['paradigm', 'absent'], maxTrials: 6, onTrouble: 'skip' },
  },
};

/** Nobody serves the trees until the search has told of it. */
async function serveOnceMissed(handle: WorkflowHandle, serve: (role: string) => Promise<void>): Promise<void> {
  await progressOnce(handle, ({ troubles }) => troubles.length > 0);
  await serve('tree');
}

async function cancel(handle: WorkflowHandle): Promise<void> {
  await trialsAtLeast(handle, 1);
  await handle.cancel();
}

/** Everything that a person may do to a search, which then ends with what there is. */
async function interfere(handle: WorkflowHandle): Promise<void> {
  await trialsAtLeast(handle, 3);
  await handle.executeUpdate(UPDATES.pause);
  await handle.executeUpdate(UPDATES.setBudget, { args: [{ maxTrials: 40 }] });
  await handle.executeUpdate(UPDATES.resume);
  await trialsAtLeast(handle, 8);
  await handle.executeUpdate(UPDATES.stop);
}

function trialsAtLeast(handle: WorkflowHandle, count: number): Promise<void> {
  return progressOnce(handle, ({ trials }) => trials.total >= count);
}

async function progressOnce(handle: WorkflowHandle, isSo: (progress: SearchProgress) => boolean): Promise<void> {
  // Asked again and again: a query tells nobody of a change.
  while (!isSo(await handle.query<SearchProgress>(QUERIES.progress))) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function record(
  client: Client,
  workflowId: string,
  { workflow, input, meanwhile }: Recording,
  serve: (role: string) => Promise<void>,
): Promise<History> {
  const handle = await client.workflow.start(workflow, {
    workflowId,
    taskQueue: SEARCH_QUEUE,
    args: [input],
  });
  await meanwhile?.(handle, serve);
  await handle.result().catch(() => undefined); // a failure is what some recordings are for
  return handle.fetchHistory();
}

/** What stands for texts that name this machine: all recordings are made by this process. */
function neutral(home: string): Record<string, string> {
  return { [home]: '/tmp/coaxial', [PROJECT]: '/coaxial', [`${process.pid}@${hostname()}`]: 'recorder' };
}

async function recordAll(
  home: string,
  { connection: address, namespace }: Endpoint,
  settings: ProjectSettings,
  recordings: Record<string, Recording>,
): Promise<void> {
  const store = openStore(join(home, 'store'));
  const options = { connection: address, namespace, settings, root: PROJECT, store };
  const workers = [await runWorkers({ ...options, roles: 'all' })];
  const serve = async (role: string): Promise<void> =>
    void workers.push(await runWorkers({ ...options, roles: [role] }));
  const connection = await Connection.connect(address);
  // Ctrl-C stops the workers; the searches would wait for ever.
  const interrupted = workers[0].done.then(() => Promise.reject(new Error('the workers have stopped')));
  interrupted.catch(() => undefined); // raced below
  try {
    const client = new Client({ connection, namespace });
    for (const [name, recording] of Object.entries(recordings)) {
      const history: unknown = JSON.parse(
        historyToJSON(await Promise.race([record(client, name, recording, serve), interrupted])),
      );
      const text = `${JSON.stringify(neutralJson(history, neutral(home)), null, 1)}\n`;
      await writeFile(join(TARGET, `${name}.json`), text);
      console.log(`${name}: ${Math.ceil(text.length / 1024)} KB`);
    }
  } finally {
    await connection.close();
    await Promise.all(workers.map((one) => one.shutdown()));
  }
}

Runtime.install({ logger: new DefaultLogger('ERROR') });
await mkdir(TARGET, { recursive: true });
for (const [settings, recordings] of [
  [(await loadSettings()).settings, RECORDINGS],
  [parseSettings(OWNERSHIP, 'temporal.yaml'), OF_TEAMS],
] as const) {
  const home = await mkdtemp(join(tmpdir(), 'coaxial-record-'));
  const server = await startServer({ home, log: console.error });
  try {
    await recordAll(home, server.endpoint, settings, recordings);
  } finally {
    await server.release();
    await rm(home, { recursive: true, force: true });
  }
}
