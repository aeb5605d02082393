import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, whyNotWritable } from './folders.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-folders-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a folder that a person names', () => {
  test.each([['a'], ['a/b/c'], ['with spaces/ünïcödé 数据'], ['x'.repeat(200)]])('%s is made', async (name) => {
    makeFolder(join(folder, name), 'COAXIAL_HOME');
    makeFolder(join(folder, name), 'COAXIAL_HOME');
    expect(await whyNotWritable(join(folder, name))).toBeNull();
  });

  test('may be reached by a link', async () => {
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    makeFolder(join(folder, 'link', 'in it'), 'COAXIAL_HOME');
    expect(existsSync(join(folder, 'real', 'in it'))).toBe(true);
  });

  test('is refused where it cannot be, with what named it', async () => {
    await writeFile(join(folder, 'file'), '');
    await symlink(join(folder, 'nowhere'), join(folder, 'broken'));
    const refused = (name: string, why: RegExp): void => {
      expect(() => makeFolder(join(folder, name), 'COAXIAL_HOME')).toThrow(why);
      expect(() => makeFolder(join(folder, name), 'COAXIAL_HOME')).toThrow(/^COAXIAL_HOME: \//);
    };
    refused('file', /file is not a folder/);
    refused('file/in/it', /cannot be made: .*file is not a folder/);
    refused('broken', /is not a folder/);
    refused('broken/in', /broken is not a folder/);
    refused('x'.repeat(300), /name is too long/);
    expect(await whyNotWritable(join(folder, 'nowhere'))).not.toBeNull();
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('is refused at once on a file system that takes none', () => {
    expect(() => makeFolder('/proc/coaxial/home', 'COAXIAL_HOME')).toThrow(
      /COAXIAL_HOME: \/proc\/coaxial\/home cannot be made: (this file system takes no folders|this user may not)/,
    );
  });
});
