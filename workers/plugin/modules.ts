import type { Axis } from '../../optimizers/axis.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import {
  servedBuiltIn,
  servedParadigms,
  type GivenParadigms,
  type ServedParadigm,
} from '../../training/serving/served.js';
import { UserError } from '../../contracts/errors.js';
import type { ModuleAxis } from '../process/activities.js';
import { axes } from '../../activities/axes/index.js';
import { registry } from '../../activities/paradigms/index.js';

/** Axes of this release by name, and a team's own as `defineAxis` gives them. */
type GivenAxes = readonly (string | (Axis & { module?: string }))[];

/** The modules that a worker should serve. */
export interface Given {
  axes?: GivenAxes;
  /** Paradigms of this release by id, and a team's own as `defineParadigm` gives them; or others by their id. */
  paradigms?: readonly (string | (Paradigm & { id: string; module?: string }))[] | Extract<GivenParadigms, object>;
  search?: boolean;
  trials?: boolean;
}

/** The modules of a worker. */
export interface Modules {
  axes: ModuleAxis[];
  paradigms: ServedParadigm[];
  search: boolean;
  trials: boolean;
}

/** For a client or a test environment: the data converter only. */
export function servesNothing({ axes, paradigms, search, trials }: Modules): boolean {
  return axes.length === 0 && paradigms.length === 0 && !search && !trials;
}

const AXES_FILE = new URL('../../activities/axes/index.js', import.meta.url).href;
const PARADIGMS_FILE = new URL('../../activities/paradigms/index.js', import.meta.url).href;

/**
 * @throws UserError for a name that this release does not have, or a module that is named twice; Error for a paradigm that
 *   names no module
 */
export function resolveModules({ axes: given = [], paradigms = [], search = false, trials = false }: Given): Modules {
  const resolved = { axes: given.map(resolveAxis), paradigms: resolveParadigms(paradigms), search, trials };
  const axisNames = resolved.axes.map(({ axis }) => `axis ${axis.declaration.name}`);
  const names = [...axisNames, ...resolved.paradigms.map(({ id }) => `paradigm ${id}`)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError('InvalidInput', `${twice} is named twice`);
  return resolved;
}

function resolveAxis(given: GivenAxes[number]): ModuleAxis {
  if (typeof given !== 'string') return { axis: given, module: given.module ?? null };
  const axis = axes.find(({ declaration }) => declaration.name === given);
  if (axis) return { axis, module: AXES_FILE };
  const known = axes.map(({ declaration }) => declaration.name).join(', ');
  throw new UserError(
    'InvalidInput',
    `${given} is not an axis of this release, which has ${known}; of another one give the definition itself`,
  );
}

function resolveParadigms(given: NonNullable<Given['paradigms']>): ServedParadigm[] {
  if (!Array.isArray(given)) return servedParadigms(given as GivenParadigms);
  const own: (Paradigm & { id: string; module?: string })[] = [];
  const builtIn: ServedParadigm[] = [];
  for (const one of given as readonly (string | (Paradigm & { id: string; module?: string }))[]) {
    if (typeof one === 'string') builtIn.push(resolveBuiltIn(one));
    else own.push(one);
  }
  return [...builtIn, ...servedParadigms(own)];
}

function resolveBuiltIn(id: string): ServedParadigm {
  const paradigm = registry[id];
  if (paradigm) return servedBuiltIn(id, paradigm, PARADIGMS_FILE);
  throw new UserError(
    'InvalidInput',
    `${id} is not a paradigm of this release, which has ${Object.keys(registry).join(', ')}; of another one give the definition itself`,
  );
}
