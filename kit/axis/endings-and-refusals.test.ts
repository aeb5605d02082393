import { describe, expect, it } from '@jest/globals';
import type { AdvanceAnswer, AdvanceRequest } from '../../contracts/module/axis.js';
import { axisChecks, Refused, type AxisUnderTest } from '../index.js';
import { answering, running, stepping } from '../../test/support/changed-axes.js';

describe('the checks of an axis', () => {
  it('tell of an axis that does not end, or not as it should', async () => {
    const never = answering(({ advance }) => ({
      advance: (request, signal) => (signal ? new Promise(() => undefined) : advance(request)),
    }));
    await expect(running(never, 'ends a step once it is cancelled', { cancelSeconds: 0.2 })).rejects.toThrow(
      /to end within 0.2 s once it is cancelled; but it still goes on/,
    );
    let wasCancelled = false;
    const hurt = answering(({ advance }) => ({
      advance: async (request, signal) => {
        if (signal) wasCancelled = true;
        const answer = (await advance(request)) as AdvanceAnswer;
        return { ...answer, note: wasCancelled ? 'hurt' : 'well' };
      },
    }));
    await expect(running(hurt, 'ends a step once it is cancelled')).rejects.toThrow(/note: "well", then "hurt"/);
    await expect(
      running(
        stepping(() => ({ converged: false })),
        'continues when every trial',
        { converges: true, maxSteps: 4 },
      ),
    ).rejects.toThrow(/an end within 4 steps; but it has not converged/);
  });

  it('restart it, where that can be done, and tell of one that is another one then', async () => {
    let born = 1;
    const module = (note: () => string): AxisUnderTest => ({
      ...stepping(() => ({ note: note() })),
      restart: () => Promise.resolve(void born++),
    });
    const check = 'answers the same after a restart';
    await running(
      module(() => 'always'),
      check,
      { restarts: true },
    );
    await expect(
      running(
        module(() => `life ${born}`),
        check,
        { restarts: true },
      ),
    ).rejects.toThrow(/note: "life 2", then "life 3"/);
    expect(axisChecks().some(({ name }) => name.startsWith(check))).toBe(false);
  });

  const accepting = answering(({ advance, describe }) => ({
    advance: (request) => advance(request).catch(() => ({})),
    describe: (request) => describe(request).catch(() => ({})),
  }));
  const again = (error: Error): Promise<never> => Promise.reject(new Error(error.message));
  const retried = answering(({ advance, describe }) => ({
    advance: (request) => advance(request).catch(again),
    describe: (request) => describe(request).catch(again),
  }));
  const silent = answering(({ advance, describe }) => ({
    advance: (request) => advance(request).catch(() => Promise.reject(new Refused(''))),
    describe: (request) => describe(request).catch(() => Promise.reject(new Refused(''))),
  }));
  it.each([
    ['refuses to describe', /a request for another axis/],
    ['refuses another version', /version 1\d+ of the contract/],
    ['refuses invalid requests', /nothing at all/],
    ["refuses another axis's state", /the state {"ofAnotherAxis":\[1,2,3\]}/],
  ])('tell of an axis that does not do what "%s" says', async (check, what) => {
    const expected = `expected ${what.source} to be refused for good, with a message; but `;
    await expect(running(accepting, check)).rejects.toThrow(new RegExp(`${expected}it was answered with {}`));
    await expect(running(retried, check)).rejects.toThrow(new RegExp(`${expected}it failed in a way that is tried`));
    await expect(running(silent, check)).rejects.toThrow(new RegExp(`${expected}there is no message`));
  });

  it('tell of an axis that makes up an input that it cannot find', async () => {
    await expect(running(accepting, 'fails where the store')).rejects.toThrow(
      /an input that is not in the store to make the call fail, with a message; but it was answered/,
    );
    await running(retried, 'fails where the store');
  });

  it('ask nothing of the states of an axis that keeps none', async () => {
    const stateless = answering(({ advance }) => ({
      advance: async (request, signal) => {
        const answer = await advance({ ...(request as AdvanceRequest), state: null }, signal);
        return { ...(answer as AdvanceAnswer), state: { inline: null } };
      },
    }));
    await running(stateless, "refuses another axis's state");
  });
});
