import { homeFolder } from '../server/home.js';
import { openStore, type Store } from '../storage/store.js';
import { loadSettings, storeFolder, type LoadedSettings } from '../workers/settings.js';

/** What every command stands on: temporal.yaml, the home, the store. */
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
  return { ...loaded, home, store: () => (store ??= openStore(storeFolder(loaded, home))) };
}
