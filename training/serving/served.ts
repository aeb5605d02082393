import { BUILT_IN_PARADIGMS } from '../../contracts/candidate/paradigm.js';
import type { Paradigm } from '../paradigm/paradigm.js';

/** A paradigm that a worker serves behind a queue of its own. */
export interface ServedParadigm {
  id: string;
  paradigm: Paradigm;
  /** URL of the file that defines it, for the threads that train it. */
  module: string;
  /** It is a paradigm of this release: its models can be read by releases with the same version of it. */
  builtIn: boolean;
}

/** Paradigms as `defineParadigm` gives them, or others by their id; each with the URL of the file that defines it. */
export type GivenParadigms =
  readonly (Paradigm & { id: string; module?: string })[] | Readonly<Record<string, Paradigm & { module?: string }>>;

/** @throws Error for one that names no module, or an id that is given twice */
export function servedParadigms(given: GivenParadigms): ServedParadigm[] {
  const entries = Array.isArray(given)
    ? (given as readonly (Paradigm & { id: string; module?: string })[]).map((one) => [one.id, one] as const)
    : Object.entries(given as Readonly<Record<string, Paradigm & { module?: string }>>);
  const ids = entries.map(([id]) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new Error(`paradigm ${twice} is given twice`);
  return entries.map(([id, paradigm]) => {
    const { module } = paradigm;
    if (module === undefined) {
      throw new Error(`paradigm ${id} is trained in threads, which import it: define it with module: import.meta.url`);
    }
    return { id, paradigm, module, builtIn: false };
  });
}

/** One of this release's own, from the file that has all of them as its default export. */
export function servedBuiltIn(id: string, paradigm: Paradigm, module: string): ServedParadigm {
  return { id, paradigm, module, builtIn: (BUILT_IN_PARADIGMS as readonly string[]).includes(id) };
}
