import { totalmem } from 'node:os';

/** Share of the machine's memory for all running trials: the rest is for data sets, the server and the system. */
const TRIALS_SHARE = 0.6;
/** Share of it for a process of trials. */
const PROCESS_SHARE = 0.8;

/** Limit of the estimates of all running trials, in bytes. */
export function trialsMemoryBytes(): number {
  return Math.floor(memoryBytes() * TRIALS_SHARE);
}

/** Warning about a machine with less memory than a trial of a search's plan may need; null for none. */
export function memoryWarning(trialMemoryMb: number, available = trialsMemoryBytes()): string | null {
  const megabytes = Math.floor(available / 2 ** 20);
  if (megabytes >= trialMemoryMb) return null;
  return (
    `this machine has ${megabytes} MB of memory for trials, less than one may need (trials.trialMemoryMb: ${trialMemoryMb}): ` +
    'those that need more run alone, and may be ended here though other machines train them'
  );
}

/** Memory limit of a process of trials, in bytes. */
export function processMemoryBytes(): number {
  return Math.floor(memoryBytes() * PROCESS_SHARE);
}

/** Limits of containers are respected. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
