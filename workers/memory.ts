import { totalmem } from 'node:os';

/** Part of the machine's memory that trials may take together: the rest is for data sets, the server and the system. */
const TRIALS_SHARE = 0.6;

/** Bytes that one trial may take beside the others: containers' limits count where there are any. */
export function trialMemoryBytes(threads: number): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 && limit < totalmem() ? limit : totalmem();
  return Math.floor((memory * TRIALS_SHARE) / threads);
}
