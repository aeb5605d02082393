import { z } from 'zod';

/** The versions of a contract that a module, or a release of Coaxial, supports: from (inclusive) to (inclusive). */
export const contractRangeSchema = z.strictObject({ from: z.int().min(1), to: z.int().min(1) });
export type ContractRange = z.infer<typeof contractRangeSchema>;

/** The highest version that both support; null if there is none. */
export function commonContract(a: ContractRange, b: ContractRange): number | null {
  const to = Math.min(a.to, b.to);
  return to >= Math.max(a.from, b.from) ? to : null;
}

/**
 * What running searches do when a module's team rolls out another build: they stay with the build that they started
 * with (`pinned`), or use the new one from their next step on (`moves`).
 */
export const runningSearchesSchema = z.enum(['pinned', 'moves']);

/** The build of a module that answered. */
export const moduleBuildSchema = z.strictObject({
  /** The team's name for it; null if it has none. */
  build: z.string().nullable(),
  /** The task queue that only this build polls, for searches that stay with it; null if there is none. */
  pinnedQueue: z.string().nullable(),
});
export type ModuleBuild = z.infer<typeof moduleBuildSchema>;

/** The two kinds of module that a team can serve. */
export const moduleKindSchema = z.enum(['axis', 'paradigm']);
export type ModuleKind = z.infer<typeof moduleKindSchema>;

/** A problem that stops a search, with a module or with missing workers of its own, for people. */
export const troubleSchema = z.strictObject({
  kind: z.enum([...moduleKindSchema.options, 'worker']),
  /** Of the axis or paradigm, or of the worker (`trials`). */
  name: z.string(),
  team: z.string().nullable(),
  contact: z.string().nullable(),
  queue: z.string(),
  /** `unserved`: no worker takes the tasks of its queue; `failing`: it fails or gives invalid answers. */
  trouble: z.enum(['unserved', 'failing']),
  /** One sentence, with the contact. */
  message: z.string(),
});
export type Trouble = z.infer<typeof troubleSchema>;

/**
 * What a search does about such a problem: wait (for a worker; paused for a person, if a module fails), or continue
 * without the module.
 */
export const onTroubleSchema = z.enum(['wait', 'skip']);
export type OnTrouble = z.infer<typeof onTroubleSchema>;

/** A module and its owner, for people. */
type Owned = Pick<Trouble, 'name' | 'team' | 'contact'> & { kind: ModuleKind };

/** `team data (data@example.org)`, as far as known. */
export function ownerText({ team, contact }: Pick<Owned, 'team' | 'contact'>): string {
  const named = team === null ? 'its team, whom temporal.yaml does not name' : `team ${team}`;
  return contact === null ? named : `${named} (${contact})`;
}

/**
 * Message if no worker takes the tasks of a module's queue.
 *
 * @param note the workers that are there instead, as far as known
 */
export function unservedText({
  kind,
  name,
  queue,
  note,
  ...owner
}: Owned & Pick<Trouble, 'queue'> & { note: string | null }): string {
  const found = note === null ? '' : ` (${note})`;
  return `nobody serves ${kind} ${name}: no worker takes what lies in queue ${queue}${found}; call ${ownerText(owner)}`;
}

/** Message if no worker takes trials. @param note the workers that are there instead, as far as known */
export function unservedTrialsText(queue: string, note: string | null = null): string {
  const found = note === null ? '' : ` (${note})`;
  return `no worker takes trials: nobody polls queue ${queue}${found}; start one: "coaxial worker trials"`;
}

/** Message about a module that a search continues without. */
export function leftOutText(reason: string): string {
  return `left out: ${reason}`;
}
