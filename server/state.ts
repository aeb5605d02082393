import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../storage/files/files.js';
import { isAlive } from '../storage/files/is-alive.js';

const stateSchema = z.object({
  port: z.int().min(1).max(65_535),
  uiPort: z.int().min(1).max(65_535),
  /** Process id of the server that runs, or ran last; null before the first start and after a clean stop. */
  pid: z.int().nullable(),
  /** Id of its default namespace, unique to its database, to distinguish it from another home's server. */
  namespaceId: z.string().nullable(),
});

/** The state of a home's server, with its ports, so that links stay valid after a restart. */
export type ServerState = z.infer<typeof stateSchema>;

/** Null if the home had no server yet, or its file cannot be read. */
export async function readState(home: string): Promise<ServerState | null> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(stateFile(home), 'utf8')));
  } catch {
    return null; // absent or damaged: new ports are chosen, nothing else is lost
  }
}

export async function writeState(home: string, state: ServerState): Promise<void> {
  await writeWhole(stateFile(home), `${JSON.stringify(state)}\n`);
}

function stateFile(home: string): string {
  return join(home, 'server.json');
}

/**
 * The processes that use a server, as empty files named `<server's pid>-<user's pid>` (and a number, for several uses
 * by one process): the last user stops it.
 */
export class Users {
  constructor(private readonly folder: string) {}

  /** Users of this server that are alive; the files of dead ones are removed. */
  async of(serverPid: number): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => [] as string[]);
    const alive: string[] = [];
    for (const name of names) {
      const [server, user] = name.split('-').map(Number);
      if (!isAlive(user)) await rm(join(this.folder, name), { force: true });
      else if (server === serverPid) alive.push(name);
    }
    return alive;
  }

  async add(name: string): Promise<void> {
    await writeWhole(join(this.folder, name), '');
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }
}
