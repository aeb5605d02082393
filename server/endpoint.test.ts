import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuredEndpoint } from './endpoint.js';
import { useServer } from './index.js';

const silent = (): void => undefined;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-server-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a configured server', () => {
  test('comes from the environment', () => {
    const endpoint = configuredEndpoint(undefined, {
      TEMPORAL_ADDRESS: 'host:7233',
      TEMPORAL_NAMESPACE: 'ours',
      COAXIAL_WEB_UI: 'https://ui/',
    });
    expect(endpoint).toMatchObject({ connection: { address: 'host:7233' }, namespace: 'ours', webUi: 'https://ui' });
    expect(configuredEndpoint(undefined, { TEMPORAL_CONFIG_FILE: join(folder, 'none.toml') })).toBeNull();
  });

  test('comes from a profile', async () => {
    const file = join(folder, 'temporal.toml');
    await writeFile(file, '[profile.team]\naddress = "team:7233"\napi_key = "k"\n');
    const env = { TEMPORAL_CONFIG_FILE: file };
    expect(configuredEndpoint('team', env)?.connection).toMatchObject({ address: 'team:7233', apiKey: 'k' });
    expect(() => configuredEndpoint('other', env)).toThrow(/other/);
  });

  test('that does not answer is an error that says where its address came from', async () => {
    process.env.TEMPORAL_ADDRESS = '127.0.0.1:1';
    try {
      const use = useServer({ home: join(folder, 'home'), profile: undefined, log: silent });
      await expect(use).rejects.toMatchObject({
        code: 'ServerUnavailable',
        message: expect.stringContaining('TEMPORAL_ADDRESS'),
      });
    } finally {
      delete process.env.TEMPORAL_ADDRESS;
    }
  });
});
