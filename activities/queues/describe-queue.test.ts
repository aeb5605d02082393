import { describe, expect, it } from '@jest/globals';
import { judge } from './describe-queue.js';
import type { Poller, QueueState } from './queue-state.js';
import { poller } from '../../test/support/poller.js';

const stateOf = (pollers: Poller[], currentBuild: string | null = null): QueueState => ({
  pollers,
  currentBuild,
  currentDeployment: currentBuild && 'coaxial-features',
  backlog: 1,
});

const judged = (...state: Parameters<typeof stateOf>) => judge('features', stateOf(...state));

describe('a task that nobody takes', () => {
  it('will be taken where a worker lives, which has others in hand', () => {
    expect(judged([poller({ alive: false, silentSeconds: 80 }), poller()])).toEqual({ taken: 'yes', note: null });
    expect(judged([poller({ build: '1.0' })], '1.0')).toEqual({ taken: 'yes', note: null });
  });

  it('may be taken where one polled a moment ago', () => {
    const note = 'a worker that polled it 12 s ago may be busy';
    expect(judged([poller({ alive: null, silentSeconds: 12.3 })])).toEqual({ taken: 'perhaps', note });
    expect(judged([poller({ alive: null, silentSeconds: 70 })])).toEqual({ taken: 'no', note: null });
  });

  it('waits for a worker where there is none', () => {
    expect(judged([])).toEqual({ taken: 'no', note: null });
    expect(judged([poller({ alive: false, silentSeconds: 9 })])).toEqual({ taken: 'no', note: null });
  });

  it('waits for a rollout where builds poll that take no tasks', () => {
    const says = (...state: Parameters<typeof stateOf>): string | null => judged(...state).note;
    expect(says([poller({ build: '1.1' })])).toBe(
      'build 1.1 polls it, but no build takes tasks yet: "coaxial rollout features 1.1"',
    );
    expect(says([poller({ build: '1.1' }), poller({ build: '1.0', alive: false })], '1.0')).toBe(
      'build 1.1 polls it, but tasks go to build 1.0, which is gone: "coaxial rollout features 1.1"',
    );
    expect(says([poller()], '1.0')).toBe(
      'a worker without a build polls it, but tasks go to build 1.0, which is gone: "coaxial rollout features --none"',
    );
  });
});
