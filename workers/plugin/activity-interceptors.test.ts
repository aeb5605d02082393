import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { activityInterceptors, type Owner } from './activity-interceptors.js';

const OWNER: Owner = { kind: 'axis', name: 'features', team: 'rock', contact: 'rock@example.org' };
const findOwner = (_type: string, argument: unknown): Owner | undefined => (argument === 'owned' ? OWNER : undefined);

function environmentOf(activityType: string): { environment: MockActivityEnvironment; entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  const environment = new MockActivityEnvironment(
    { activityType, workflowExecution: { workflowId: 'a-search', runId: 'r' } },
    {
      interceptors: [activityInterceptors(new Set(['step']), findOwner)],
      logger: new DefaultLogger('INFO', (entry) => entries.push(entry)),
    },
  );
  return { environment, entries };
}

async function errorOf(error: Error, activityType = 'step', argument = 'owned'): Promise<unknown> {
  const { environment } = environmentOf(activityType);
  type Throwing = (argument: string) => Promise<never>;
  const thrown = environment.run<[string], never, Throwing>(() => Promise.reject(error), argument);
  return thrown.catch((reason: unknown) => reason);
}

describe('errors of a module', () => {
  it('say whose they are, and stay what they were', async () => {
    const cause = new Error('the disk');
    const failure = ApplicationFailure.create({
      message: 'it broke',
      type: 'Broken',
      nonRetryable: true,
      details: [1, { a: 2 }],
      nextRetryDelay: '3s',
      cause,
    });
    const owned = (await errorOf(failure)) as ApplicationFailure;
    expect(owned).toBeInstanceOf(ApplicationFailure);
    expect(owned).toMatchObject({
      message: 'it broke (axis features of team rock, rock@example.org)',
      type: 'Broken',
      nonRetryable: true,
      details: [1, { a: 2 }],
      nextRetryDelay: '3s',
      cause,
    });
  });

  it('of any class become failures that may be retried, of their name', async () => {
    const owned = await errorOf(new RangeError('too far\nand more'));
    expect(owned).toMatchObject({
      message: 'too far (axis features of team rock, rock@example.org)\nand more',
      type: 'RangeError',
      nonRetryable: false,
    });
    expect(await errorOf(owned as Error)).toBe(owned);
    expect(await errorOf('a text' as unknown as Error)).toMatchObject({
      message: expect.stringMatching(/^a text \(axis features/),
    });
  });

  it('leave cancellation as it is, and all that is not theirs', async () => {
    const cancelled = new CancelledFailure('enough');
    expect(await errorOf(cancelled)).toBe(cancelled);
    const error = new Error('of the core');
    expect(await errorOf(error, 'step', 'nobody')).toBe(error);
    expect(await errorOf(error, 'appActivity')).toBe(error);
  });
});

describe('log lines', () => {
  const logging = (...args: string[]): Promise<void> => Promise.resolve(Context.current().log.info('hello', { args }));

  it('say which search, module and team they are of', async () => {
    const { environment, entries } = environmentOf('step');
    await environment.run(logging, 'owned');
    const [{ meta }] = entries.filter(({ message }) => message === 'hello');
    expect(meta).toMatchObject({ searchId: 'a-search', axis: 'features', team: 'rock' });
  });

  it("leave those of the app's activities alone", async () => {
    const { environment, entries } = environmentOf('appActivity');
    await environment.run(logging, 'owned');
    const [{ meta }] = entries.filter(({ message }) => message === 'hello');
    expect(meta).not.toHaveProperty('searchId');
  });
});
