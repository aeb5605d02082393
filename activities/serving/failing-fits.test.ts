import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CancelledFailure } from '@temporalio/common';
import { rm } from 'node:fs/promises';
import type { FitPredictReply, FitPredictRequest, FitReply } from '../../contracts/module/fit-predict.js';
import { BUILD, environment, request, ServingHome } from '../../test/support/serving.js';
import { eventually } from '../../test/support/test-home.js';
import type { ThreadPool } from '../../training/threads/thread-pool.js';
import { createParadigmActivities } from './index.js';
import type { FitPredictDetails } from '../../training/serving/kept-replies.js';

// The pool tells of threads that ended.
jest.spyOn(console, 'warn').mockImplementation(() => undefined);

let pool: ThreadPool;
let home: ServingHome;

beforeAll(() => {
  pool = ServingHome.openPool();
});
afterAll(() => pool.close());
beforeEach(async () => {
  home = await ServingHome.open(pool);
});
afterEach(() => home.close());

async function outcomeOf(behaviour: string, part: Partial<FitPredictRequest> = {}): Promise<FitReply> {
  const { fits } = await home.call(request([home.behaving(behaviour)], { paradigm: 'behaving', ...part }));
  return fits[0];
}

describe('fitPredict', () => {
  it.each([
    ['throws', 'throw', { code: 'error', reason: 'the learner has a bug' }],
    ['predicts no numbers', 'not-finite', { code: 'not-finite' }],
    ['gives a model that is none', 'bad-model', { code: 'error', reason: expect.stringMatching(/meta.mean: /) }],
    ['fills the heap of its thread', 'heap', { code: 'memory' }],
    ['fills memory beyond the heap', 'typed-arrays', { code: 'memory', reason: expect.stringMatching(/MB that it/) }],
    ['ends its process', 'exit', { code: 'error', reason: expect.stringMatching(/its process ended \(exit 3\)/) }],
  ])('a learner that %s makes a failed fit, and takes nothing down', async (_what, behaviour, failure) => {
    expect(await outcomeOf(behaviour)).toMatchObject({ status: 'failed', ...failure });
    expect(await outcomeOf('fine')).toMatchObject({ status: 'completed' });
  });

  it('ends a fit that takes too long, and not the others', async () => {
    const asked = request([home.behaving('hang'), home.behaving('fine')], { paradigm: 'behaving', fitSeconds: 3 });
    const { fits } = await home.call(asked);
    expect(fits[0]).toMatchObject({ status: 'failed', code: 'timed-out', reason: 'it took longer than 3 s' });
    expect(fits[1].status).toBe('completed');
  });

  it("ends with the search's time", async () => {
    expect(await outcomeOf('fine', { secondsLeft: 0 })).toMatchObject({ code: 'timed-out', seconds: 0 });
    expect(await outcomeOf('hang', { secondsLeft: 1 })).toMatchObject({
      status: 'failed',
      code: 'timed-out',
      reason: "the search's time ended",
    });
  });

  it('refuses a fit that would not fit into memory', async () => {
    home.activities = createParadigmActivities(home.served, { ...home.tools, maxBytes: 40 }, BUILD);
    expect(await outcomeOf('fine')).toMatchObject({ code: 'memory', reason: expect.stringMatching(/a fit may need/) });
  });

  it('keeps what one fit does to its matrix from the others', async () => {
    const asked = request([home.behaving('change'), home.behaving('change'), home.behaving('fine')], {
      paradigm: 'behaving',
    });
    const { fits } = await home.call(asked);
    expect(await home.predictionsOf(fits[2])).toEqual([7, 7]);
  });

  it('goes on where an earlier attempt was lost', async () => {
    const asked = request([home.behaving('fine'), home.behaving('hang')], { paradigm: 'behaving' });
    const first = environment();
    const beats: FitPredictDetails[] = [];
    first.on('heartbeat', (details: FitPredictDetails) => beats.push(details));
    const lost = home.call(asked, first);
    await eventually('a fit is done', () => Promise.resolve(beats.at(-1)?.done.length === 1));
    first.cancel();
    await expect(lost).rejects.toThrow(CancelledFailure);
    const [[index, reply]] = beats.at(-1)!.done;
    // It would take another time if it was fitted again.
    const marked = { done: [[index, { ...reply, seconds: 123 }]] };
    const retry = (details: unknown): Promise<FitPredictReply> =>
      home.call({ ...asked, fitSeconds: 3 }, environment({ attempt: 2, heartbeatDetails: details }));
    expect((await retry(marked)).fits).toMatchObject([{ seconds: 123 }, { code: 'timed-out' }]);
    await rm(home.store.artifacts.path((reply as { importances: string }).importances));
    expect((await retry(marked)).fits[0]).toMatchObject({ status: 'completed', seconds: expect.closeTo(0, 0) });
    expect((await retry({ done: 'nonsense' })).fits[0]).toMatchObject({ status: 'completed' });
  });

  it('fits in processes of their own after two lost workers', async () => {
    const asked = request([home.behaving('exit'), home.behaving('fine')], { paradigm: 'behaving' });
    const { fits } = await home.call(asked, environment({ attempt: 3 }));
    expect(fits).toMatchObject([{ status: 'failed', code: 'error' }, { status: 'completed' }]);
    expect(await home.predictionsOf(fits[1])).toEqual([7, 7]);
  });

  it('ends its threads once cancelled', async () => {
    const activity = environment();
    const asked = request([home.behaving('hang'), home.behaving('hang'), home.behaving('hang')], {
      paradigm: 'behaving',
    });
    const running = home.call(asked, activity);
    activity.cancel();
    await expect(running).rejects.toThrow(CancelledFailure);
    expect(await outcomeOf('fine')).toMatchObject({ status: 'completed' });
  });
});
