import type { SearchContext } from '../../contracts/module/context.js';

export interface Backends {
  /** The numeric backend of a paradigm that this release trains itself. */
  backendOf: (paradigm: string) => Promise<string>;
}

/** The numeric backend that trains a paradigm in a search, a part of trial keys: of a served one, its team's word. */
export async function backendIn(
  { backendOf }: Backends,
  { paradigms }: SearchContext,
  paradigm: string,
): Promise<string> {
  return paradigms.find(({ id }) => id === paradigm)?.served?.backend ?? backendOf(paradigm);
}
