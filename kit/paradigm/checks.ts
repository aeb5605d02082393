import type { ProblemShape } from '../../contracts/task.js';
import { Unmet, type Check } from '../check/check.js';
import { difference } from '../check/json.js';
import { describeParadigm } from './ask.js';
import { learningChecks } from './learning.js';
import { modelChecks } from './models.js';
import { paradigmRules, type ParadigmCheckOptions } from './options.js';
import { TASKS } from './problems.js';
import { refusalChecks } from './refusals.js';
import { repeatingChecks } from './repeating.js';
import type { ParadigmUnderTest } from './under-test.js';

/**
 * The requirements for every paradigm that a team serves, whatever it learns and in whatever language it is written.
 */
export function paradigmChecks(options: ParadigmCheckOptions = {}): Check<ParadigmUnderTest>[] {
  const rules = paradigmRules(options);
  return [
    { name: 'describes itself for problems of any size, in a version of the contract of this release', run: describes },
    ...learningChecks(rules),
    ...repeatingChecks(rules),
    ...modelChecks(rules),
    ...refusalChecks(rules),
  ];
}

const SIZES = [
  { rows: 1, columns: 1 },
  { rows: 100, columns: 10 },
  { rows: 1_000_000, columns: 2000 },
];

const SHAPES: readonly ProblemShape[] = TASKS.flatMap((task) =>
  SIZES.map((size) => ({ ...size, task, classes: task === 'regression' ? 0 : task === 'binary' ? 2 : 5 })),
);

async function describes(module: ParadigmUnderTest): Promise<void> {
  let applies = false;
  const versions = new Set<number>();
  for (const shape of SHAPES) {
    const description = await describeParadigm(module, shape);
    const found = difference(description, await describeParadigm(module, shape));
    if (found !== null) {
      throw new Unmet('the same description each time', `it differs in ${found}`, 'Say the same to every search.');
    }
    applies ||= description !== null;
    if (description) versions.add(description.version);
  }
  if (!applies) {
    throw new Unmet('a description for one task at least', 'it is null for all', 'Describe it for what it can learn.');
  }
  if (versions.size === 1) return;
  const todo = "A version is the whole paradigm's: raise it when the same fit would give another model.";
  throw new Unmet('one version for all problems', `there are ${[...versions].join(', ')}`, todo);
}
