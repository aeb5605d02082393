import { describe, expect, it, jest } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

jest.setTimeout(60_000);

const ROOT = resolve(import.meta.dirname, '../..');
const HISTORIES = join(import.meta.dirname, 'histories');

/** A history as the server and its command line write it. */
interface History {
  events: { eventId: string; [attributes: string]: unknown }[];
}

const names = (await readdir(HISTORIES)).map((file) => file.replace(/\.json$/, ''));
const text = (name: string): Promise<string> => readFile(join(HISTORIES, `${name}.json`), 'utf8');

// A refused replay is logged as an error: here it is what tests ask for.
Runtime.install({
  logger: new DefaultLogger('ERROR', () => undefined),
  telemetryOptions: { logging: { filter: 'OFF', console: {} } },
});

/** Runs the built workflows through a history of an earlier build. */
function replay(history: History, searchId = 'replayed'): Promise<void> {
  const codePath = join(ROOT, 'dist/workflows/bundle.js');
  return Worker.runReplayHistory({ workflowBundle: { codePath } }, history, searchId);
}

describe('the workflows of this build', () => {
  it.each(names)('go the way of the recorded search: %s', async (name) => {
    await replay(JSON.parse(await text(name)) as History, name);
  });
});

describe('a workflow that goes another way', () => {
  it('is refused: it calls another activity', async () => {
    const history = (await text('trials-budget')).replace('"eliminateFeatures"', '"evolveCandidates"');
    await expect(replay(JSON.parse(history) as History)).rejects.toThrow(DeterminismViolationError);
  });

  it('is refused: it leaves a step out', async () => {
    const history = JSON.parse(await text('trials-budget')) as History;
    const marker = history.events.findIndex((event) => 'markerRecordedEventAttributes' in event);
    expect(marker).toBeGreaterThan(0);
    const events = history.events.toSpliced(marker, 1).map((event, i) => ({ ...event, eventId: String(i + 1) }));
    await expect(replay({ events })).rejects.toThrow(DeterminismViolationError);
  });
});

describe('the recorded histories', () => {
  it.each(names)('are small and name no machine: %s', async (name) => {
    const recorded = await text(name);
    expect(recorded.length).toBeLessThan(300 * 1024);
    const payloads = [...recorded.matchAll(/"data": "([^"]*)"/g)].map(([, data]) => Buffer.from(data, 'base64'));
    const whole = recorded + Buffer.concat(payloads).toString('utf8');
    expect(/\/(home|root|Users|work)\/.{0,60}|\d+@.{0,60}/.exec(whole)?.[0]).toBeUndefined();
  });
});
