const SMALLEST = 4;
/** Least generations for a small budget in trials, and most generations for a large one. */
const FEWEST_GENERATIONS = 4;
const MOST_GENERATIONS = 32;
/** Larger generations learn too little from the previous one. */
const LARGEST = 32;

/**
 * Candidates for one generation: about 4 + 3 ln(parameters), as in evolution strategies (Hansen 2016); fewer if a small
 * budget would give too few generations, more if a large one would give very many: each generation costs a round trip.
 *
 * @param tried candidates that the search has tried so far
 * @param trialsLeft null for no limit
 */
export function generationSize(parameters: number, tried: number, trialsLeft: number | null): number {
  const usual = Math.round(4 + 3 * Math.log(Math.max(1, parameters)));
  if (trialsLeft === null) return usual;
  const wanted = Math.max(usual, Math.min(LARGEST, Math.ceil((tried + trialsLeft) / MOST_GENERATIONS)));
  return Math.min(trialsLeft, Math.max(SMALLEST, Math.min(wanted, Math.ceil(trialsLeft / FEWEST_GENERATIONS))));
}
