import type { ModuleKind } from '../../../contracts/module/module.js';
import type { Owner } from './ownership.js';

/** The values for the templates of a new module. */
export interface Blueprint extends Owner {
  kind: ModuleKind;
  name: string;
  queue: string;
  checkout: boolean;
  /** Its folder, relative to the project's, with slashes. */
  folder: string;
  /** The file that workers load, relative to the project's folder. */
  built: string;
}

/** Extension of its sources: in a project that depends on coaxial, plain JavaScript needs no build and no test runner. */
export function extensionOf({ checkout }: Pick<Blueprint, 'checkout'>): 'ts' | 'mjs' {
  return checkout ? 'ts' : 'mjs';
}
