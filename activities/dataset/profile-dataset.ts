import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ProfileReply, ProfileRequest } from '../../contracts/activities.js';
import { artifactRefSchema } from '../../contracts/artifact.js';
import { UserError } from '../../contracts/errors.js';
import { deriveSeed, hashJson, jsonSchema } from '../../contracts/json.js';
import { DEFAULT_MAX_SECONDS, searchInputSchema, type ParsedSearchInput } from '../../contracts/search-input.js';
import type { SearchPlan } from '../../contracts/search-plan.js';
import type { ParadigmDescription } from '../../contracts/paradigm.js';
import type { SearchContext } from '../../contracts/context.js';
import { STRATEGIES, type Strategy } from '../../contracts/strategy.js';
import type { Store } from '../../storage/store.js';
import type { AxisDeclaration } from '../../contracts/axis.js';
import type { ProjectSettings } from '../../contracts/settings.js';
import type { ParadigmRegistry } from '../paradigms/paradigm.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { startSpan } from '../runtime/span.js';
import type { ThreadPool } from '../runtime/thread-pool.js';
import { planAxes, planTrials, type PlannedAxes } from './plan-axes.js';
import { describeParadigms, resolveMetric } from './problem.js';
import type { ProfileJob, ProfileResult } from './profile-job.js';
import { checkSize, resolveInRoots } from './roots.js';
import { warmStartOf } from './warm-start.js';

/** Raise it when the reader would make other columns or another split of the same file. */
const READER_VERSION = 1;

export interface ProfileDependencies {
  store: Store;
  pool: ThreadPool;
  registry: ParadigmRegistry;
  /** Every axis that may be searched. */
  axes: readonly AxisDeclaration[];
  settings: ProjectSettings;
  /** The folder of temporal.yaml. */
  base: string;
}

/** The activity `profileDataset`: reads the data, makes the evaluation plan, resolves temporal.yaml into a search plan. */
export function createProfileDataset(deps: ProfileDependencies) {
  return async function profileDataset(request: ProfileRequest): Promise<ProfileReply> {
    const span = startSpan();
    const { store } = deps;
    return heartbeating(({ cancellationSignal }) =>
      withUserErrors(async () => {
        await keepOpening(store, request);
        const input = searchInputSchema.parse(request.input);
        const { path, name } = await locate(deps, input);
        const job = profileJob(store.root, path, name, input);
        const profile = await deps.pool.run<ProfileResult>(job, cancellationSignal);
        const paradigms = describeParadigms(deps.registry, input.paradigms, profile);
        const axes = planAxes(deps.axes, deps.settings, request.strategy, input.axes, paradigms);
        const context = makeContext(input, profile, axes.searched, paradigms, await fingerprint(path, input));
        const contextRef = await store.artifacts.put(JSON.stringify(context));
        const warmStart = input.warmStart === undefined ? null : await warmStartOf(store, input.warmStart, context);
        const plan = {
          ...makePlan(deps, request.strategy, input, name, profile, context, contextRef, axes),
          warmStart,
        };
        await store.searches.writePlan(request.searchId, plan);
        return { plan, span: span() };
      }),
    );
  };
}

/** Says in the search's record how it was started, unless who started it has: it may have to be started again. */
async function keepOpening({ searches }: Store, { searchId, strategy, input }: ProfileRequest): Promise<void> {
  if (await searches.readOpening(searchId)) return;
  const at = new Date().toISOString();
  await searches.writeOpening({ searchId, workflow: STRATEGIES[strategy], input: jsonSchema.parse(input), at });
}

/** Where the file lies: in the store, where the command line put it, or inside a data root. */
async function locate(
  { store, settings, base }: ProfileDependencies,
  input: ParsedSearchInput,
): Promise<{ path: string; name: string }> {
  const { maxMegabytes, roots } = settings.data;
  if (!artifactRefSchema.safeParse(input.data).success) {
    return { path: await resolveInRoots(input.data, { base, roots, maxMegabytes }), name: basename(input.data) };
  }
  if (!(await store.artifacts.has(input.data))) {
    throw new UserError('InvalidInput', `data: ${input.data} is not in the store at ${store.root}`);
  }
  const path = store.artifacts.path(input.data);
  const name = input.dataName ?? input.data;
  checkSize(name, (await stat(path)).size, maxMegabytes);
  return { path, name };
}

function profileJob(storeRoot: string, path: string, name: string, input: ParsedSearchInput): ProfileJob {
  const { target, task, types, seed } = input;
  return { kind: 'profile', storeRoot, path, name, target, task, types, seed: deriveSeed('split', seed) };
}

async function fingerprint(path: string, { target, task, types }: ParsedSearchInput): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hashJson({ reader: READER_VERSION, file: hash.digest('hex'), target, task, types: [...types].sort() });
}

function makeContext(
  input: ParsedSearchInput,
  profile: ProfileResult,
  axes: string[],
  paradigms: ParadigmDescription[],
  fingerprint: string,
): SearchContext {
  const { dataRef, assignmentRef, profileRef, task, classes, plan, columns } = profile;
  return {
    version: 1,
    dataRef,
    assignmentRef,
    profileRef,
    fingerprint,
    target: input.target,
    task,
    classes,
    metric: resolveMetric(input.metric, task),
    plan,
    seed: input.seed,
    columns,
    axes,
    paradigms,
  };
}

function makePlan(
  deps: ProfileDependencies,
  strategy: Strategy,
  input: ParsedSearchInput,
  dataName: string,
  profile: ProfileResult,
  context: SearchContext,
  contextRef: string,
  { stepping, searched }: PlannedAxes,
): Omit<SearchPlan, 'warmStart'> {
  const unlimited = input.maxTrials === undefined && input.maxTime === undefined;
  const maxSeconds = unlimited ? DEFAULT_MAX_SECONDS : (input.maxTime ?? null);
  return {
    strategy,
    contextRef,
    dataName,
    target: input.target,
    task: context.task,
    metric: context.metric,
    seed: input.seed,
    rows: profile.rows,
    columns: context.columns.length,
    folds: context.plan.folds,
    axes: stepping,
    searched,
    paradigms: context.paradigms.map(({ id }) => id),
    types: input.types,
    trials: planTrials(deps.settings),
    maxTrials: input.maxTrials ?? null,
    maxSeconds,
    targetScore: input.targetScore ?? null,
    warnings: profile.warnings,
  };
}
