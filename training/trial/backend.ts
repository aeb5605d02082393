import type { SearchContext } from '../../contracts/module/context.js';

export interface Backends {
  /** The numeric backend of a paradigm that this release trains itself. */
  backendOf: (paradigm: string) => Promise<string>;
}

/** The numeric backend that trains a paradigm in a search, a part of trial keys; a served one declares it. */
export async function backendIn(
  { backendOf }: Backends,
  { paradigms }: SearchContext,
  paradigm: string,
): Promise<string> {
  return paradigms.find(({ id }) => id === paradigm)?.served?.backend ?? backendOf(paradigm);
}
