import { totalmem } from 'node:os';

/** Part of the machine's memory that trials may take together: the rest is for data sets, the server and the system. */
const TRIALS_SHARE = 0.6;
/** Part of it that a process of trials may take in all. */
const PROCESS_SHARE = 0.8;

/** Bytes that trials under way may take together, by estimates. */
export function trialsMemoryBytes(): number {
  return Math.floor(memoryBytes() * TRIALS_SHARE);
}

/** What a person should know of a machine on which trials that a search's plan lets start may not fit; null for nothing. */
export function memoryWarning(trialMemoryMb: number, available = trialsMemoryBytes()): string | null {
  const megabytes = Math.floor(available / 2 ** 20);
  if (megabytes >= trialMemoryMb) return null;
  return (
    `this machine has ${megabytes} MB of memory for trials, less than one may need (trials.trialMemoryMb: ${trialMemoryMb}): ` +
    'those that need more run alone, and may be ended here though other machines train them'
  );
}

/** Bytes that a process of trials may take. */
export function processMemoryBytes(): number {
  return Math.floor(memoryBytes() * PROCESS_SHARE);
}

/** Containers' limits count where there are any. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
