import { UserError } from '../../contracts/errors.js';
import { deriveSeed } from '../../contracts/json.js';
import type { ParsedSearchInput } from '../../contracts/search-input.js';
import type { CsvTable } from '../../learning/csv/index.js';
import { buildDataset, type BuiltDataset, type DatasetOptions } from '../../learning/dataset.js';
import { profileDataset, type DataProfile } from '../../learning/profile.js';
import { parseOverrides } from '../../learning/types/overrides.js';

const FEWEST_ROWS_FOR_TRUST = 200;

/** What makes a data set of a table, and splits it. */
export interface ProfileOptions extends Omit<DatasetOptions, 'types'> {
  types: string[];
  /** Seed of the split. */
  seed: number;
}

export interface ProfiledCsv extends BuiltDataset {
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
  const types = parseOverrides(options.types);
  const built = buildDataset(csv, { ...options, types });
  const profile = profileDataset(built, new Set(types.keys()));
  if (!profile.columns.some(({ useful }) => useful)) throw nothingToLearnFrom(csv.name, profile);
  profile.warnings.unshift(...csv.warnings, ...warningsOf(profile, built.plan.holdoutRows));
  return { ...built, profile };
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
  for (const { name, leftOut } of columns) if (leftOut !== null) warnings.push(`left out: ${name}: ${leftOut}`);
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
