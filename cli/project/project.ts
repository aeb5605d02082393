import { homeFolder, makeHome } from '../../server/home.js';
import { openStore, type Store } from '../../storage/store.js';
import { loadSettings, storeFolder, type LoadedSettings } from '../../workers/settings/settings.js';

/** The environment of every command: temporal.yaml, the home, the store. */
export interface Project extends LoadedSettings {
  home: string;
  /** Opened, and made, at the first call. */
  store(): Store;
}

/** @throws UserError('InvalidSettings') */
export async function loadProject(): Promise<Project> {
  const loaded = await loadSettings();
  const home = homeFolder();
  let store: Store | undefined;
  const open = (): Store => {
    const folder = storeFolder(loaded, home);
    if (loaded.settings.store.path !== undefined) return openStore(folder, 'store.path of temporal.yaml');
    makeHome(home);
    return openStore(folder);
  };
  return { ...loaded, home, store: () => (store ??= open()) };
}
