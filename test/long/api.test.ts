import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

it('is described by docs/api as its comments say', async () => {
  const cwd = resolve(import.meta.dirname, '../..');
  const checked = await promisify(execFile)(process.execPath, ['dist/scripts/api.js', '--check'], { cwd });
  expect(checked.stderr).toBe('');
}, 180_000);
