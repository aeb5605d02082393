import { describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type { SearchProgress } from '../../contracts/search/search.js';
import { barLine, createDisplay } from './progress-display.js';
import { fractionDone, progressLine } from './progress-text.js';
import { durationText } from '../../client/text.js';
import { printable, scoreText } from '../text/text.js';

const PROGRESS: SearchProgress = {
  searchId: 's',
  strategy: 'sequential',
  phase: 'searching',
  paused: false,
  axis: 'features',
  step: 2,
  note: '',
  metric: 'log-loss',
  trials: { total: 57, reused: 0, failed: 2 },
  maxTrials: null,
  seconds: 25,
  maxSeconds: 60,
  axes: [],
  failures: [],
  leaders: [{ key: 'k', axis: 'features', paradigm: 'linear', features: 3, score: 0.04123, spread: 0.01, seconds: 1 }],
  troubles: [],
  warnings: [],
};

/** A display on a stream that keeps what was written, with a clock that is set by hand. */
function open(
  isTTY: boolean,
  { env = {}, columns = 100 }: { env?: NodeJS.ProcessEnv; columns?: number } = {},
): {
  clock: { ms: number };
  text: () => string;
  display: ReturnType<typeof createDisplay>;
} {
  const stream = Object.assign(new PassThrough(), { isTTY, columns });
  const clock = { ms: 0 };
  let text = '';
  stream.on('data', (chunk) => (text += String(chunk)));
  return { clock, text: () => text, display: createDisplay({ stream, now: () => clock.ms, env }) };
}

describe('a line of progress', () => {
  test('has axis and step, trials, best score, time left', () => {
    expect(progressLine(PROGRESS, 25)).toBe(
      'features, step 2 | 57 trials, 2 failed | best log-loss 0.0412 | 35 s left',
    );
  });

  test('says so where the search is paused', () => {
    expect(progressLine({ ...PROGRESS, paused: true }, 25)).toMatch(/^paused \| 57 trials/);
  });

  test('leaves out what is not known yet', () => {
    const start: SearchProgress = {
      ...PROGRESS,
      phase: 'profiling',
      axis: null,
      metric: null,
      leaders: [],
      maxSeconds: null,
    };
    expect(progressLine({ ...start, trials: { total: 0, reused: 0, failed: 0 } }, 0)).toBe(
      'reading the data | 0 trials | 0 s',
    );
  });

  test('takes the budget that is spent most', () => {
    expect(fractionDone({ ...PROGRESS, maxTrials: 60 }, 30)).toBeCloseTo(57 / 60);
    expect(fractionDone(PROGRESS, 90)).toBe(1);
  });
});

describe('where there is no terminal', () => {
  test('a line is written when something changed, and else now and then', () => {
    const { clock, text, display } = open(false);
    display.show(PROGRESS);
    for (clock.ms = 300; clock.ms < 9_000; clock.ms += 300) display.show(PROGRESS);
    display.show({ ...PROGRESS, step: 3 });
    clock.ms = 30_000;
    display.show({ ...PROGRESS, step: 3, trials: { total: 60, reused: 0, failed: 2 } });
    display.stop();
    expect(text().trimEnd().split('\n')).toEqual([
      'features, step 2 | 57 trials, 2 failed | best log-loss 0.0412 | 35 s left',
      'features, step 3 | 57 trials, 2 failed | best log-loss 0.0412 | 26 s left',
      'features, step 3 | 60 trials, 2 failed | best log-loss 0.0412 | 5 s left',
    ]);
  });

  test('time stands still while the search waits, and never goes back', () => {
    const { clock, text, display } = open(false);
    const waiting: SearchProgress = { ...PROGRESS, maxSeconds: null };
    const message = 'nobody serves axis mixing';
    const owner = { kind: 'axis', name: 'mixing', team: null, contact: null, queue: 'mixing' } as const;
    display.show(waiting);
    clock.ms = 10_000;
    display.show({ ...waiting, step: 3 });
    clock.ms = 40_000;
    display.show({ ...waiting, step: 4, troubles: [{ ...owner, trouble: 'unserved', message }] });
    display.show({ ...waiting, step: 5, seconds: 30 });
    clock.ms = 47_000;
    display.show({ ...waiting, step: 6, seconds: 30 });
    display.stop();
    const seconds = [...text().matchAll(/\| (\d+) s$/gm)].map(([, shown]) => Number(shown));
    expect(seconds).toEqual([25, 35, 35, 35, 37]);
  });

  test('nothing in it moves the cursor', () => {
    const { text, display } = open(false);
    display.note('a \u001b[31mred\u001b[0m name');
    display.show({ ...PROGRESS, axis: 'a\u001b[2J' });
    expect(text()).not.toMatch(/\u001b/);
  });
});

test('on a terminal the bar stands in one line, and notes stay above it', () => {
  const { text, display } = open(true);
  display.show(PROGRESS);
  display.note('watch it at http://localhost');
  display.show({ ...PROGRESS, trials: { total: 80, reused: 0, failed: 2 } });
  display.stop();
  expect(text()).toMatch(/█+░+ +41% features, step 2 \| 57 trials/);
  expect(text()).toContain('watch it at http://localhost\n');
  expect(text()).toContain('80 trials');
  expect(text().match(/\n/g)?.length).toBeLessThanOrEqual(3);
});

test.each([{ TERM: 'dumb' }, { CI: 'true' }, { CI: '1', TERM: 'xterm' }])('with %j the cursor does not move', (env) => {
  const { text, display } = open(true, { env });
  display.show(PROGRESS);
  display.note('watch it');
  expect(text()).not.toMatch(/\u001b/);
  expect(text().match(/\n/g)).toHaveLength(2);
});

test('a bar switches no mode of the terminal, and is gone when the process exits', () => {
  const before = process.listeners('exit');
  const { text, display } = open(true, { env: { TERM: 'xterm', CI: 'false' } });
  display.show(PROGRESS);
  display.show(PROGRESS);
  const added = process.listeners('exit').filter((listener) => !before.includes(listener));
  expect(added).toHaveLength(1);
  added[0].call(process, 0);
  expect(text()).not.toMatch(/\u001b(\[\?|[78])/);
  expect(text()).toMatch(/\u001b\[1G\u001b\[0K$/);
  expect(process.listeners('exit')).toEqual(before);
});

test.each([0, 1, 10, 40])('a terminal of %d columns gets one line', (columns) => {
  const { text, display } = open(true, { columns });
  display.show(PROGRESS);
  display.stop();
  const line = text().split('\u001b[1G')[1].replace('\u001b[0K', '');
  expect(line.length).toBeLessThan(columns || 80);
  if (columns !== 1) expect(line).not.toBe('');
});

test('a note after the end does not bring the bar back', () => {
  const { text, display } = open(true);
  display.show(PROGRESS);
  display.stop();
  display.note('the search is not lost');
  expect(text().endsWith('the search is not lost\n')).toBe(true);
});

test('a bar gives way to what it stands for', () => {
  expect(barLine(0.5, 'text', 80)).toBe(`${'█'.repeat(12)}${'░'.repeat(12)}  50% text`);
  expect(barLine(0.25, 'long text', 20)).toBe('█░░░░  25% long text');
  expect(barLine(1, 'much longer text', 20)).toBe('████ 100% much long…');
});

test('numbers are short', () => {
  expect([0.123456, 12.5, 0, 0.000012345678, 1234567.89].map(scoreText)).toEqual([
    '0.1235',
    '12.5000',
    '0.0000',
    '0.000012346',
    '1234600',
  ]);
  expect([5.4, 59.6, 125, 4800].map(durationText)).toEqual(['5 s', '1 min 00 s', '2 min 05 s', '1 h 20 min']);
  expect(printable('a\tb\u202ec')).toBe('a\ufffdb\ufffdc');
});
