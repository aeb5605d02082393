import type { Candidate } from '../../contracts/candidate.js';
import type { SearchContext } from '../../contracts/context.js';
import { canonicalJson } from '../../contracts/json.js';
import { direction, type Metric } from '../../contracts/metric.js';
import type { ParadigmDescription } from '../../contracts/paradigm.js';
import { pointError, type Point, type SearchSpace } from '../../contracts/space.js';
import { completed, type Trial } from '../../contracts/trial.js';
import { absorb, type Member } from '../../optimizers/genetic/population.js';
import type { Base, Lineage } from './state.js';

/** Members that a lineage keeps: twice its parents, so that a change of base leaves a choice. */
const POPULATION = 12;

/** A completed trial as a lineage sees it. */
interface Measured {
  key: string;
  base: Base;
  point: Point;
  loss: number;
}

/** The lineages with the new trials taken in: one for each paradigm of which a trial was completed. */
export function updateLineages(
  context: SearchContext,
  lineages: readonly Lineage[],
  trials: readonly Trial[],
  incumbent: Trial | null,
): Lineage[] {
  return context.paradigms.flatMap((paradigm) => {
    const earlier = lineages.find((lineage) => lineage.paradigm === paradigm.id) ?? null;
    const measure = (trial: Trial): Measured[] => measured(context.metric, paradigm, trial);
    const lead = incumbent ? measure(incumbent)[0] : undefined;
    const fresh = [...(lead ? [lead] : []), ...trials.flatMap(measure)];
    if (!earlier) return fresh.length === 0 ? [] : [merge(paradigm, null, fresh, (lead ?? leastLoss(fresh)).base)];
    const better = leastLoss([...fresh, { ...earlier.best, base: earlier.base }]);
    return [merge(paradigm, earlier, fresh, (lead ?? better).base)];
  });
}

/** Of a trial of this paradigm that was completed inside its space; else nothing. */
function measured(metric: Metric, paradigm: ParadigmDescription, { key, candidate, outcome }: Trial): Measured[] {
  const done = completed({ outcome });
  const { hyperparameters: point, paradigm: id } = candidate;
  if (!done || id !== paradigm.id || pointError(paradigm.hyperparameters, point) !== null) return [];
  return [{ key, base: baseOf(paradigm, candidate), point, loss: lossOf(metric, done.score) }];
}

function merge(
  paradigm: ParadigmDescription,
  earlier: Lineage | null,
  fresh: readonly Measured[],
  base: Base,
): Lineage {
  const space = paradigm.hyperparameters;
  const baseKey = canonicalJson(base);
  const members = absorb<Point>(
    canonicalJson,
    { base: earlier && canonicalJson(earlier.base), members: earlier ? membersOf(space, earlier) : [] },
    fresh.map((one) => ({ genome: one.point, loss: one.loss, base: canonicalJson(one.base) })),
    baseKey,
    POPULATION,
  );
  const here = fresh.filter((one) => canonicalJson(one.base) === baseKey);
  const stayed = earlier && canonicalJson(earlier.base) === baseKey ? [earlier.best] : [];
  const { key, loss } = leastLoss([...stayed, ...here]);
  return {
    paradigm: paradigm.id,
    base,
    generations: earlier?.generations ?? 0,
    best: { key, loss },
    members: members.map(({ genome, loss, estimated }) => [
      space.map(({ name }) => genome[name] ?? null),
      loss,
      estimated,
    ]),
  };
}

/** The members of a lineage with their points spelt out. */
export function membersOf(space: SearchSpace, { members }: Lineage): Member<Point>[] {
  return members.map(([values, loss, estimated]) => {
    const genome: Point = {};
    values.forEach((value, i) => {
      if (value !== null) genome[space[i].name] = value;
    });
    return { genome, loss, estimated };
  });
}

/** The candidate of a point on a base. */
export function candidateOf(paradigm: ParadigmDescription, base: Base, hyperparameters: Point): Candidate {
  const { features, transforms, architecture } = base;
  return {
    features,
    transforms: transforms ?? paradigm.transforms,
    paradigm: paradigm.id,
    hyperparameters,
    architecture,
  };
}

function baseOf(paradigm: ParadigmDescription, { features, transforms, architecture }: Candidate): Base {
  const own = canonicalJson(transforms) === canonicalJson(paradigm.transforms);
  return { features, transforms: own ? null : transforms, architecture };
}

/** A score turned so that lower is better; and back. */
export function lossOf(metric: Metric, score: number): number {
  return -direction(metric) * score;
}

function leastLoss<T extends { loss: number }>(items: readonly T[]): T {
  return items.reduce((best, item) => (item.loss < best.loss ? item : best));
}
