import { UserError } from '../../contracts/errors.js';
import type { EvaluationPlan } from '../../contracts/evaluation.js';
import { deriveSeed } from '../../contracts/json.js';
import type { ParsedSearchInput } from '../../contracts/search-input.js';
import type { Task } from '../../contracts/task.js';
import type { CsvTable } from '../../learning/csv/index.js';
import { buildDataset } from '../../learning/dataset.js';
import { planEvaluation } from '../../learning/folds.js';
import { profileDataset, type DataProfile } from '../../learning/profile.js';
import type { Dataset } from '../../learning/table.js';
import { parseOverrides } from '../../learning/types/overrides.js';

const FEWEST_ROWS_FOR_TRUST = 200;

/** What makes a data set of a table, and splits it. */
export interface ProfileOptions {
  target: string;
  task: Task | 'auto';
  types: string[];
  /** Seed of the split. */
  seed: number;
}

export interface ProfiledCsv {
  dataset: Dataset;
  task: Task;
  plan: EvaluationPlan;
  /** For each row its place, see `planEvaluation`. */
  assignment: Int8Array;
  profile: DataProfile;
}

/** What a search's input says of them. */
export function profileOptions({ target, task, types, seed }: ParsedSearchInput): ProfileOptions {
  return { target, task, types, seed: deriveSeed('split', seed) };
}

/**
 * Makes a data set of a table, splits its rows, and looks at all of it once.
 *
 * @throws UserError for data that cannot be learnt from
 */
export function profileCsv(csv: CsvTable, options: ProfileOptions): ProfiledCsv {
  const { target, task: asked, seed } = options;
  const types = parseOverrides(options.types);
  const { dataset, task, readings, warnings } = buildDataset(csv, { target, task: asked, types });
  const profile = profileDataset(dataset, readings, new Set(types.keys()), warnings);
  if (!profile.columns.some(({ useful }) => useful)) throw nothingToLearnFrom(csv.name, profile);
  const { plan, assignment } = planEvaluation(dataset.target, dataset.inputs.columns.length, seed);
  profile.warnings.unshift(...csv.warnings, ...warningsOf(profile, plan.holdoutRows));
  return { dataset, task, plan, assignment, profile };
}

const MOST_CAUSES = 5;

function nothingToLearnFrom(name: string, { columns, target }: DataProfile): UserError {
  const causes = columns.slice(0, MOST_CAUSES).map((column) => `${column.name} (${column.leftOut})`);
  const more = columns.length > MOST_CAUSES ? `, … (${columns.length} in all)` : '';
  return new UserError(
    'InvalidData',
    `${name} has no input column to learn ${target.name} from; left out: ${causes.join(', ')}${more}`,
  );
}

function warningsOf({ columns, rows, target }: DataProfile, holdoutRows: number): string[] {
  const warnings: string[] = [];
  for (const reason of ['empty', 'constant', 'identifier'] as const) {
    const names = columns.filter(({ leftOut }) => leftOut === reason).map(({ name }) => name);
    if (names.length > 0) warnings.push(`left out, ${reason}: ${brief(names)}`);
  }
  const rare = target.classes?.filter(({ count }) => count === 1).map(({ level }) => level) ?? [];
  if (rare.length > 0) warnings.push(`with one row only, trained on but never validated: ${brief(rare)}`);
  if (holdoutRows === 0) warnings.push(`${rows} rows are too few to keep some aside: there is no holdout score`);
  else if (rows < FEWEST_ROWS_FOR_TRUST) warnings.push(`${rows} rows: scores on so few are uncertain`);
  return warnings;
}

function brief(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown}, … (${names.length} in all)` : shown;
}
