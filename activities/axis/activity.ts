import { ApplicationFailure } from '@temporalio/activity';
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
import type { Trial, TrialSummary } from '../../contracts/trial.js';
import type { Store } from '../../storage/store.js';
import { keepCandidates } from '../runtime/candidate-list.js';
import { withUserErrors } from '../runtime/errors.js';
import type { Axis } from './axis.js';
import { createSearchReader, type SearchReader } from './search-reader.js';

/** The activity of an axis: gives its pure function what its request refers to, and keeps its state. */
export function createAxisActivity(
  axis: Axis,
  store: Store,
  reader: SearchReader = createSearchReader(store),
): (request: AdvanceRequest) => Promise<AdvanceReply> {
  const { name, importances } = axis.declaration;
  return (argument) =>
    withUserErrors(async () => {
      const request = parseRequest(name, argument);
      const context = await reader.context(request.contextRef);
      const { from, to } = request.unseen;
      const steps = await store.searches.readSteps(request.searchId, from, to);
      const summaries = steps.flatMap(({ trials }) => trials);
      const hydrate = (summary: TrialSummary): Promise<Trial> => reader.trial(summary, importances);
      const input = advanceInputSchema.parse({
        context,
        state: request.state && (await readState(store, request.state)),
        incumbent: request.incumbent && (await hydrate(request.incumbent)),
        elite: await Promise.all(request.elite.map(hydrate)),
        trials: await Promise.all(summaries.map(hydrate)),
        step: request.step,
        seed: request.seed,
        trialsLeft: request.trialsLeft,
        trialsNow: request.trialsNow,
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
    });
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

async function readState(store: Store, state: StateRef): Promise<Json> {
  if ('inline' in state) return state.inline;
  return JSON.parse((await store.artifacts.get(state.ref)).toString('utf8')) as Json;
}

async function keepState(store: Store, state: Json): Promise<StateRef> {
  const text = canonicalJson(state);
  if (Buffer.byteLength(text) <= LARGEST_INLINE_STATE) return { inline: state };
  return { ref: await store.artifacts.put(text) };
}
