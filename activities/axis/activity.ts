import { ApplicationFailure } from '@temporalio/activity';
import {
  advanceInputSchema,
  advanceOutputSchema,
  advanceRequestSchema,
  type AdvanceInput,
  type AdvanceOutput,
  type AdvanceReply,
  type AdvanceRequest,
  type StateRef,
} from '../../contracts/axis.js';
import { canonicalJson, type Json } from '../../contracts/json.js';
import { LARGEST_INLINE_STATE } from '../../contracts/limits.js';
import type { Trial, TrialKey, TrialSummary } from '../../contracts/trial.js';
import type { Store } from '../../storage/store.js';
import { keepCandidates } from '../runtime/candidate-list.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { TrialLost, tellLostTrials } from '../runtime/lost-trials.js';
import type { Axis } from './axis.js';
import { createSearchReader, type SearchReader } from './search-reader.js';

/** How an axis's function is run: in the activity's own thread, or in another, which leaves this one free for heartbeats. */
export type RunAxis = (axis: Axis, input: AdvanceInput, signal: AbortSignal) => Promise<AdvanceOutput>;

const runHere: RunAxis = (axis, input) => Promise.resolve(axis.advance(input));

/** The activity of an axis: gives its pure function what its request refers to, and keeps its state. */
export function createAxisActivity(
  axis: Axis,
  store: Store,
  reader: SearchReader = createSearchReader(store),
  run: RunAxis = runHere,
): (request: AdvanceRequest) => Promise<AdvanceReply> {
  const { name } = axis.declaration;
  return (argument) =>
    heartbeating(({ cancellationSignal }) =>
      withUserErrors(async () => {
        const request = parseRequest(name, argument);
        const steps = await store.searches.readSteps(request.searchId, request.unseen.from, request.unseen.to);
        const summaries = steps.flatMap(({ trials }) => trials);
        const input = await readInput(axis, store, reader, request, summaries);
        const output = advanceOutputSchema.parse(await run(axis, input, cancellationSignal));
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
      }),
    );
}

/** @throws ApplicationFailure that names the trials that the store has lost */
async function readInput(
  { declaration }: Axis,
  store: Store,
  reader: SearchReader,
  request: AdvanceRequest,
  summaries: readonly TrialSummary[],
): Promise<AdvanceInput> {
  const { step, seed, trialsLeft, trialsNow } = request;
  const context = await reader.context(request.contextRef);
  const lost: TrialKey[] = [];
  const hydrate = async (wanted: readonly TrialSummary[]): Promise<Trial[]> => {
    const read = await Promise.allSettled(wanted.map((summary) => reader.trial(summary, declaration.importances)));
    return read.flatMap((one) => {
      if (one.status === 'fulfilled') return [one.value];
      if (!(one.reason instanceof TrialLost)) throw one.reason;
      lost.push(one.reason.key);
      return [];
    });
  };
  const [incumbent = null] = await hydrate(request.incumbent ? [request.incumbent] : []);
  const elite = await hydrate(request.elite);
  const trials = await hydrate(summaries);
  if (lost.length > 0) throw tellLostTrials([...new Set(lost)]);
  const state = request.state && (await readState(store, request.state));
  return advanceInputSchema.parse({ context, state, incumbent, elite, trials, step, seed, trialsLeft, trialsNow });
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
