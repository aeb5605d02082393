import type { ShownTrials } from '../../contracts/search/search-activities.js';
import type { TrialKey, TrialSummary } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';

/** The search's trial that an axis has chosen; null for no choice, or if there is no trial with this key. */
export async function findChoice(
  store: Store,
  { searchId, incumbent, elite, unseen }: ShownTrials,
  key: TrialKey | null,
): Promise<TrialSummary | null> {
  if (key === null) return null;
  const shown = [incumbent, ...elite].find((trial) => trial?.key === key);
  if (shown) return shown;
  const among = async (from: number, to: number): Promise<TrialSummary | undefined> => {
    const steps = await store.searches.readSteps(searchId, from, to);
    return steps.flatMap(({ trials }) => trials).find((trial) => trial.key === key);
  };
  return (await among(unseen.from, unseen.to)) ?? (await among(0, unseen.from)) ?? null;
}
