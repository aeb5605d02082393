import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ProfileReply, ProfileRequest } from '../../contracts/search/search-activities.js';
import { artifactRefSchema } from '../../contracts/artifact.js';
import { UserError } from '../../contracts/errors.js';
import { hashJson, jsonSchema } from '../../contracts/json.js';
import { searchInputSchema, type ParsedSearchInput } from '../../contracts/search/search-input.js';
import { STRATEGIES } from '../../contracts/search/strategy.js';
import type { Store } from '../../storage/store.js';
import type { AxisDeclaration } from '../../contracts/module/axis.js';
import type { ProjectSettings } from '../../contracts/search/settings.js';
import type { ParadigmRegistry } from '../../training/paradigm/paradigm.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { startSpan } from '../runtime/span.js';
import { ThreadLost, type ThreadPool } from '../../training/threads/thread-pool.js';
import { axesToAsk } from './plan-axes.js';
import { splitParadigms } from './plan-paradigms.js';
import { shapeOf } from './problem-shape.js';
import { profileOptions } from './profile-csv.js';
import type { ProfileJob, ProfileResult } from './profile-job.js';
import { checkSize, resolveInRoots } from './data-roots.js';

/** Raise it when the reader would make other columns or another split of the same file. */
export const READER_VERSION = 3;

export interface ProfileDependencies {
  store: Store;
  pool: ThreadPool;
  registry: ParadigmRegistry;
  /** The axes that come with this release. */
  axes: readonly AxisDeclaration[];
  settings: ProjectSettings;
  /** The folder of temporal.yaml. */
  base: string;
}

/** Input of `planSearch`, in the store. */
export interface ProfiledData {
  result: ProfileResult;
  /** The file's name for people. */
  name: string;
  fingerprint: string;
}

/**
 * The activity `profileDataset`: reads the data, makes the evaluation plan, and finds the modules to ask in
 * temporal.yaml.
 */
export function createProfileDataset(deps: ProfileDependencies) {
  return async function profileDataset(request: ProfileRequest): Promise<ProfileReply> {
    const span = startSpan();
    const { store } = deps;
    return heartbeating(({ cancellationSignal }, lost) =>
      withUserErrors(async () => {
        await keepOpening(store, request);
        const input = searchInputSchema.parse(request.input);
        const job = await profileJob(deps, input);
        if (lost >= MOST_LOST) throw tooMuch(deps, job, `${lost} workers were lost while they read it`);
        const { here, served } = splitParadigms(deps.registry, deps.settings, input.paradigms);
        const { axes: wanted } = input;
        // Before the data are read, so that misspelt names are reported at once.
        axesToAsk(deps.axes, deps.settings, request.strategy, wanted, true);
        const result = await readInThread(deps, job, cancellationSignal);
        const profile: ProfiledData = { result, name: job.name, fingerprint: fingerprint(result, input) };
        const shape = shapeOf(result);
        const architecture = here.some((id) => deps.registry[id].describe(shape)?.architecture) || served.length > 0;
        return {
          profile: await store.artifacts.put(JSON.stringify(profile)),
          shape,
          axes: axesToAsk(deps.axes, deps.settings, request.strategy, wanted, architecture),
          paradigms: served,
          span: span(),
        };
      }),
    );
  };
}

/** Workers, or threads, that one file may crash before the search fails. */
const MOST_LOST = 3;

/** @throws UserError also if the file needs more memory than a thread has, or crashes its threads */
async function readInThread(deps: ProfileDependencies, job: ProfileJob, signal: AbortSignal): Promise<ProfileResult> {
  for (let lost = 1; ; lost++) {
    try {
      return await deps.pool.run<ProfileResult>(job, signal);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') throw tooMuch(deps, job, 'its thread ran out of memory');
      if (!(error instanceof ThreadLost) || signal.aborted) throw error;
      if (lost >= MOST_LOST)
        throw tooMuch(deps, job, `${lost} threads were lost while they read it, the last: ${message}`);
    }
  }
}

function tooMuch({ settings }: ProfileDependencies, { name }: ProfileJob, why: string): UserError {
  const memory = `a thread has ${settings.trials.threadMemoryMb} MB (trials.threadMemoryMb in temporal.yaml)`;
  return new UserError(
    'InvalidData',
    `${name} cannot be read here: ${why}; ${memory}. Give it more, or leave columns or rows out`,
  );
}

/** Records how the search was started, unless the starter has done so, so that it can be restarted. */
async function keepOpening({ searches }: Store, { searchId, strategy, input }: ProfileRequest): Promise<void> {
  if (await searches.readOpening(searchId)) return;
  const at = new Date().toISOString();
  await searches.writeOpening({ searchId, workflow: STRATEGIES[strategy], input: jsonSchema.parse(input), at });
}

/** The location of the file: in the store, if the command line put it there, or inside a data root. */
async function locate(
  { store, settings, base }: ProfileDependencies,
  input: ParsedSearchInput,
): Promise<Pick<ProfileJob, 'data' | 'name'>> {
  const { maxMegabytes, roots } = settings.data;
  if (!artifactRefSchema.safeParse(input.data).success) {
    const path = await resolveInRoots(input.data, { base, roots, maxMegabytes });
    return { data: { path }, name: basename(input.data) };
  }
  if (!(await store.artifacts.has(input.data))) {
    throw new UserError('InvalidInput', `data: ${input.data} is not in the store at ${store.root}`);
  }
  const name = input.dataName ?? input.data;
  checkSize(name, (await stat(store.artifacts.path(input.data))).size, maxMegabytes);
  return { data: { ref: input.data }, name };
}

async function profileJob(deps: ProfileDependencies, input: ParsedSearchInput): Promise<ProfileJob> {
  return {
    kind: 'profile',
    storeRoot: deps.store.root,
    ...(await locate(deps, input)),
    maxBytes: deps.settings.data.maxMegabytes * 2 ** 20,
    encoding: input.encoding,
    warmStart: input.warmStart,
    ...profileOptions(input),
  };
}

/** Hash of the bytes that were read, and of everything that determines how they are read. */
function fingerprint({ digest, task }: ProfileResult, input: ParsedSearchInput): string {
  const { target, encoding, types, decimal, dateOrder, missing, mergeLabels } = input;
  return hashJson({
    reader: READER_VERSION,
    file: digest,
    encoding: encoding ?? null,
    target,
    task,
    types: [...types].sort(),
    decimal: decimal ?? null,
    dateOrder: dateOrder ?? null,
    missing: missing ? [...missing].sort() : null,
    mergeLabels,
  });
}
