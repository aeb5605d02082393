import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadAxis, loadParadigm } from './threads/module-file.js';
import { UserError } from '../contracts/errors.js';
import type { ProjectSettings } from '../contracts/search/settings.js';
import type { Given } from './plugin/modules.js';
import { axes } from '../activities/axes/index.js';
import { registry } from '../activities/paradigms/index.js';

const AXES = axes.map(({ declaration }) => declaration.name);

/** Names of the workers of this release. */
export const WORKER_ROLES: readonly string[] = ['search', 'trials', ...AXES];

/** Names of temporal.yaml with which a worker can be started. */
type Named = Pick<ProjectSettings, 'axes' | 'paradigms'>;

/**
 * Names with which a worker can be started: those of this release, axes and paradigms with a file in temporal.yaml, and
 * this release's paradigms with a queue of their own.
 */
function workerRoles({ axes: axisSettings, paradigms }: Named): string[] {
  const own = Object.entries(axisSettings).flatMap(([name, one]) => (one?.module === undefined ? [] : [name]));
  const served = Object.entries(paradigms).flatMap(([id, one]) =>
    one?.queue !== undefined && (one.module !== undefined || id in registry) ? [id] : [],
  );
  return [...new Set([...WORKER_ROLES, ...own, ...served])];
}

/** @throws UserError for an unknown or ambiguous name */
export function checkRoles(roles: readonly string[] | 'all', settings: Named): void {
  if (roles === 'all') return;
  const known = workerRoles(settings);
  const unknown = roles.find((role) => !known.includes(role));
  if (unknown !== undefined) throw new UserError('InvalidInput', unknownText(unknown, known, settings));
  const both = roles.find((role) => isAxis(role, settings) && isParadigm(role, settings));
  if (both === undefined) return;
  throw new UserError('InvalidSettings', `temporal.yaml names an axis ${both} and a paradigm ${both}: rename one`);
}

function unknownText(role: string, known: readonly string[], { axes, paradigms }: Named): string {
  const there = `there are ${known.join(', ')}`;
  const section = role in axes ? 'axes' : role in paradigms ? 'paradigms' : null;
  if (section === null) return `${role} is not a worker; ${there}`;
  return `temporal.yaml has no file of ${role} (${section}.${role}.module): its team serves it; ${there}`;
}

function isAxis(role: string, { axes }: Named): boolean {
  return AXES.includes(role) || axes[role]?.module !== undefined;
}

function isParadigm(role: string, { paradigms }: Named): boolean {
  return paradigms[role]?.queue !== undefined;
}

/** The modules of a worker with this name. @throws UserError if the file in temporal.yaml does not define it */
export async function modulesOfRole(role: string, settings: Named, root: string): Promise<Given> {
  if (role === 'search' || role === 'trials') return { [role]: true };
  const { module } = (isAxis(role, settings) ? settings.axes[role] : settings.paradigms[role]) ?? {};
  if (module === undefined) return AXES.includes(role) ? { axes: [role] } : { paradigms: [role] };
  const url = pathToFileURL(resolve(root, module)).href;
  const section = isAxis(role, settings) ? 'axes' : 'paradigms';
  try {
    if (section === 'axes') return { axes: [inFile(await loadAxis(url, role), url)] };
    return { paradigms: { [role]: inFile(await loadParadigm(url, role), url) } };
  } catch (error) {
    throw new UserError('InvalidSettings', `${section}.${role}.module of temporal.yaml: ${(error as Error).message}`);
  }
}

/** A definition can name another file; the one in temporal.yaml is used. */
function inFile<Definition extends object>(definition: Definition, module: string): Definition & { module: string } {
  return Object.create(definition, { module: { value: module, enumerable: true } }) as Definition & { module: string };
}
