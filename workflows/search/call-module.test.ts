import { z } from 'zod';
import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common';
import { describe, expect, it, test } from '@jest/globals';
import type { OnTrouble } from '../../contracts/module/module.js';
import { callModule } from './call-module.js';
import { oneAtATime } from '../policy/one-at-a-time.js';
import { PendingCalls } from '../policy/pending-calls.js';
import { Troubles, type Module } from '../policy/troubles.js';

const MODULE: Module = {
  kind: 'axis',
  name: 'mixing',
  team: 'data',
  contact: 'data@example.org',
  route: { queue: 'axis-mixing', timeoutSeconds: 60, attempts: 3, firstDelaySeconds: 1, maxDelaySeconds: 1 },
};

const failed = (cause: Error): ActivityFailure =>
  new ActivityFailure('Activity task failed', 'mixColumns', '1', RetryState.MAXIMUM_ATTEMPTS_REACHED, undefined, cause);
const lost = (): ActivityFailure =>
  failed(new TimeoutFailure('activity Heartbeat timeout', undefined, TimeoutType.HEARTBEAT));

/** Calls it with so many calls lost before there is an answer. */
async function call(onTrouble: OnTrouble, lostCalls: number) {
  const told: string[] = [];
  const troubles = new Troubles(() => told.push(...troubles.list.map(({ message }) => message)));
  let calls = 0;
  const answer = await callModule(
    MODULE,
    { troubles, pending: new PendingCalls(), onTrouble, inTurn: oneAtATime() },
    () => (++calls > lostCalls ? Promise.resolve('answer') : Promise.reject(lost())),
  );
  return { answer, told, calls, left: troubles.list };
}

test('a call that fails says once whose it is, and what went wrong', async () => {
  const callContext = {
    troubles: new Troubles(() => undefined),
    pending: new PendingCalls(),
    onTrouble: 'skip',
    inTurn: oneAtATime(),
  } as const;
  const reasonOf = async (message: string): Promise<unknown> =>
    callModule(MODULE, callContext, () => Promise.reject(failed(ApplicationFailure.create({ message }))));
  const leftOut = 'axis mixing of team data (data@example.org) fails: no column (x)';
  expect(await reasonOf('no column\n   (x)\n')).toEqual({ leftOut });
  expect(await reasonOf('no column (axis mixing of team data, data@example.org)\n(x)')).toEqual({ leftOut });
  expect(await reasonOf('no column (x) (axis mixing of team data, data@example.org)')).toEqual({ leftOut });

  const saysOf = (type: string, message: string) =>
    callModule(MODULE, callContext, () => Promise.reject(failed(ApplicationFailure.create({ type, message }))));
  const wrong = z.object({ plan: z.object({ rows: z.int().min(1) }) }).safeParse({ plan: { rows: 0 } }).error as Error;
  expect(await saysOf('ZodError', wrong.message)).toEqual({
    leftOut: expect.stringMatching(/fails: plan.rows: Too small: expected number to be >=1$/),
  });
  expect(await saysOf('KeyError', "'b'")).toEqual({ leftOut: expect.stringMatching(/fails: KeyError: 'b'$/) });
  expect(await saysOf('AssertionError', '')).toEqual({
    leftOut: expect.stringMatching(/fails: AssertionError: it says nothing$/),
  });
});

describe('a call whose workers are lost', () => {
  it('is made again, and nobody hears of some that are lost', async () => {
    expect(await call('skip', 1)).toMatchObject({ answer: { reply: 'answer' }, told: [], calls: 2 });
  });

  it('is told of once they are lost again and again, and made again all the same', async () => {
    const { answer, told, calls, left } = await call('wait', 3);
    expect({ answer, calls, left }).toEqual({ answer: { reply: 'answer' }, calls: 4, left: [] });
    expect(told[0]).toBe(
      'axis mixing of team data (data@example.org) fails: 6 workers in a row were lost while they worked on it',
    );
  });

  it('is given up then, where the search may go on without the module', async () => {
    const { answer, calls } = await call('skip', 100);
    expect(calls).toBe(2);
    expect(answer).toEqual({ leftOut: expect.stringContaining('6 workers in a row were lost') });
  });
});
