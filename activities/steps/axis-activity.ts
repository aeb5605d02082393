import {
  advanceOutputSchema,
  type AdvanceAnswer,
  type AdvanceInput,
  type AdvanceOutput,
} from '../../contracts/module/axis.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import type { Axis } from '../../optimizers/axis.js';
import { answerOf } from './documents.js';
import { StepReader } from './step-reader.js';

/**
 * How an axis's function is run: in the activity's own thread, or in another one, so that heartbeats are not delayed.
 */
export type RunAxis = (axis: Axis, input: AdvanceInput, signal: AbortSignal) => Promise<AdvanceOutput>;

const runHere: RunAxis = (axis, input) => Promise.resolve(axis.advance(input));

/**
 * The activity of an axis around its pure function: reads the references of an AdvanceRequest, and puts large values
 * into the store.
 */
export function createAxisActivity(
  axis: Axis,
  artifacts: Pick<ArtifactStore, 'get' | 'has' | 'put'>,
  reader = new StepReader(artifacts),
  run: RunAxis = runHere,
): (request: unknown) => Promise<AdvanceAnswer> {
  return (request) =>
    heartbeating(({ cancellationSignal }) =>
      withUserErrors(async () => {
        const input = await reader.input(axis.declaration, request);
        const output = advanceOutputSchema.parse(await run(axis, input, cancellationSignal));
        return answerOf(artifacts, output);
      }),
    );
}
