import { inCamelCase } from './names.js';

/** An axis that works, in JavaScript that is TypeScript too: random search. @param define where it imports from */
export function axisSource(name: string, define: string): string {
  return `import {
  candidateHash,
  completed,
  createRandom,
  defaultCandidate,
  defineAxis,
  isBetter,
  randomPoint,
  usefulColumns,
  z,
} from '${define}';

/** Candidates of one step, and steps without a better score after which there is no more to be hoped for. */
const PER_STEP = 8;
const PATIENCE = 3;

/** Random search, a small example to begin with: the incumbent at hyperparameters from anywhere in its space. */
export default defineAxis({
  name: '${name}',
  // The type of its activity, as histories show it.
  activity: 'explore${inCamelCase(name)}',
  // Sequential searches step by it, the others in turns that the last begins: tuning, before there is anything else.
  order: 45,
  share: 1,
  // Raise its version, here and below, when an earlier state could not be gone on from.
  state: z.strictObject({
    version: z.int().min(1).max(1),
    tried: z.array(z.string()),
    best: z.number().nullable(),
    stale: z.int().min(0),
  }),
  first: () => ({ version: 1, tried: [], best: null, stale: 0 }),
  module: import.meta.url,

  advance({ context, state, incumbent, trials, trialsNow, seed }) {
    const { paradigms, metric } = context;
    const base = incumbent?.candidate ?? defaultCandidate(paradigms[0], { features: usefulColumns(context) });
    const paradigm = paradigms.find(({ id }) => id === base.paradigm) ?? paradigms[0];
    const tried = new Set([...state.tried, ...trials.map(({ candidate }) => candidateHash(candidate))]);
    const score = (incumbent && completed(incumbent)?.score) ?? null;
    const better = score !== null && (state.best === null || isBetter(metric, score, state.best));
    const stale = better ? 0 : state.stale + 1;

    const random = createRandom(seed);
    const drawn = Array.from({ length: 4 * PER_STEP }, () => ({
      ...base,
      hyperparameters: randomPoint(paradigm.hyperparameters, random),
    }));
    const fresh = [...new Map(drawn.map((candidate) => [candidateHash(candidate), candidate]))]
      .filter(([hash]) => !tried.has(hash))
      .slice(0, Math.min(PER_STEP, trialsNow ?? PER_STEP));
    const converged = stale > PATIENCE || (fresh.length === 0 && trialsNow !== 0);
    const proposed = converged ? [] : fresh;
    return {
      state: {
        version: 1,
        tried: [...tried, ...proposed.map(([hash]) => hash)],
        best: better ? score : state.best,
        stale,
      },
      candidates: proposed.map(([, candidate]) => candidate),
      converged,
      note: converged ? \`nothing better in \${stale} steps\` : \`\${proposed.length} random points of \${paradigm.id}\`,
    };
  },
});
`;
}
