import type { AdvanceInput, AdvanceOutput } from '../../contracts/module/axis.js';
import { candidateHash } from '../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { direction } from '../../contracts/metric.js';
import { completed, type Trial } from '../../contracts/candidate/trial.js';
import { Unmet, type Check } from '../check/check.js';
import { advance, describeAxis } from './ask.js';
import { failingObjective, fakeObjective, losingObjective, type Objective } from './objectives.js';
import type { AxisRules } from './options.js';
import { BARE, defaultCandidates, PROBLEMS, USUAL } from './problems.js';
import { simulateWith, type Simulation } from './simulate.js';
import type { AxisUnderTest } from './under-test.js';

/** What was tried before the axis's first step. */
type After = 'nothing' | 'defaults';
const STARTS: readonly After[] = ['nothing', 'defaults'];
const BUDGETS = [1, 3, 10];

const startText = (after: After): string => (after === 'nothing' ? 'first of all axes' : 'after the defaults');

/** Checks of an axis's proposals in simulated searches. */
export function proposalChecks(rules: AxisRules): Check<AxisUnderTest>[] {
  const ending = (objective: Objective, context: SearchContext, after: After) => (module: AxisUnderTest) =>
    simulated(module, { context, objective, after }, rules).then((simulation) => checkEnd(simulation, rules));
  return [
    ...PROBLEMS.flatMap(({ what, context }) => [
      ...STARTS.map((after) => ({
        name: `proposes new candidates within the spaces and makes progress: ${what}, ${startText(after)}`,
        run: async (module: AxisUnderTest) => {
          const simulation = await simulated(module, { context, objective: fakeObjective, after }, rules);
          checkProgress(simulation, context, rules);
        },
      })),
      { name: `keeps to a budget of ${BUDGETS.join(', ')} trials: ${what}`, run: withinBudgets(context, rules) },
    ]),
    ...STARTS.map((after) => ({
      name: `continues when every trial fails, ${startText(after)}`,
      run: ending(failingObjective, USUAL, after),
    })),
    {
      name: 'continues when trials time out or never come back',
      run: ending(losingObjective, USUAL, 'defaults'),
    },
    {
      name: 'handles a problem with nothing to tune',
      run: ending(fakeObjective, BARE, 'defaults'),
    },
    { name: 'leaves the search no worse', run: leavesNoWorse(rules) },
  ];
}

interface Simulated {
  context: SearchContext;
  objective: Objective;
  after: After;
  maxTrials?: number;
  onInput?: (input: AdvanceInput) => void;
}

/** A simulated search with the axis, with checks of each answer. @throws Unmet if one breaks the contract */
export async function simulated(
  module: AxisUnderTest,
  { context, objective, after, maxTrials, onInput }: Simulated,
  rules: AxisRules,
): Promise<Simulation> {
  const { declaration } = await describeAxis(module);
  const prior = after === 'defaults' ? defaultCandidates(context) : [];
  const known = new Set<string>();
  const step = async (input: AdvanceInput): Promise<AdvanceOutput> => {
    for (const { key } of input.trials) known.add(key);
    const output = await advance(module, input, rules);
    checkNew(output, known, input.step);
    return output;
  };
  const { maxSteps } = rules;
  return simulateWith(step, declaration, context, objective, { prior, maxSteps, maxTrials, onInput });
}

/** @param known keys of the trials that it was given */
function checkNew({ candidates }: AdvanceOutput, known: ReadonlySet<string>, step: number): void {
  const again = candidates.findIndex((candidate) => known.has(candidateHash(candidate)));
  if (again < 0) return;
  throw new Unmet(
    'no candidate that was tried before',
    `candidate ${again} of step ${step} equals that of a trial it was given, its own or another axis's`,
    "Leave out candidates whose canonical JSON is that of a trial's candidate.",
  );
}

const withinBudgets = (context: SearchContext, rules: AxisRules) => async (module: AxisUnderTest) => {
  for (const maxTrials of BUDGETS) {
    await simulated(module, { context, objective: fakeObjective, after: 'defaults', maxTrials }, rules);
  }
};

function checkEnd({ converged, outputs }: Simulation, { converges, maxSteps }: AxisRules): void {
  if (converged || !converges) return;
  throw new Unmet(
    `an end within ${maxSteps} steps`,
    `it has not converged after ${outputs.length}`,
    'Say converged where another step would not help.',
  );
}

/** An axis that has not converged must at least have found something better. */
function checkProgress(simulation: Simulation, context: SearchContext, rules: AxisRules): void {
  checkEnd(simulation, rules);
  const { converged, best, outputs, trials } = simulation;
  if (converged || (best !== null && !isOpening(best))) return;
  throw new Unmet(
    `an end within ${rules.maxSteps} steps, or a better score than at first`,
    `after ${outputs.length} steps and ${trials.length} trials it has not converged, and the best ` +
      `${context.metric} is still ${best ? scoreOf(best) : 'none'}`,
    "Let what the trials' scores say lead the proposals, or say converged.",
  );
}

/** A trial of the defaults, or of the axis's first step. */
function isOpening({ origin }: Trial): boolean {
  return origin.axis === 'prior' || origin.step === 0;
}

const leavesNoWorse = (rules: AxisRules) => async (module: AxisUnderTest) => {
  const problem = { context: USUAL, objective: fakeObjective, after: 'defaults' } as const;
  const before = await simulated(module, problem, { ...rules, maxSteps: 0 });
  const after = await simulated(module, problem, rules);
  const { score, spread } = completed(before.best!)!;
  const recommended = scoreOf(after.base!);
  // A recommended trial may have a slightly worse score, for example with fewer columns.
  if (direction(USUAL.metric) * (recommended - score) >= -spread) return;
  throw new Unmet(
    `a ${USUAL.metric} that is no worse than ${score}, that of the defaults, by more than its folds differ (${spread})`,
    `the trial that it recommends has ${recommended}`,
    'Choose a trial only where it is about as good as the best.',
  );
};

function scoreOf(trial: Trial): number {
  return completed(trial)!.score;
}
