import { expect, test } from '@jest/globals';
import { Restarts } from './restarts.js';

test('a process that keeps ending by itself is given up, after longer and longer pauses', () => {
  const restarts = new Restarts();
  const pauses = Array.from({ length: 7 }, () => restarts.pauseAfter(500, false));
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, null]);
});

test('one that lived for a while is started again however often', () => {
  const restarts = new Restarts();
  for (let week = 0; week < 100; week++) expect(restarts.pauseAfter(3_600_000, false)).toBe(1_000);
});

test('one that was killed at its work is started again at once, however often', () => {
  const restarts = new Restarts();
  for (let kill = 0; kill < 100; kill++) expect(restarts.pauseAfter(2_000, true)).toBe(0);
});

test('one that was killed before it did any work may be killed for what it does', () => {
  const restarts = new Restarts();
  expect(Array.from({ length: 7 }, () => restarts.pauseAfter(0, true)).at(-1)).toBeNull();
});
