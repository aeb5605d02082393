import { totalmem } from 'node:os';

/** Part of the machine's memory that trials may take together: the rest is for data sets, the server and the system. */
const TRIALS_SHARE = 0.6;
/** Part of it that a process of trials may take in all. */
const PROCESS_SHARE = 0.8;

/** Bytes that one trial may take beside the others. */
export function trialMemoryBytes(threads: number): number {
  return Math.floor((memoryBytes() * TRIALS_SHARE) / threads);
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
