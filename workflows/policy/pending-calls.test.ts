import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PendingCalls } from '../policy/pending-calls.js';
import type { Module } from '../policy/troubles.js';

const route = { queue: 'q', timeoutSeconds: 60, attempts: 3, firstDelaySeconds: 1, maxDelaySeconds: 60 };
const module: Module = { kind: 'paradigm', name: 'gbm', team: null, contact: null, route };

describe('the calls of a module', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('show that a worker is there once one has lain in its queue for longer than it may', async () => {
    const calls = new PendingCalls();
    let answer = (): void => undefined;
    const call = calls.track(module, 5, () => new Promise<void>((resolve) => (answer = resolve)));
    expect([calls.isCalled(module), calls.isTaken(module)]).toEqual([true, false]);
    jest.advanceTimersByTime(5_000);
    expect(calls.isTaken(module)).toBe(false);
    jest.advanceTimersByTime(1);
    expect(calls.isTaken(module)).toBe(true);
    expect(calls.isCalled({ ...module, name: 'other' })).toBe(false);
    answer();
    await call;
    expect([calls.isCalled(module), calls.isTaken(module)]).toEqual([false, false]);
  });

  it('are over where they fail', async () => {
    const calls = new PendingCalls();
    await expect(calls.track(module, 5, () => Promise.reject(new Error('untaken')))).rejects.toThrow('untaken');
    expect(calls.isCalled(module)).toBe(false);
  });
});
