import { UserError } from '../../contracts/errors.js';
import { deriveSeed } from '../../contracts/json.js';
import { kindOfMetric } from '../../contracts/metric.js';
import type { ParsedSearchInput } from '../../contracts/search/search-input.js';
import type { CsvTable } from '../../learning/csv/index.js';
import { buildDataset, type BuiltDataset, type DatasetOptions } from '../../learning/dataset/dataset.js';
import { profileDataset, type DataProfile } from '../../learning/dataset/profile.js';
import { parseOverrides } from '../../learning/column-types/overrides.js';
import { splitWarnings } from './warnings.js';

/** Options for reading a table as a data set and splitting it. */
export interface ProfileOptions extends Omit<DatasetOptions, 'types'> {
  types: string[];
  /** Seed of the split. */
  seed: number;
}

export interface ProfiledCsv extends BuiltDataset {
  profile: DataProfile;
}

/** The options in a search's input. */
export function profileOptions(input: ParsedSearchInput): ProfileOptions {
  const { target, task, metric, types, decimal, dateOrder, missing, mergeLabels, seed } = input;
  const targetKind = metric && kindOfMetric(metric);
  return { target, task, targetKind, types, decimal, dateOrder, missing, mergeLabels, seed: deriveSeed('split', seed) };
}

/**
 * Makes a data set of a table, splits its rows, and profiles it.
 *
 * @throws UserError for data that cannot be learnt from
 */
export function profileCsv(csv: CsvTable, options: ProfileOptions): ProfiledCsv {
  const types = parseOverrides(options.types);
  const built = buildDataset(csv, { ...options, types });
  const profile = profileDataset(built, new Set(types.keys()));
  if (!profile.columns.some(({ useful }) => useful)) throw nothingToLearnFrom(csv.name, profile);
  const warnings = [...csv.warnings, ...profile.warnings, ...splitWarnings(profile, built.plan)];
  return { ...built, profile: { ...profile, warnings } };
}

const MOST_CAUSES = 5;

function nothingToLearnFrom(name: string, { columns, target, warnings }: DataProfile): UserError {
  const causes = columns.slice(0, MOST_CAUSES).map((column) => {
    const about = `${column.name}: `;
    const told = warnings.filter((warning) => warning.startsWith(about)).map((warning) => warning.slice(about.length));
    return `${column.name} (${[column.leftOut, ...told].join('; ')})`;
  });
  const more = columns.length > MOST_CAUSES ? `, … (${columns.length} in all)` : '';
  return new UserError(
    'InvalidData',
    `${name} has no input column to learn ${target.name} from; left out: ${causes.join(', ')}${more}`,
  );
}
