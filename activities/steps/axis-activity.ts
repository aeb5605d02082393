import {
  advanceOutputSchema,
  advanceRequestSchema,
  type AdvanceAnswer,
  type AdvanceDocument,
  type AdvanceInput,
  type AdvanceOutput,
  type AdvanceRequest,
} from '../../contracts/module/axis.js';
import type { Store } from '../../storage/store.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { parseRequest } from '../runtime/request.js';
import type { Axis } from '../../optimizers/axis.js';
import { readInput } from './document.js';
import { keepDecision } from './keep-decision.js';
import { createSearchReader, type SearchReader } from './search-reader.js';
import { createStepInput } from './step-input.js';

/**
 * How an axis's function is run: in the activity's own thread, or in another one, so that heartbeats are not delayed.
 */
export type RunAxis = (axis: Axis, input: AdvanceInput, signal: AbortSignal) => Promise<AdvanceOutput>;

const runHere: RunAxis = (axis, input) => Promise.resolve(axis.advance(input));

/**
 * The activity of an axis around its pure function. For an AdvanceDocument, it answers an AdvanceOutput; for an
 * AdvanceRequest, it reads the references from the store, and puts large values there.
 */
export function createAxisActivity(
  axis: Axis,
  store: Store,
  reader: SearchReader = createSearchReader(store),
  run: RunAxis = runHere,
): (argument: AdvanceRequest | AdvanceDocument) => Promise<AdvanceAnswer | AdvanceOutput> {
  const stepInput = createStepInput(store, reader);
  return (argument) =>
    heartbeating(({ cancellationSignal }) =>
      withUserErrors(async () => {
        const advance = async (input: AdvanceInput): Promise<AdvanceOutput> =>
          advanceOutputSchema.parse(await run(axis, input, cancellationSignal));
        const { name } = axis.declaration;
        if (isDocument(argument)) return advance(await readInput(store.artifacts, name, argument));
        const request = parseRequest(`axis ${name}`, advanceRequestSchema, argument);
        const output = await advance(await stepInput(request, axis.declaration.importances));
        return { ...output, ...(await keepDecision(store, output)) };
      }),
    );
}

function isDocument(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'input' in argument;
}
