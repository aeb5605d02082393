import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { search, type ChildSearchOptions } from './child-search.js';
import type { SearchInput } from '../contracts/search/search-input.js';

const INPUT = { data: 'churn.csv', target: 'churned' };

describe('a search as a child', () => {
  it.each<[unknown, unknown, RegExp]>([
    [undefined, undefined, /input: Invalid input: expected object, received undefined/],
    [null, undefined, /input: .*expected object/],
    ['churn.csv', undefined, /input: .*expected object/],
    [{ data: 'churn.csv' }, undefined, /input.target: /],
    [{ ...INPUT, maxTrails: 3 }, undefined, /input: .*maxTrails/],
    [{ ...INPUT, maxTrials: NaN }, undefined, /input.maxTrials: /],
    [{ ...INPUT, maxTrials: 3n }, undefined, /input.maxTrials: /],
    [INPUT, null, /options: .*expected object, received null/],
    [INPUT, 'joint', /options: .*expected object, received string/],
    [INPUT, { strategy: 'fast' }, /options.strategy: strategies are sequential, pseudo-joint, joint/],
    [INPUT, { strategy: 'all' }, /options.strategy: .*comparison of all is started from the command line/],
    [INPUT, { workflowId: '..' }, /options.workflowId: a search cannot have this id: it ends with a dot/],
    [{ ...INPUT, strategy: 'all' }, undefined, /input.strategy: strategies .*stand in the second argument/],
  ])('fails its caller at once for %p, %p', async (input, options, message) => {
    // Outside of a workflow, so that no child is started.
    const failed: unknown = await search(input as SearchInput, options as ChildSearchOptions).catch((e: unknown) => e);
    expect(failed).toBeInstanceOf(ApplicationFailure);
    expect(failed).toMatchObject({
      type: 'InvalidInput',
      nonRetryable: true,
      message: expect.stringMatching(message),
    });
    expect((failed as Error).message).toMatch(/^Invalid input: [^\n]*An input looks like search\(\{ data/);
  });
});
