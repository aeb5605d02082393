import { homeFolder } from '../../server/home.js';
import { openStore } from '../../storage/store.js';
import type { ProcessProject } from '../process/process-resources.js';
import { loadSettingsNow, storeFolder, type LoadedSettings } from '../settings/settings.js';
import type { CoaxialPluginOptions } from './options.js';

/** What temporal.yaml says. @throws UserError if it cannot be read */
export function settingsOf({ project }: CoaxialPluginOptions): Pick<LoadedSettings, 'settings' | 'root'> {
  return typeof project === 'object' ? project : loadSettingsNow(project);
}

/** What temporal.yaml says, and the store. @throws UserError if one of them cannot be read, or opened */
export function openProject(given: CoaxialPluginOptions): ProcessProject {
  const { store } = given;
  const loaded = settingsOf(given);
  const { settings, root } = loaded;
  if (typeof store === 'object') return { settings, root, store };
  if (store !== undefined) return { settings, root, store: openStore(store, 'CoaxialPlugin: store') };
  const named = settings.store.path === undefined ? 'COAXIAL_HOME' : 'temporal.yaml: store.path';
  return { settings, root, store: openStore(storeFolder({ ...loaded, file: null }, homeFolder()), named) };
}
