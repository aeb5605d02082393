import { searchContextSchema } from '../../../contracts/module/context.js';
import { parseJson } from '../../../storage/files/sealed-json.js';
import type { SearchOpening } from '../../../storage/searches.js';
import type { Store } from '../../../storage/store.js';
import type { Damage, DamagedKind } from '../../../storage/verify.js';
import { commandOf } from './command-of.js';

/** The consequence of each loss, and what to do about it: a sentence each. */
export async function consequencesOf(store: Store, damaged: readonly Damage[]): Promise<string[]> {
  const lost = new Set(damaged.flatMap(({ kind, of }) => (kind === 'artifact' ? [of] : [])));
  const uses = lost.size === 0 ? new Map<string, string>() : await usesOf(store, lost);
  return damaged.map(({ kind, of }) => (kind === 'artifact' ? (uses.get(of) ?? UNUSED) : CONSEQUENCES[kind]));
}

const UNUSED =
  'an axis may have kept its state or candidates in it; a search that misses it says so, and nothing else is lost';

const CONSEQUENCES: Record<Exclude<DamagedKind, 'artifact'>, string> = {
  trial: 'it is trained again when a search needs it',
  step: 'a search that has not ended fails for want of it; "coaxial resume" then walks through it again, with its trials',
  state: 'the search can be gone on with from the state before it',
  record: 'the search cannot be read from the store any more; while a server knows it, it goes on',
  checkpoint: 'nothing is lost but time: the trial repeats that part',
};

/** What lost artifacts were, as far as known, with the consequence. */
async function usesOf(store: Store, lost: ReadonlySet<string>): Promise<Map<string, string>> {
  const uses = new Map<string, string>();
  const note = (ref: string | null, use: string): void => {
    if (ref !== null && lost.has(ref)) uses.set(ref, use);
  };
  for await (const key of store.trials.keys()) {
    const record = await store.trials.read(key);
    note(record?.arrays ?? null, `the predictions of trial ${key}: it is trained again when a search needs them`);
  }
  for (const opening of await store.searches.list()) {
    for (const [ref, what] of await dataOf(store, opening)) {
      note(
        ref,
        `${what} of search ${opening.searchId}; reading the same file again puts it back: ${commandOf(opening)}`,
      );
    }
  }
  return uses;
}

/** The data and the context of a search. */
async function dataOf(store: Store, { searchId, input }: SearchOpening): Promise<[ref: string, what: string][]> {
  const data = (input as { data?: unknown } | null)?.data;
  const plan = await store.searches.readPlan(searchId);
  const path = plan && store.artifacts.path(plan.contextRef);
  const bytes =
    path && (await store.artifacts.has(plan.contextRef)) ? await store.artifacts.get(plan.contextRef) : null;
  const context = searchContextSchema.safeParse(bytes && parseJson(bytes.toString('utf8'))).data;
  return [
    ...(typeof data === 'string' ? [[data, 'the file'] as [string, string]] : []),
    ...(plan ? [[plan.contextRef, 'the description'] as [string, string]] : []),
    ...(context
      ? ([
          [context.dataRef, 'the data set'],
          [context.assignmentRef, 'the split'],
          [context.profileRef, 'the profile'],
        ] as [string, string][])
      : []),
  ];
}
