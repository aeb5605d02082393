import { ApplicationFailure } from '@temporalio/activity';
import type { Axis } from '../../optimizers/axis.js';
import { createDescribeAxis } from '../../activities/steps/describe-axis.js';
import { readInput } from '../../activities/steps/document.js';
import { advanceOutputSchema } from '../../contracts/module/axis.js';
import { UserError } from '../../contracts/errors.js';
import { issuesText } from '../../contracts/issues.js';
import { MemoryArtifacts, type Artifacts } from '../check/artifacts.js';
import { Refused } from '../check/check.js';
import { throughJson } from '../check/json.js';

/**
 * An axis as its contract has it (contracts/module/axis.ts), in whatever language and wherever it runs: what checks are run
 * against. Arguments and results are JSON; what results hold is looked at by the checks.
 */
export interface AxisUnderTest {
  readonly name: string;
  /** Where it reads and writes what a payload cannot hold. */
  readonly artifacts: Artifacts;
  /**
   * The activity `describeAxis`.
   *
   * @param request a DescribeAxisRequest, or what is none
   * @throws Refused where it is refused for good; another Error for any other failure
   */
  readonly describe: (request: unknown) => Promise<unknown>;
  /**
   * The activity that it declares, with an AdvanceDocument.
   *
   * @param document an AdvanceDocument, or what is none
   * @param signal asks it to give up
   * @throws as `describe`; any Error once it has given up
   */
  readonly advance: (document: unknown, signal?: AbortSignal) => Promise<unknown>;
  /** Ends the process that it runs in and starts a new one, where whoever runs the checks can do so. */
  readonly restart?: () => Promise<void>;
}

/** An axis of this process, served to the checks as a worker would serve it. */
export function axisInProcess(axis: Axis): AxisUnderTest {
  const artifacts = new MemoryArtifacts();
  const { name } = axis.declaration;
  const describe = createDescribeAxis([{ axis, input: 'document' }], { build: null, pinnedQueue: null });
  return {
    name,
    artifacts,
    describe: async (request) => throughJson(await refusing(() => describe(request))),
    advance: async (document, signal) => {
      // One step is plain blocking code: what would cancel it is only heard before.
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      return refusing(async () => {
        const input = await readInput(artifacts, name, throughJson(document ?? null));
        freeze(input);
        const output = advanceOutputSchema.safeParse(axis.advance(input));
        if (output.success) return throughJson(output.data);
        throw new Error(`axis ${name} gave what is not an AdvanceOutput: ${issuesText(output.error)}`);
      });
    },
  };
}

/** What a worker would not have tried again is a refusal. */
async function refusing<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const final = error instanceof UserError || (error instanceof ApplicationFailure && error.nonRetryable);
    throw final ? new Refused(error.message) : error;
  }
}

/** A pure function changes nothing that it is given. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
