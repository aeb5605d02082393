import { whyNotWritable } from '../../storage/files/folders.js';
import { commandText } from '../text/text.js';

/**
 * Work that waits for room: while nothing can be written into the folder this is said, once, and the work is left to the
 * next call.
 *
 * @returns rejects where the work fails although there is room
 */
export function unlessDiskIsFull(
  folder: string,
  log: (line: string) => void,
  work: () => Promise<void>,
): () => Promise<void> {
  let isTold = false;
  const attempt = async (): Promise<string | null> => {
    const why = await whyNotWritable(folder);
    if (why !== null) return why;
    try {
      await work();
      return null;
    } catch (error) {
      const since = await whyNotWritable(folder);
      if (since === null) throw error;
      return since;
    }
  };
  return async () => {
    const why = await attempt();
    if (why !== null && !isTold) {
      log(
        `${folder} cannot be written to: ${why}; make room (${commandText('store', 'gc')} may), and the search goes on`,
      );
    }
    isTold = why !== null;
  };
}
