import { loadContext } from '../../training/data/search-loader.js';
import type { DataProfile } from '../../learning/dataset/profile.js';
import type { Store } from '../../storage/store.js';
import { printable } from '../text/text.js';

/** The profile of a search's data, for programs. */
export interface DataJson {
  columns: {
    name: string;
    type: string;
    reading: string;
    evidence: string;
    missing: number;
    distinct: number;
    leftOut: string | null;
  }[];
  /** All of them; `warnings` of a result are the first. */
  warnings: string[];
}

export function dataJson({ columns, warnings }: DataProfile): DataJson {
  return {
    columns: columns.map(({ name, type, reading, evidence, missing, distinct, leftOut }) => {
      return { name, type, reading, evidence, missing, distinct, leftOut };
    }),
    warnings,
  };
}

/**
 * Reads the profile of a search's data from the store; if it is lost, this is reported on stderr and the result is
 * shown without it.
 */
export function dataFinder(store: Store): (searchId: string) => Promise<DataJson | null> {
  return async (searchId) => {
    try {
      const plan = await store.searches.readPlan(searchId);
      if (!plan) throw new Error(`the store at ${store.root} has no plan of it`);
      const { profileRef } = await loadContext(store, plan.contextRef);
      return dataJson(JSON.parse((await store.artifacts.get(profileRef)).toString('utf8')) as DataProfile);
    } catch (error) {
      const why = (error as Error).message;
      process.stderr.write(`${printable(`${searchId}: what was found in its data cannot be read: ${why}`)}\n`);
      return null;
    }
  };
}
