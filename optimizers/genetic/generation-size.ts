const SMALLEST = 4;
/** Generations that a small budget in trials should last for, at least; and that a large one takes, at most. */
const FEWEST_GENERATIONS = 4;
const MOST_GENERATIONS = 32;
/** A generation larger than this learns too little from the one before. */
const LARGEST = 32;

/**
 * Candidates for one generation: about 4 + 3 ln(parameters), as evolution strategies take (Hansen 2016); fewer where a
 * small budget would not last for some generations, more where a large one would take very many: each costs a round
 * trip.
 *
 * @param tried candidates that the search has tried so far
 * @param trialsLeft null where nothing limits them
 */
export function generationSize(parameters: number, tried: number, trialsLeft: number | null): number {
  const usual = Math.round(4 + 3 * Math.log(Math.max(1, parameters)));
  if (trialsLeft === null) return usual;
  const wanted = Math.max(usual, Math.min(LARGEST, Math.ceil((tried + trialsLeft) / MOST_GENERATIONS)));
  return Math.min(trialsLeft, Math.max(SMALLEST, Math.min(wanted, Math.ceil(trialsLeft / FEWEST_GENERATIONS))));
}
