import { setTimeout as delay } from 'node:timers/promises';
import type { ServerSession } from '../../processes/session.js';

/** Interval between two checks of the server, and limit for its answer. */
const LOOK_MS = 1_500;
const ANSWER_PATIENCE_MS = 5_000;

/** Restarts the home's server whenever it has died, until the signal aborts. */
export async function keepServerRunning(
  { client, configured, reviveServer }: ServerSession,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const answers = (): Promise<boolean> =>
    client
      .withDeadline(Date.now() + ANSWER_PATIENCE_MS, () => client.workflowService.getSystemInfo({}))
      .then(() => true)
      .catch(() => false);
  let said = '';
  for (let lost = false; !signal.aborted;) {
    await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    if (await answers()) {
      if (lost) log('the server answers again');
      lost = false;
      continue;
    }
    if (!lost) log(`the server does not answer; ${configured ? 'waiting for it' : 'starting it again'}`);
    lost = true;
    await reviveServer().catch((error: Error) => {
      if (error.message !== said) log(error.message);
      said = error.message;
    });
  }
}
