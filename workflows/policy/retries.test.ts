import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OnTrouble } from '../../contracts/module/module.js';
import type { Patience } from '../../contracts/search/patience.js';
import { Retries, type CallFailure, type Retry } from './retries.js';
import type { Module } from './troubles.js';

const moduleOf = (attempts: number, patience?: Patience): Module => ({
  kind: 'axis',
  name: 'mixing',
  team: 'data',
  contact: null,
  route: { queue: 'axis-mixing', timeoutSeconds: 60, attempts, firstDelaySeconds: 1, maxDelaySeconds: 8, patience },
});

const unserved = (taken: 'yes' | 'perhaps' | 'no'): CallFailure => ({ kind: 'unserved', queue: { taken, note: null } });
const failed: CallFailure = { kind: 'failed', reason: 'no column', badAnswer: false };
const bad: CallFailure = { kind: 'failed', reason: 'no JSON', badAnswer: true };

/** What follows these failures one after the other, and how long the attempt after each may wait. */
function run(
  failures: readonly CallFailure[],
  onTrouble: OnTrouble = 'wait',
  { attempts = 3, stopped = false, patience }: { attempts?: number; stopped?: boolean; patience?: Patience } = {},
) {
  const retries = new Retries(moduleOf(attempts, patience), onTrouble);
  return failures.map((failure) => ({ ...retries.after(failure, stopped), seconds: retries.scheduleToStartSeconds }));
}
const actions = (retries: readonly Retry[]): string[] =>
  retries.map((retry) => (retry.action === 'retry' ? retry.after : retry.action));

describe('a call that no worker takes', () => {
  it('waits longer each time, up to an hour, and says that nobody serves the module', () => {
    const retries = run(Array.from({ length: 9 }, () => unserved('no')));
    expect(retries.map(({ seconds }) => seconds)).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    expect(retries[0]).toMatchObject({ action: 'retry', after: 'now', trouble: { trouble: 'unserved' } });
  });

  it('waits 30 s in all where the search may go on without the module', () => {
    const [first, second] = run([unserved('no'), unserved('no')], 'skip');
    expect(first).toMatchObject({ action: 'retry', seconds: 25 });
    expect(second).toMatchObject({ action: 'leave-out', reason: expect.stringContaining('nobody serves axis mixing') });
  });

  it('waits as long as temporal.yaml says', () => {
    const patience = { heartbeatSeconds: 1, unservedSeconds: 2, leaveOutSeconds: 8 };
    expect(new Retries(moduleOf(3, patience), 'wait').scheduleToStartSeconds).toBe(2);
    expect(run([unserved('no')], 'wait', { patience })[0]).toMatchObject({ seconds: 16 });
    expect(run([unserved('no')], 'skip', { patience })[0]).toMatchObject({ seconds: 6 });
    expect(run([unserved('yes')], 'wait', { patience })[0]).toMatchObject({ seconds: 4 });
  });

  it('is given up at once where the search was stopped, but only once nobody is there', () => {
    expect(actions(run([unserved('perhaps'), unserved('no')], 'wait', { stopped: true }))).toEqual([
      'now',
      'leave-out',
    ]);
  });

  it('tells nobody where the workers have others in hand', () => {
    expect(run([unserved('yes')], 'skip')[0]).toMatchObject({ action: 'retry', trouble: null, seconds: 10 });
  });
});

describe('a call that fails', () => {
  it('is left to a person, the server having retried it; or leaves the module out', () => {
    expect(actions(run([failed]))).toEqual(['person']);
    expect(actions(run([failed], 'skip'))).toEqual(['leave-out']);
  });

  it('is made again after growing pauses where its answer breaks the contract, as often as the route says', () => {
    const retries = run([bad, bad, bad, bad], 'wait', { attempts: 3 });
    expect(actions(retries)).toEqual(['pause', 'pause', 'person', 'pause']);
    expect(retries.map((retry) => retry.action === 'retry' && retry.pauseMs)).toEqual([1000, 2000, 4000, 1000]);
  });
});

describe('any failures', () => {
  const failure = fc.constantFrom<CallFailure>(
    { kind: 'lost' },
    unserved('yes'),
    unserved('perhaps'),
    unserved('no'),
    failed,
    bad,
  );

  it('never leave a module out of a search that waits, and wait between 5 s and 1 h for the next', () => {
    fc.assert(
      fc.property(fc.array(failure, { maxLength: 40 }), (failures) => {
        for (const retry of run(failures)) {
          expect(retry.action).toBe('retry');
          expect(retry.seconds).toBeGreaterThanOrEqual(5);
          expect(retry.seconds).toBeLessThanOrEqual(3600);
        }
      }),
    );
  });
});
