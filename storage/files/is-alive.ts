import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What process ids are unique on, as part of a file's name: a machine, or a container of it. */
export const MACHINE = encodeURIComponent(`${hostname().slice(0, 60)}${pidNamespace()}`);

/** Containers may share their machine's name, but see other processes. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D+/g, ' ').trimEnd();
  } catch {
    return ''; // only Linux has it
  }
}

/** Whether a process with this id is there (of any user). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
