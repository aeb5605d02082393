import { describe, expect, it, jest } from '@jest/globals';
import { boosting } from '../../activities/paradigms/boosting/index.js';
import { linear } from '../../activities/paradigms/linear/index.js';
import type { FitPredictRequest } from '../../contracts/module/fit-predict.js';
import { answering, fitting, good, predicting, running } from '../../test/support/changed-paradigms.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import { paradigmInProcess, Refused, type ParadigmUnderTest } from '../index.js';

jest.setTimeout(120_000);

describe('the checks of a paradigm', () => {
  it('pass where a paradigm iterates, or takes missing values', async () => {
    const iterating = paradigmInProcess(boosting, 'boosting');
    await running(iterating, 'runs exactly');
    await running(iterating, 'learns better than guessing where values are missing');
  });

  describe('of exported models', () => {
    const CHECK = 'gives an exported model, if any';
    /** What it exports, in the form of this release's own paradigm. */
    const exporting = (change: object): ParadigmUnderTest =>
      fitting(({ model }) =>
        model === null ? {} : { exported: { paradigm: 'linear', version: 1, ref: model, ...change } },
      );

    it('pass where they predict alike', () =>
      running(
        exporting({ version: linear.describe({ task: 'binary', classes: 2, rows: 9, columns: 2 })!.version }),
        CHECK,
        {
          exportedTo: { linear },
        },
      ));

    it('tell of what nobody here can read', async () => {
      await expect(running(exporting({}), CHECK)).rejects.toThrow(/that there is \(none here\); but it is of linear/);
      await expect(running(exporting({ paradigm: 'tree' }), CHECK, { exportedTo: { tree: boosting } })).rejects.toThrow(
        /an exported model of binary in form; but tree cannot predict with it: /,
      );
    });

    it('tell of those that predict otherwise', async () => {
      const shifted: Paradigm = {
        ...linear,
        predict: async (model, x) => (await linear.predict(model, x)).map((value) => value + 1e-3),
      };
      await expect(running(exporting({}), CHECK, { exportedTo: { linear: shifted } })).rejects.toThrow(
        /the fit's own predictions from an exported model \(binary, easy\); but number 0 is /,
      );
    });
  });

  it('tell of a paradigm that does not end', async () => {
    const never = answering(({ fitPredict }) => ({
      fitPredict: (request, signal) => (signal ? new Promise(() => undefined) : fitPredict(request)),
    }));
    await expect(running(never, 'ends once it is cancelled', { cancelSeconds: 0.2 })).rejects.toThrow(
      /it still goes on/,
    );
  });

  it('restart it, where that can be done, and tell of one that is another one then', async () => {
    let born = 1;
    const restart = (): Promise<void> => Promise.resolve(void born++);
    const check = 'gives the same bytes after a restart';
    await running({ ...good(), restart }, check, { restarts: true });
    const changed = {
      ...predicting((values, classes) => (classes > 0 ? values : values.map((value) => value + born))),
      restart,
    };
    await expect(running(changed, check, { restarts: true })).rejects.toThrow(
      /the same predictions .* regression, easy/,
    );
  });

  type Refusal = (error: Error) => unknown;
  const handling = (refusal: Refusal): ParadigmUnderTest =>
    answering(({ describe, fitPredict, predict }) => ({
      describe: (request) => describe(request).catch(refusal),
      fitPredict: (request, signal) => fitPredict(request, signal).catch(refusal),
      predict: (request) => predict(request).catch(refusal),
    }));
  const accepting = handling(() => ({}));
  const retried = handling((error) => Promise.reject(new Error(error.message)));
  const silent = handling(() => Promise.reject(new Refused('')));
  it.each([
    ['refuses to describe', /a request for another paradigm/],
    ['refuses another version', /fits by version 1\d+ of the contract/],
    ['refuses invalid requests', /nothing at all/],
  ])('tell of a paradigm that does not do what "%s" says', async (check, what) => {
    const expected = `expected ${what.source} to be refused for good, with a message; but `;
    await expect(running(accepting, check)).rejects.toThrow(new RegExp(`${expected}it was answered with {}`));
    await expect(running(retried, check)).rejects.toThrow(new RegExp(`${expected}it failed in a way that is tried`));
    await expect(running(silent, check)).rejects.toThrow(new RegExp(`${expected}there is no message`));
  });

  it('tell of a paradigm that does without what it needs', async () => {
    await expect(running(accepting, 'fails where the store')).rejects.toThrow(
      /a matrix that is not in the store to make/,
    );
    const guessing = answering(({ fitPredict }) => ({
      fitPredict: async (argument) => {
        const request = argument as FitPredictRequest;
        return fitPredict(request).catch(() => ({
          fits: request.fits.map(() => ({ status: 'failed', code: 'error', reason: ' ', seconds: 0 })),
          span: { startMs: 0, seconds: 0 },
        }));
      },
    }));
    await expect(running(guessing, 'fails where there is nothing to learn')).rejects.toThrow(/there is no message/);
    const timeless = answering(({ fitPredict }) => ({
      fitPredict: (request) => fitPredict({ ...(request as FitPredictRequest), secondsLeft: null }),
    }));
    await expect(running(timeless, "times out fits that the search's end")).rejects.toThrow(
      /fits to fail as timed-out where secondsLeft is 0; but one is completed/,
    );
  });
});
