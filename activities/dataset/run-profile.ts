import { readFile } from 'node:fs/promises';
import { UserError } from '../../contracts/errors.js';
import { buildDataset, encodeDataset } from '../../learning/dataset.js';
import { readCsv } from '../../learning/csv/index.js';
import { planEvaluation } from '../../learning/folds.js';
import { inputColumns, profileDataset, type DataProfile } from '../../learning/profile.js';
import { parseOverrides } from '../../learning/types/overrides.js';
import { openStore } from '../../storage/store.js';
import type { ProfileJob, ProfileResult } from './profile-job.js';

const FEWEST_ROWS_FOR_TRUST = 200;
const MOST_WARNINGS = 20;
const LONGEST_WARNING = 300;

/** Reads a file, splits its rows, and puts what a search shares into the store. Runs in a worker thread. */
export async function runProfile(job: ProfileJob): Promise<ProfileResult> {
  const types = parseOverrides(job.types);
  const { artifacts } = openStore(job.storeRoot);
  // From the store only bytes that are what their reference says.
  const file = 'ref' in job.data ? await artifacts.get(job.data.ref) : await readFile(job.data.path);
  const csv = readCsv(file, job.name, { encoding: job.encoding, maxBytes: job.maxBytes });
  const { dataset, task, readings, warnings } = buildDataset(csv, { target: job.target, task: job.task, types });
  const profile = profileDataset(dataset, readings, new Set(types.keys()), warnings);
  const useful = profile.columns.filter((column) => column.useful).length;
  if (useful === 0) {
    throw new UserError('InvalidData', `${job.name} has no input column that varies beside ${job.target}`);
  }
  const { plan, assignment } = planEvaluation(dataset.target, dataset.inputs.columns.length, job.seed);
  profile.warnings.unshift(...csv.warnings, ...warningsOf(profile, plan.holdoutRows));
  const [dataRef, assignmentRef, profileRef] = await Promise.all([
    artifacts.put(encodeDataset(dataset)),
    artifacts.put(new Uint8Array(assignment.buffer)),
    artifacts.put(JSON.stringify(profile)),
  ]);
  return {
    digest: csv.digest,
    dataRef,
    assignmentRef,
    profileRef,
    rows: dataset.inputs.rows,
    task,
    classes: 'codes' in dataset.target ? [...dataset.target.classes] : [],
    columns: inputColumns(profile),
    plan,
    warnings: briefWarnings(profile.warnings),
  };
}

/** The first warnings, for the search's plan, which stands in histories: the profile in the store has all of them. */
function briefWarnings(warnings: readonly string[]): string[] {
  const shown = warnings
    .slice(0, MOST_WARNINGS)
    .map((text) => (text.length > LONGEST_WARNING ? `${text.slice(0, LONGEST_WARNING)}…` : text));
  const more = warnings.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more: see the report`] : shown;
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
