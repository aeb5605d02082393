import { describe, expect, test } from '@jest/globals';
import { troublesOf } from './troubles.js';

type Pending = Parameters<typeof troublesOf>[0][number];

const NOW = 1_700_000_000_000;

function activity(more: object): Pending {
  return { activityType: { name: 'evaluateTrials' }, state: 2, attempt: 1, ...more };
}

function waiting(seconds: number): Pending {
  return activity({ state: 1, scheduledTime: { seconds: NOW / 1000 - seconds } });
}

describe('what keeps a search from going on', () => {
  test('a full disk is told at the second attempt, anything else at the third', () => {
    const full = { message: '/s/a cannot be written (ENOSPC: no space left on device, write)\nat x' };
    const told =
      'evaluateTrials is tried again and again: /s/a cannot be written (ENOSPC: no space left on device, write)';
    expect(troublesOf([activity({ attempt: 2, lastFailure: full })], NOW)).toEqual([told]);
    const odd = { message: 'odd' };
    expect(troublesOf([activity({ attempt: 2, lastFailure: odd })], NOW)).toEqual([]);
    const twice = [3, 4].map((attempt) => activity({ attempt, lastFailure: odd }));
    expect(troublesOf(twice, NOW)).toEqual(['evaluateTrials is tried again and again: odd']);
  });

  test('a lost or stopped worker is none', () => {
    const lost = { message: 'activity Heartbeat timeout', timeoutFailureInfo: { timeoutType: 4 } };
    const cancelled = { message: 'WORKER_SHUTDOWN', canceledFailureInfo: {} };
    for (const lastFailure of [lost, cancelled]) {
      expect(troublesOf([activity({ attempt: 5, lastFailure })], NOW)).toEqual([]);
    }
  });

  test('an activity that nobody takes is told, unless the workers are busy with others like it', () => {
    const told = 'no worker takes evaluateTrials: is one running for its queue (temporal.yaml)?';
    expect(troublesOf([waiting(20), waiting(30)], NOW)).toEqual([told]);
    expect(troublesOf([waiting(10)], NOW)).toEqual([]);
    expect(troublesOf([waiting(20), activity({})], NOW)).toEqual([]);
  });
});
