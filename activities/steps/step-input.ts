import type { Document } from '../../contracts/module/axis.js';
import type { StepInputRequest } from '../../contracts/search/search-activities.js';
import type { AdvanceInput, AdvanceRequest, AxisDeclaration } from '../../contracts/module/axis.js';
import { jsonSchema, type Json } from '../../contracts/json.js';
import type { Trial, TrialKey, TrialSummary } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';
import { withUserErrors } from '../runtime/errors.js';
import { TrialsLost } from '../../storage/lost-trials.js';
import { readDocument, writeDocument } from './document.js';
import { createSearchReader, type SearchReader } from './search-reader.js';

/**
 * Reads the references of a step's request. @throws ApplicationFailure with the keys of trials that the store has lost
 */
export type StepInput = (request: AdvanceRequest, importances: AxisDeclaration['importances']) => Promise<AdvanceInput>;

export function createStepInput(store: Store, reader: SearchReader): StepInput {
  return async (request, importances) => {
    const { step, seed, trialsLeft, trialsNow, unseen } = request;
    const context = await reader.context(request.contextRef);
    const steps = await store.searches.readSteps(request.searchId, unseen.from, unseen.to);
    const lost: TrialKey[] = [];
    const hydrate = async (wanted: readonly TrialSummary[]): Promise<Trial[]> => {
      const read = await Promise.allSettled(wanted.map((summary) => reader.trial(summary, importances)));
      return read.flatMap((one) => {
        if (one.status === 'fulfilled') return [one.value];
        if (!(one.reason instanceof TrialsLost)) throw one.reason;
        lost.push(...one.reason.keys);
        return [];
      });
    };
    const [incumbent = null] = await hydrate(request.incumbent ? [request.incumbent] : []);
    const elite = await hydrate(request.elite);
    const trials = await hydrate(steps.flatMap((one) => one.trials));
    if (lost.length > 0) throw new TrialsLost([...new Set(lost)]);
    const state = request.state && jsonSchema.parse(await readDocument(store.artifacts, request.state));
    // Not parsed again: each part was parsed when it was read, and a step can have millions of importances.
    return { context, state, incumbent, elite, trials, step, seed, trialsLeft, trialsNow };
  };
}

/** The activity `writeStepInput`: a step's input as one document, for an axis that does not know the store's files. */
export function createWriteStepInput(store: Store): (request: StepInputRequest) => Promise<Document> {
  const read = createStepInput(store, createSearchReader(store));
  return ({ request, importances }) =>
    withUserErrors(async () => writeDocument(store.artifacts, (await read(request, importances)) as unknown as Json));
}
