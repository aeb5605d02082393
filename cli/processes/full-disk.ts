import { whyNotWritable } from '../../storage/files/folders.js';
import { commandText } from '../../client/text.js';

/**
 * Work that waits for disk space: while nothing can be written into the folder, this is reported once, and the work is
 * done in a later call.
 *
 * @returns rejects if the work fails although there is space
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
