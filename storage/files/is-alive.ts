import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The scope in which process ids are unique, as part of a file's name: a machine, or a container. */
export const MACHINE = encodeURIComponent(`${hostname().slice(0, 60)}${pidNamespace()}`);

/** Containers can have their machine's name but see other processes. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D+/g, ' ').trimEnd();
  } catch {
    return ''; // only Linux has it
  }
}

/** Whether a process with this id exists (of any user). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
