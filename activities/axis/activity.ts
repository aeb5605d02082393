import { ApplicationFailure } from '@temporalio/activity';
import type { ArtifactRef } from '../../contracts/artifact.js';
import {
  advanceInputSchema,
  advanceOutputSchema,
  advanceRequestSchema,
  type AdvanceReply,
  type AdvanceRequest,
  type StateRef,
} from '../../contracts/axis.js';
import { canonicalJson, type Json } from '../../contracts/json.js';
import { LARGEST_INLINE_STATE } from '../../contracts/limits.js';
import { completed, type Trial, type TrialSummary } from '../../contracts/trial.js';
import { decodeSafetensors } from '../../learning/safetensors.js';
import type { Store } from '../../storage/store.js';
import { keepCandidates } from '../runtime/candidate-list.js';
import { loadContext } from '../runtime/search-loader.js';
import type { Axis } from './axis.js';

/** The activity of an axis: gives its pure function what its request refers to, and keeps its state. */
export function createAxisActivity(axis: Axis, store: Store): (request: AdvanceRequest) => Promise<AdvanceReply> {
  const { name, importances } = axis.declaration;
  return async (argument) => {
    const request = parseRequest(name, argument);
    const context = await loadContext(store, request.contextRef);
    const { from, to } = request.unseen;
    const steps = await store.searches.readSteps(request.searchId, from, to);
    const summaries = steps.flatMap(({ trials }) => trials);
    const hydrate = (summary: TrialSummary): Promise<Trial> => hydrateTrial(store, summary, importances);
    const input = advanceInputSchema.parse({
      context,
      state: request.state && (await readState(store, request.state)),
      incumbent: request.incumbent && (await hydrate(request.incumbent)),
      trials: await Promise.all(summaries.map(hydrate)),
      step: request.step,
      seed: request.seed,
      trialsLeft: request.trialsLeft,
    });
    const output = advanceOutputSchema.parse(axis.advance(input));
    if (output.candidates.length === 0 && !output.converged) {
      throw ApplicationFailure.nonRetryable(`axis ${name} proposed nothing and has not converged`, 'AxisContract');
    }
    const choice =
      summaries.find(({ key }) => key === output.choice) ?? (await findChoice(store, request, output.choice));
    return {
      ...output,
      choice,
      candidates: await keepCandidates(store.artifacts, output.candidates),
      state: await keepState(store, output.state),
    };
  };
}

function parseRequest(axis: string, argument: unknown): AdvanceRequest {
  const parsed = advanceRequestSchema.safeParse(argument);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw ApplicationFailure.nonRetryable(`axis ${axis} cannot read its request: ${issues.join('; ')}`, 'AxisContract');
}

/** A choice among trials that the axis saw in an earlier step. */
async function findChoice(store: Store, request: AdvanceRequest, key: string | null): Promise<TrialSummary | null> {
  if (key === null || request.incumbent?.key === key) return key === null ? null : request.incumbent;
  const steps = await store.searches.readSteps(request.searchId, 0, request.unseen.from);
  return steps.flatMap(({ trials }) => trials).find((trial) => trial.key === key) ?? null;
}

async function hydrateTrial(store: Store, summary: TrialSummary, importances: boolean): Promise<Trial> {
  const record = await store.trials.read(summary.key);
  if (!record) throw new Error(`trial ${summary.key} is in the search's record but not in the store`);
  const { key, origin, outcome } = summary;
  const wanted = importances && completed(summary) !== null && record.arrays !== null;
  return {
    key,
    origin,
    candidate: record.candidate,
    outcome,
    importances: wanted ? await readImportances(store, record.arrays!) : null,
  };
}

async function readImportances(store: Store, ref: ArtifactRef): Promise<number[]> {
  const { arrays } = decodeSafetensors(await store.artifacts.get(ref));
  return Array.from(arrays.importances.array);
}

async function readState(store: Store, state: StateRef): Promise<Json> {
  if ('inline' in state) return state.inline;
  return JSON.parse((await store.artifacts.get(state.ref)).toString('utf8')) as Json;
}

async function keepState(store: Store, state: Json): Promise<StateRef> {
  const text = canonicalJson(state);
  if (Buffer.byteLength(text) <= LARGEST_INLINE_STATE) return { inline: state };
  return { ref: await store.artifacts.put(text) };
}
