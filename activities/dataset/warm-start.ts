import { z } from 'zod';
import { candidateHash, withColumns, type Candidate } from '../../contracts/candidate/candidate.js';
import { decodeColumns, encodeColumns, type ColumnSet } from '../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { UserError } from '../../contracts/errors.js';
import { canonicalJson } from '../../contracts/json.js';
import type { SearchPlan } from '../../contracts/search/search-plan.js';
import { nearestPoint } from '../../contracts/candidate/space.js';
import { transformFits, type Transforms } from '../../contracts/candidate/transform.js';
import type { Store } from '../../storage/store.js';
import { loadContext } from '../../training/data/search-loader.js';
import { keepCandidates } from '../../storage/candidate-list.js';
import { candidateError } from '../../training/trial/candidate-error.js';

/** The part of a search's state for a warm start: its elite. */
const stateSchema = z.object({ elite: z.array(z.object({ key: z.string() })).min(1) });

/**
 * The best candidates of an earlier search, converted to the spaces of a new one: columns are matched by name,
 * hyperparameters out of range move to the nearest bound, parts that do not exist any more are left out. Columns that
 * the earlier search did not have are added to its best candidate.
 *
 * @throws UserError('InvalidInput') if that search has no trial in the store, or none of them fits.
 */
export async function warmStartOf(
  store: Store,
  searchId: string,
  context: SearchContext,
): Promise<NonNullable<SearchPlan['warmStart']>> {
  const refuse = (why: string): UserError => new UserError('InvalidInput', `warmStart: ${why}`);
  const plan = await store.searches.readPlan(searchId);
  const state = stateSchema.safeParse(await store.searches.readState(searchId));
  if (!plan || !state.success) throw refuse(`the store has no search ${searchId} with a completed trial`);
  if (plan.task !== context.task) throw refuse(`${searchId} is of a ${plan.task} task, this search of ${context.task}`);
  const earlier = await loadContext(store, plan.contextRef);
  const records = await Promise.all(state.data.elite.map(({ key }) => store.trials.read(key)));
  if (records.every((record) => record === null)) throw refuse(`the store has no trial of ${searchId} any more`);
  const moved = records.flatMap((record) => (record ? (move(record.candidate, earlier, context) ?? []) : []));
  const best = moved.at(0);
  const wider = best ? withNewColumns(best, earlier, context) : null;
  const candidates = unlike([...moved, ...(wider ? [wider] : [])]).filter(
    (one) => candidateError(context, one) === null,
  );
  if (candidates.length === 0) throw refuse(`no candidate of ${searchId} fits these columns, axes and paradigms`);
  return { searchId, candidates: await keepCandidates(store.artifacts, candidates) };
}

/** A candidate in the spaces of another search; null if its paradigm, or all of its columns, are missing there. */
function move(candidate: Candidate, from: SearchContext, to: SearchContext): Candidate | null {
  const paradigm = to.paradigms.find(({ id }) => id === candidate.paradigm);
  if (!paradigm) return null;
  const places = placesOf(from, to);
  const features = moveColumns(candidate.features, places);
  if (features === '') return null;
  // The other search has other folds, so columns by fold are not taken over.
  const sameFolds = from.fingerprint === to.fingerprint && canonicalJson(from.plan) === canonicalJson(to.plan);
  const columns = sameFolds ? candidate : { features };
  const moved: Candidate = {
    ...withColumns(candidate, columns),
    transforms: moveTransforms(candidate.transforms, places, to),
    hyperparameters: nearestPoint(paradigm.hyperparameters, candidate.hyperparameters),
  };
  if (candidateError(to, moved) === null) return moved;
  return { ...moved, architecture: paradigm.architecture?.default ?? null };
}

/** The index of each column in the other search, by name; undefined for columns that it does not have or leaves out. */
function placesOf(from: SearchContext, to: SearchContext): Map<number, number> {
  const byName = new Map(to.columns.map(({ name, useful }, index) => [name, useful ? index : null]));
  return new Map(
    from.columns.flatMap(({ name }, index) => {
      const place = byName.get(name) ?? null;
      return place === null ? [] : [[index, place] as const];
    }),
  );
}

function moveColumns(columns: ColumnSet, places: Map<number, number>): ColumnSet {
  return encodeColumns(decodeColumns(columns).flatMap((column) => places.get(column) ?? []));
}

function moveTransforms(transforms: Transforms, places: Map<number, number>, to: SearchContext): Transforms {
  const overrides = transforms.overrides.flatMap(({ columns, transform }) => {
    const there = decodeColumns(moveColumns(columns, places));
    const fitting = there.filter((column) => transformFits(to.columns[column].type, transform));
    return fitting.length === 0 ? [] : [{ columns: encodeColumns(fitting), transform }];
  });
  return { ...transforms, overrides: overrides.sort((a, b) => firstOf(a.columns) - firstOf(b.columns)) };
}

const firstOf = (columns: ColumnSet): number => decodeColumns(columns)[0];

function withNewColumns(candidate: Candidate, from: SearchContext, to: SearchContext): Candidate | null {
  const known = new Set(from.columns.map(({ name }) => name));
  const added = to.columns.flatMap(({ name, useful }, index) => (useful && !known.has(name) ? [index] : []));
  if (added.length === 0) return null;
  return withColumns(candidate, { features: encodeColumns([...decodeColumns(candidate.features), ...added]) });
}

function unlike(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidateHash(candidate), candidate])).values()];
}
