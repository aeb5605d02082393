import { homeFolder } from '../../server/home.js';
import { openStore } from '../../storage/store.js';
import type { ProcessProject } from '../process/process-resources.js';
import { loadSettingsNow, storeFolder } from '../settings/settings.js';
import type { CoaxialPluginOptions } from './options.js';

/** The settings of temporal.yaml, and the store. @throws UserError if one of them cannot be read or opened */
export function openProject({ project, store }: CoaxialPluginOptions): ProcessProject {
  const loaded = typeof project === 'object' ? project : loadSettingsNow(project);
  const { settings, root } = loaded;
  if (typeof store === 'object') return { settings, root, store };
  if (store !== undefined) return { settings, root, store: openStore(store, 'CoaxialPlugin: store') };
  const named = settings.store.path === undefined ? 'COAXIAL_HOME' : 'temporal.yaml: store.path';
  return { settings, root, store: openStore(storeFolder({ ...loaded, file: null }, homeFolder()), named) };
}
