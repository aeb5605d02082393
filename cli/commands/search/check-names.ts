import { PART_AXES } from '../../../contracts/module/axis-name.js';
import { UserError } from '../../../contracts/errors.js';
import { BUILT_IN_PARADIGMS } from '../../../contracts/candidate/paradigm.js';
import type { ProjectSettings } from '../../../contracts/search/settings.js';

/**
 * Checks names of axes and paradigms, which are those of this release and of temporal.yaml.
 *
 * @throws UserError('InvalidInput') for an unknown one.
 */
export function checkNames(
  wanted: { axes?: readonly string[]; paradigms?: readonly string[] },
  { axes, paradigms }: Pick<ProjectSettings, 'axes' | 'paradigms'>,
): void {
  check('--axes', wanted.axes, [...PART_AXES, ...Object.keys(axes).filter((name) => name !== 'joint')]);
  check('--paradigms', wanted.paradigms, [...BUILT_IN_PARADIGMS, ...Object.keys(paradigms)]);
}

function check(option: string, wanted: readonly string[] = [], names: readonly string[]): void {
  const known = [...new Set(names)];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UserError('InvalidInput', `${option}: there is no ${unknown}; there are ${known.join(', ')}`);
}
