import { readFile } from 'node:fs/promises';
import { readCsv } from '../../learning/csv/index.js';
import { checkUnpackedSize } from '../../learning/csv/unpack.js';
import { encodeDataset } from '../../learning/dataset/dataset.js';
import { inputColumns, type DataProfile } from '../../learning/dataset/profile.js';
import { openStore } from '../../storage/store.js';
import { profileCsv } from './profile-csv.js';
import type { ProfileJob, ProfileResult } from './profile-job.js';
import { heldOutRowsSeen } from './holdout-rows-seen.js';
import { briefWarnings } from './warnings.js';

/** Reads a file, splits its rows, and puts the data set and the profile into the store. Runs in a worker thread. */
export async function runProfile(job: ProfileJob): Promise<ProfileResult> {
  const store = openStore(job.storeRoot);
  const { artifacts } = store;
  // From the store, bytes are checked against their reference.
  const file = 'ref' in job.data ? await artifacts.get(job.data.ref) : await readFile(job.data.path);
  await checkUnpackedSize(file, job.name, job.maxBytes);
  const csv = readCsv(file, job.name, { encoding: job.encoding, maxBytes: job.maxBytes });
  const built = profileCsv(csv, job);
  const { dataset, task, plan, assignment, hashes } = built;
  const holdoutSeen = job.warmStart === undefined ? 0 : await heldOutRowsSeen(store, job.warmStart, built);
  const profile: DataProfile = { ...built.profile, holdoutSeen };
  if (holdoutSeen > 0) profile.warnings.unshift(seenWarning(job.warmStart!, holdoutSeen, plan.holdoutRows));
  const [dataRef, assignmentRef, profileRef] = await Promise.all([
    artifacts.put(encodeDataset(dataset, hashes)),
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

function seenWarning(searchId: string, seen: number, heldOut: number): string {
  return `${seen} of ${heldOut} held out rows were searched on by ${searchId}, whose candidates this search begins with: its score on them is not one of unseen rows`;
}
