import { axisNameSchema, BUILT_IN_AXES } from '../../../contracts/module/axis-name.js';
import { UserError } from '../../../contracts/errors.js';
import type { ModuleKind } from '../../../contracts/module/module.js';
import { BUILT_IN_PARADIGMS } from '../../../contracts/candidate/paradigm.js';
import type { ProjectSettings } from '../../../contracts/search/settings.js';

/** Names of workers that are not modules. */
const WORKERS = ['search', 'trials'];

/** @throws UserError for an invalid name, or one that is taken */
export function checkNewName(kind: ModuleKind, name: string, { axes, paradigms }: ProjectSettings): void {
  // It is used as a camel-case identifier and a folder.
  if (!axisNameSchema.safeParse(name).success || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new UserError(
      'InvalidInput',
      `${JSON.stringify(name)} is not a valid module name: at most 64 small letters, digits and single dashes, ` +
        'with a letter first, as my-axis or ridge2',
    );
  }
  const taken = (what: string): UserError =>
    new UserError('InvalidInput', `there is ${what} ${name} already: choose another name for the ${kind}`);
  if (WORKERS.includes(name)) throw taken('a worker');
  // Names of workers are unique across axes and paradigms.
  if ([...BUILT_IN_AXES, ...Object.keys(axes)].includes(name)) throw taken('an axis');
  if ([...BUILT_IN_PARADIGMS, ...Object.keys(paradigms)].includes(name)) throw taken('a paradigm');
}

/** `ridge-demo` as `RidgeDemo`. */
export function inCamelCase(name: string): string {
  return name.replace(/(^|-)(.)/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
