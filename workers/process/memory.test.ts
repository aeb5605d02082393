import { expect, test } from '@jest/globals';
import { memoryWarning } from './memory.js';

test('a machine that has less memory than a trial may need says so', () => {
  expect(memoryWarning(4096, 4096 * 2 ** 20)).toBeNull();
  expect(memoryWarning(4096, 2000 * 2 ** 20)).toMatch(/2000 MB .*trials\.trialMemoryMb: 4096/);
});
