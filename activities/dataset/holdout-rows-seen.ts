import { loadContext } from '../../training/data/search-loader.js';
import { decodeDataset } from '../../learning/dataset/dataset.js';
import { rowsSeenBefore, type SplitData } from '../../learning/splits/overlap.js';
import type { Store } from '../../storage/store.js';

/** Most earlier searches in a chain of warm starts. */
const MOST_SEARCHES = 20;

/**
 * Number of held out rows of a search that were search rows of the search from which it warm-starts, or of that
 * search's own warm start, and so on: its candidates were selected with them. Searches that the store has lost are
 * skipped.
 *
 * @param warmStart id of the earlier search
 */
export async function heldOutRowsSeen(store: Store, warmStart: string, own: SplitData): Promise<number> {
  const earlier: SplitData[] = [];
  let id: string | undefined = warmStart;
  for (let n = 0; id !== undefined && n < MOST_SEARCHES; n++) {
    const plan = await store.searches.readPlan(id);
    if (!plan || !(await store.artifacts.has(plan.contextRef))) break;
    const { dataRef, assignmentRef, target } = await loadContext(store, plan.contextRef);
    const there = (await store.artifacts.has(dataRef)) && (await store.artifacts.has(assignmentRef));
    if (there && target === own.dataset.target.name) {
      const [data, assignment] = [await store.artifacts.get(dataRef), await store.artifacts.get(assignmentRef)];
      earlier.push({
        dataset: decodeDataset(Uint8Array.from(data).buffer),
        assignment: Int8Array.from(new Int8Array(assignment)),
      });
    }
    id = plan.warmStart?.searchId;
  }
  return rowsSeenBefore(own, earlier);
}
