import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Span } from '../../contracts/span.js';
import { countSpan, NO_TIME } from './active-clock.js';

const total = (spans: readonly Span[]): number => spans.reduce(countSpan, NO_TIME).seconds;
const span = (fromSeconds: number, toSeconds: number): Span => ({
  startMs: 1_000_000 + fromSeconds * 1000,
  seconds: toSeconds - fromSeconds,
});

/** Tenths of a second in which some span runs, or that lie in a pause of at most 5 s between two of them. */
function byTenths(spans: readonly Span[]): number {
  const sorted = spans
    .map(({ startMs, seconds }) => [startMs / 100, startMs / 100 + seconds * 10])
    .sort(([a], [b]) => a - b);
  let counted = 0;
  let until = sorted[0][0];
  for (const [from, to] of sorted) {
    if (from - until > 50) until = from;
    counted += Math.max(0, to - until);
    until = Math.max(until, to);
  }
  return counted / 10;
}

const spans = fc.array(
  fc.record({ start: fc.nat(1200), tenths: fc.nat(120) }).map(({ start, tenths }) => ({
    startMs: start * 100,
    seconds: tenths / 10,
  })),
  { minLength: 1, maxLength: 12 },
);

describe('the clock of active search time', () => {
  it('counts activities that run beside each other once', () => {
    expect(total([span(0, 10), span(2, 9)])).toBeCloseTo(10);
    expect(total([span(0, 10), span(8, 14)])).toBeCloseTo(14);
  });

  it('counts an activity that ends last though it started first', () => {
    expect(total([span(0, 1), span(31, 35), span(1, 60)])).toBeCloseTo(60);
  });

  it('counts the pauses of a busy server, and no longer ones', () => {
    expect(total([span(0, 2), span(6, 8)])).toBeCloseTo(8);
    expect(total([span(0, 2), span(3600, 3602)])).toBeCloseTo(4);
  });

  it('is the union of the spans and the short pauses, in whichever order they end', () => {
    fc.assert(
      fc.property(
        spans.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(total(list)).toBeCloseTo(byTenths(list), 6);
          expect(total(shuffled)).toBeCloseTo(total(list), 6);
        },
      ),
    );
  });

  it('never runs backwards, and stays small however long a search is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e9), { maxLength: 60 }), (starts) => {
        let time = NO_TIME;
        for (const startMs of starts) {
          const next = countSpan(time, { startMs, seconds: 1 });
          expect(next.seconds).toBeGreaterThanOrEqual(time.seconds);
          expect(next.stretches.length).toBeLessThanOrEqual(16);
          time = next;
        }
        expect(time.seconds).toBeLessThanOrEqual(starts.length * 6);
      }),
    );
  });
});
