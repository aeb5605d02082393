import { expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure, TerminatedFailure } from '@temporalio/common';
import { failedForGood } from './watch-search.js';

const failed = (cause: Error): WorkflowFailedError =>
  new WorkflowFailedError('failed', cause, 'MAXIMUM_ATTEMPTS_REACHED');
const inActivity = (cause: Error): Error => new ActivityFailure('a', 'profileDataset', '1', 'IN_PROGRESS', 'w', cause);
const inChild = (cause: Error): Error => new ChildWorkflowFailure('default', {}, 'jointSearch', 'IN_PROGRESS', cause);

test('what an error of input ended is not gone on with as it is, what a loss ended is', () => {
  const refused = ApplicationFailure.nonRetryable('warmStart: nothing fits', 'InvalidInput');
  const passing = ApplicationFailure.retryable('no route to the store');
  expect([refused, inActivity(refused), inChild(inActivity(refused)), passing].map(failed).map(failedForGood)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([inActivity(passing), new TerminatedFailure('by hand')].map(failed).map(failedForGood)).toEqual([
    false,
    false,
  ]);
});
