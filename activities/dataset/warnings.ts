import type { EvaluationPlan } from '../../contracts/module/evaluation.js';
import type { ColumnProfile, DataProfile } from '../../learning/dataset/profile.js';

const FEWEST_ROWS_FOR_TRUST = 200;
/** If more columns are left out, there is one warning for all. */
const MOST_LEFT_OUT = 3;
const MOST_NAMED = 8;
/** Most warnings that are shown at the start of a search and kept in its plan. */
const MOST_WARNINGS = 8;
const LONGEST_WARNING = 300;

/** Warnings about a data set's split and the columns that are left out, as sentences. */
export function splitWarnings(
  { columns, rows, target, warnings: told }: DataProfile,
  { holdoutRows }: EvaluationPlan,
): string[] {
  const warnings = leftOutWarnings(
    columns.filter(({ name, leftOut }) => !told.includes(`left out: ${name}: ${leftOut}`)),
  );
  const rare = target.classes?.filter(({ count }) => count === 1).map(({ level }) => level) ?? [];
  if (rare.length > 0) warnings.push(`with one row only, trained on but never validated: ${brief(rare)}`);
  if (holdoutRows === 0) warnings.push(`${rows} rows are too few to keep some aside: there is no holdout score`);
  else if (rows < FEWEST_ROWS_FOR_TRUST) warnings.push(`${rows} rows: scores on so few are uncertain`);
  return warnings;
}

export function leftOutWarnings(columns: readonly ColumnProfile[]): string[] {
  const causes = columns.flatMap(({ name, leftOut }) => (leftOut === null ? [] : [`${name}: ${leftOut}`]));
  if (causes.length <= MOST_LEFT_OUT) return causes.map((cause) => `left out: ${cause}`);
  return [`left out: ${causes.length} columns, such as ${causes[0]} (--explain and the report name them all)`];
}

/** The first warnings, for the search's plan in histories; the profile in the store has all of them. */
export function briefWarnings(warnings: readonly string[]): string[] {
  const shown = warnings
    .slice(0, MOST_WARNINGS)
    .map((text) => (text.length > LONGEST_WARNING ? `${text.slice(0, LONGEST_WARNING)}…` : text));
  const more = warnings.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more: --explain and the report have them all`] : shown;
}

function brief(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${shown}, … (${names.length} in all)` : shown;
}
