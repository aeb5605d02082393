import type { SearchContext } from '../../contracts/context.js';
import type { ParadigmLineage } from './state.js';

/** Paradigms tuned side by side. */
const RIVALS = 3;
/** How far behind the best a paradigm may lie at first, as a share of the best loss where the scores' error is less. */
const CLOSE = 0.03;
/** What is left of that distance after each generation: tuning must have paid by then. */
const NARROWING = 0.6;
const SMALLEST_GENERATION = 4;
/** Generations that a budget in trials should last for. */
const GENERATIONS = 4;

/**
 * The lineages to breed: the best, and those so close behind that tuning may turn the order round, best first.
 * Paradigms differ in how much tuning improves them, so a close second deserves a few candidates; the distance allowed
 * shrinks with every generation (successive elimination). Those with nothing to tune are left out.
 */
export function chooseLineages(
  { paradigms }: SearchContext,
  lineages: readonly ParadigmLineage[],
  error: number,
  generation: number,
): ParadigmLineage[] {
  const ranked = [...lineages].sort((a, b) => a.best.loss - b.best.loss);
  if (ranked.length === 0) return [];
  const best = ranked[0].best.loss;
  const tolerance = Math.max(error, CLOSE * Math.abs(best)) * NARROWING ** generation;
  const tunable = new Set(paradigms.filter((one) => one.hyperparameters.length > 0).map(({ id }) => id));
  return ranked
    .filter(({ paradigm, best: { loss } }) => tunable.has(paradigm) && loss <= best + tolerance)
    .slice(0, RIVALS);
}

/**
 * Candidates for one generation: about 4 + 3 ln(parameters), as evolution strategies take (Hansen 2016), fewer where a
 * small budget in trials would not last for some generations.
 */
export function generationSize(parameters: number, trialsLeft: number | null): number {
  const wanted = Math.round(4 + 3 * Math.log(Math.max(1, parameters)));
  if (trialsLeft === null) return wanted;
  return Math.min(trialsLeft, Math.max(SMALLEST_GENERATION, Math.min(wanted, Math.ceil(trialsLeft / GENERATIONS))));
}

/** Splits a generation among lineages, best first: half to the first, the rest evenly; each gets one while there is one. */
export function splitGeneration(count: number, lineages: number): number[] {
  if (lineages === 0) return [];
  if (lineages === 1) return [count];
  const first = Math.ceil(count / 2);
  const others = lineages - 1;
  const rest = count - first;
  return [first, ...Array.from({ length: others }, (_, i) => Math.floor(rest / others) + (i < rest % others ? 1 : 0))];
}
