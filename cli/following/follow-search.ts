import { leftOutText, type Trouble } from '../../contracts/module/module.js';
import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import type { ProgressDisplay } from './progress-display.js';
import type { Session } from '../processes/session.js';
import { commandText } from '../../client/text.js';
import { watchSearch } from '../../client/watch-search.js';

/**
 * Shows the progress of a search until it ends, and restarts the home's server if it dies meanwhile.
 *
 * @returns its result, or null if the signal ended the watching.
 * @throws SearchFailed; Error if workers keep dying.
 */
export async function followSearch(
  session: Session,
  searchId: string,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<SearchResult | null> {
  const over = new AbortController();
  const notes = new ProgressNotes(session, display);
  const watching = watchSearch({
    client: session.client,
    searchId,
    onProgress: (progress) => notes.progress(progress),
    onTrouble: (trouble) => display.note(trouble),
    onServerLost: () => notes.serverLost(),
    signal: AbortSignal.any([signal, over.signal]),
  });
  try {
    return await Promise.race([watching, session.workers.failed]);
  } finally {
    over.abort();
    await watching.catch(() => null); // reported by the race already
    display.stop();
  }
}

const WAITING: Record<Trouble['trouble'], string> = { unserved: 'waiting', failing: 'trouble' };

/** Reports each warning, each problem with a module and each loss of the server once. */
class ProgressNotes {
  private readonly warned = new Set<string>();
  private troubles: Trouble[] = [];
  private lost = false;

  constructor(
    private readonly session: Session,
    private readonly display: ProgressDisplay,
  ) {}

  progress(progress: SearchProgress): void {
    for (const warning of progress.warnings) {
      if (!this.warned.has(warning)) this.display.note(`warning: ${warning}`);
      this.warned.add(warning);
    }
    this.noteTroubles(progress);
    this.lost = false;
    this.display.show(progress);
  }

  private noteTroubles({ searchId, paused, troubles: now, warnings }: SearchProgress): void {
    const before = this.troubles;
    this.troubles = now;
    for (const { message, trouble } of now) {
      if (before.some((one) => one.message === message)) continue;
      this.display.note(`${WAITING[trouble]}: ${message}`);
      if (paused) this.display.note(`once it is repaired and its worker restarted: ${commandText('resume', searchId)}`);
    }
    for (const one of before) {
      const still = now.some(({ kind, name }) => kind === one.kind && name === one.name);
      const without = warnings.includes(leftOutText(one.message)) ? ' without it' : '';
      if (!still) this.display.note(`${one.kind} ${one.name}: the search goes on${without}`);
    }
  }

  async serverLost(): Promise<void> {
    const { configured, reviveServer } = this.session;
    if (!this.lost) {
      this.display.note(`the server does not answer; ${configured ? 'waiting for it' : 'starting it again'}`);
    }
    this.lost = true;
    await reviveServer();
  }
}
