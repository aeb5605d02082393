import { describe, expect, it } from '@jest/globals';
import { projectSettingsSchema } from '../../../contracts/search/settings.js';
import { checkNames } from './check-names.js';

const settings = projectSettingsSchema.parse({
  axes: { 'column-mixing': { queue: 'mixing' } },
  paradigms: { lightgbm: { queue: 'python-team' } },
});

describe('names of axes and paradigms', () => {
  it('are those of this release and of temporal.yaml', () => {
    checkNames({ axes: ['features', 'column-mixing'], paradigms: ['tree', 'lightgbm'] }, settings);
    checkNames({}, settings);
  });

  it.each([
    [{ axes: ['feature'] }, /--axes: there is no feature; there are paradigm, features, .*column-mixing$/],
    [{ axes: ['joint'] }, /--axes: there is no joint/],
    [{ paradigms: ['tree', 'lightgmb'] }, /--paradigms: there is no lightgmb; there are .*lightgbm$/],
  ])('%j is refused with those that there are', (wanted, message) => {
    expect(() => checkNames(wanted, settings)).toThrow(message);
  });
});
