import { conduct } from '../following/run-and-follow.js';
import type { FollowOptions, Subject } from '../following/unfollow.js';
import { goOn } from './ensure-running.js';
import { checkOut } from '../results/out-folder.js';
import { outcomeOf, printOutcome } from '../results/outcome.js';
import { createDisplay } from '../following/progress-display.js';
import { loadProject } from '../project/project.js';
import { standingOf, unknownError } from '../../client/look-up.js';
import { commandLine } from '../text/text.js';

/** `coaxial resume`: whatever it takes for a search to run; then it is followed. @returns the exit code. */
export async function resume(searchId: string, options: FollowOptions): Promise<number> {
  const display = createDisplay({ stream: options.json ? process.stderr : process.stdout });
  const project = await loadProject();
  if (options.out !== undefined) await checkOut(options.out);
  const subject: Subject = { project, searchId, begun: true, options, display };
  return conduct(subject, async (server) => {
    const standing = await standingOf(server.client, project.store().searches, searchId);
    if (standing === null) throw unknownError(searchId);
    const outcome = await outcomeOf(server, standing);
    if (outcome === null) return (session) => goOn(session, subject, standing);
    display.note(`${searchId} has ended`);
    await printOutcome(server, searchId, outcome, options);
    const extended = outcome.result.searchId;
    display.note(
      `go on with ${outcome.comparison ? 'its best search' : 'it'}: ${commandLine('extend', extended, '--max-trials', '+100')}`,
    );
    return 0;
  });
}
