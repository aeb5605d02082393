import { ApplicationFailure } from '@temporalio/activity';
import type { Axis } from '../../optimizers/axis.js';
import { createDescribeAxis } from '../../activities/steps/describe-axis.js';
import { answerOf } from '../../activities/steps/documents.js';
import { StepReader } from '../../activities/steps/step-reader.js';
import { advanceOutputSchema } from '../../contracts/module/axis.js';
import { UserError } from '../../contracts/errors.js';
import { issuesText } from '../../contracts/issues.js';
import { MemoryArtifacts, type Artifacts } from '../check/artifacts.js';
import { Refused } from '../check/check.js';
import { throughJson } from '../check/json.js';

/**
 * An axis under test: the activities of its contract (contracts/module/axis.ts), in any language and process. Arguments
 * and results are JSON; the checks validate the results.
 */
export interface AxisUnderTest {
  readonly name: string;
  /** Artifacts for values that are too large for a payload. */
  readonly artifacts: Artifacts;
  /**
   * The activity `describeAxis`.
   *
   * @param request a DescribeAxisRequest, or an invalid one
   * @throws Refused for a failure that is not retried; another Error for any other failure
   */
  readonly describe: (request: unknown) => Promise<unknown>;
  /**
   * The activity that it declares, with an AdvanceRequest; its result is an AdvanceAnswer.
   *
   * @param request an AdvanceRequest, or what is none
   * @param signal asks it to give up
   * @throws as `describe`; any Error once it has given up
   */
  readonly advance: (request: unknown, signal?: AbortSignal) => Promise<unknown>;
  /** Ends the process that it runs in and starts a new one, where whoever runs the checks can do so. */
  readonly restart?: () => Promise<void>;
}

/** An axis in this process, called as by a worker. */
export function axisInProcess(axis: Axis): AxisUnderTest {
  const artifacts = new MemoryArtifacts();
  const { name } = axis.declaration;
  const reader = new StepReader(artifacts);
  const describe = createDescribeAxis([axis], { build: null, pinnedQueue: null });
  return {
    name,
    artifacts,
    describe: async (request) => throughJson(await refusing(() => describe(request))),
    advance: async (request, signal) => {
      // One step is plain blocking code: what would cancel it is only heard before.
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      return refusing(async () => {
        const input = await reader.input(axis.declaration, throughJson(request ?? null));
        freeze(input);
        const output = advanceOutputSchema.safeParse(axis.advance(input));
        if (output.success) return throughJson(await answerOf(artifacts, output.data));
        throw new Error(`axis ${name} gave what is not an AdvanceOutput: ${issuesText(output.error)}`);
      });
    },
  };
}

/** A failure that a worker would make non-retryable is a refusal. */
async function refusing<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const final = error instanceof UserError || (error instanceof ApplicationFailure && error.nonRetryable);
    throw final ? new Refused(error.message) : error;
  }
}

/** A pure function does not change its arguments. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
