import { describe, expect, it } from '@jest/globals';
import { projectSettingsSchema } from '../../../contracts/search/settings.js';
import { ownershipMap } from './ownership.js';
import { buildsText, describe as linesOf, workersText } from './teams.js';
import { poller } from '../../../test/support/poller.js';

describe('the ownership map', () => {
  const settings = projectSettingsSchema.parse({
    axes: {
      features: { team: 'data', contact: 'data@example.org', version: {} },
      'column-mixing': { queue: 'mixing', version: { deployment: 'mixing-workers' } },
    },
    paradigms: { lightgbm: { team: 'python', queue: 'python-team' }, tree: { team: 'trees' } },
  });
  const map = new Map(ownershipMap(settings).map((one) => [one.name, one]));

  it('names what comes with the release and what temporal.yaml adds', () => {
    expect(map.get('features')).toMatchObject({ kind: 'axis', team: 'data', queue: 'axis-features' });
    expect(map.get('column-mixing')).toMatchObject({ kind: 'axis', team: null, queue: 'mixing' });
    expect(map.get('lightgbm')).toMatchObject({ kind: 'paradigm', team: 'python', queue: 'python-team' });
    expect(map.get('tree')).toMatchObject({ kind: 'paradigm', queue: null });
    expect(map.get('trials')).toMatchObject({ kind: 'core', queue: 'trials' });
  });

  it('names the deployments of those whose workers have versions', () => {
    expect(map.get('features')!.deployment).toBe('coaxial-features');
    expect(map.get('column-mixing')!.deployment).toBe('mixing-workers');
    expect(map.get('lightgbm')!.deployment).toBeNull();
  });

  it('is shown without what only a server knows, where there is none', () => {
    const [head, first] = linesOf([...map.values()].map((one) => ({ ...one, state: null })));
    expect(head).not.toContain('workers');
    expect(first).toContain('search');
  });
});

describe('the workers of a queue', () => {
  it.each([
    [[], 'none'],
    [[poller()], '1'],
    [[poller(), poller({ alive: false, silentSeconds: 20 })], '1, 1 gone'],
    [[poller({ alive: false })], 'none, 1 gone'],
    [[poller({ alive: null, silentSeconds: 31.2 })], '1 (seen 31 seconds ago)'],
    [[poller({ alive: null, silentSeconds: 80 })], 'none, 1 gone'],
  ])('%j: %s', (pollers, text) => {
    expect(workersText(pollers)).toBe(text);
  });

  it('are shown by build, with the one that new tasks go to', () => {
    const both = [poller({ build: '1.1' }), poller({ build: '1.0' })];
    expect(buildsText(both, '1.0')).toBe('1.0*, 1.1');
    expect(buildsText(both, null)).toBe('1.0, 1.1 (none takes tasks: coaxial rollout)');
    expect(buildsText([poller({ build: '1.1' })], '1.0')).toBe('1.0*, 1.1');
    expect(buildsText([poller()], null)).toBe('–');
  });
});
