import { z } from 'zod';
import { UserError } from '../../contracts/errors.js';
import { issuesText } from '../../contracts/issues.js';
import { projectSettingsSchema } from '../../contracts/search/settings.js';
import type { Store } from '../../storage/store.js';
import type { LoadedSettings } from '../settings/settings.js';
import type { Given } from './modules.js';

/** What a worker with the plugin serves, and from where it takes settings and store. */
export interface CoaxialPluginOptions extends Given {
  /** Path of temporal.yaml, or its content; by default COAXIAL_CONFIG, or the one in the current folder. */
  project?: string | Pick<LoadedSettings, 'settings' | 'root'>;
  /** The store or its folder; by default from temporal.yaml, or under COAXIAL_HOME. */
  store?: string | Store;
  /** The build of this process, instead of COAXIAL_BUILD_ID. */
  build?: string;
  /**
   * This process has a second worker, with the same plugin, that polls the queue `<queue>@<build>`, for searches that
   * stay with this build. Without it, they cannot.
   */
  pinned?: boolean;
}

const axisOrName = z.custom(
  (one) => typeof one === 'string' || isAxis(one),
  'it is neither the name of an axis of this release nor what defineAxis gives',
);
const paradigmOrId = z.custom((one) => typeof one === 'string' || (isParadigm(one) && typeof one.id === 'string'));

const SHAPE = {
  axes: z.array(axisOrName, 'it is not a list, such as ["features"]'),
  paradigms: z.union([z.array(paradigmOrId), z.record(z.string(), z.custom(isParadigm))], {
    error:
      'it is neither a list of ids of this release and of what defineParadigm gives, nor an object of definitions by their ids',
  }),
  search: z.boolean(),
  trials: z.boolean(),
  project: z.union([z.string().min(1), z.object({ settings: projectSettingsSchema, root: z.string() })], {
    error: 'it is neither the path of temporal.yaml nor { settings, root }: what it says, and where its paths start',
  }),
  store: z.union([z.string().min(1), z.custom(isStore)], { error: 'it is neither a folder nor what openStore gives' }),
  build: z.string().min(1),
  pinned: z.boolean(),
} satisfies Record<keyof CoaxialPluginOptions, z.ZodType>;

const optionsSchema = z.strictObject(SHAPE, { error: unknownOption }).partial();

/**
 * The given options, with defaults for settings that the project does not have.
 *
 * @throws UserError that names each unknown option and each invalid value
 */
export function parseOptions(given: CoaxialPluginOptions): CoaxialPluginOptions {
  const { data, error } = optionsSchema.safeParse(given);
  if (error) throw new UserError('InvalidInput', `CoaxialPlugin: ${issuesText(error)}`);
  return { ...given, project: data.project };
}

function unknownOption(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  return `there is no option ${issue.keys.join(', ')}; there are ${Object.keys(SHAPE).join(', ')}`;
}

function isAxis(value: unknown): boolean {
  return isObject(value) && isObject(value.declaration) && typeof value.advance === 'function';
}

function isParadigm(value: unknown): value is { id?: unknown } {
  return isObject(value) && [value.describe, value.fit, value.predict].every((one) => typeof one === 'function');
}

function isStore(value: unknown): boolean {
  return isObject(value) && typeof value.root === 'string' && isObject(value.artifacts) && isObject(value.searches);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
