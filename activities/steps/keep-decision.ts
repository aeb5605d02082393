import type { AdvanceOutput, AdvanceReply, Document } from '../../contracts/module/axis.js';
import { canonicalJson, type Json } from '../../contracts/json.js';
import { LARGEST_INLINE_STATE } from '../../contracts/search/limits.js';
import type { Store } from '../../storage/store.js';
import { keepCandidates } from '../../storage/candidate-list.js';

/** An axis's decision for payloads: large values go to the store. */
export async function keepDecision(
  store: Store,
  { candidates, state }: AdvanceOutput,
): Promise<Pick<AdvanceReply, 'candidates' | 'state'>> {
  return { candidates: await keepCandidates(store.artifacts, candidates), state: await keepState(store, state) };
}

async function keepState(store: Store, state: Json): Promise<Document> {
  const text = canonicalJson(state);
  if (Buffer.byteLength(text) <= LARGEST_INLINE_STATE) return { inline: state };
  return { ref: await store.artifacts.put(text) };
}
