import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../storage/files/is-alive.js';

/** Asks a process to end, waits, and kills it if it still runs after `patienceMs`. */
export async function endProcess(pid: number, patienceMs: number): Promise<void> {
  if (!signal(pid, 'SIGTERM')) return;
  if (await goneWithin(pid, patienceMs)) return;
  signal(pid, 'SIGKILL');
  await goneWithin(pid, 5_000);
}

async function goneWithin(pid: number, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (isAlive(pid)) {
    if (performance.now() > end) return false;
    await delay(25);
  }
  return true;
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
