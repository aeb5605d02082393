import pc from 'picocolors';
import { searchUrl } from '../project/web-ui.js';
import { INTERRUPTED } from '../processes/interrupt.js';
import type { ProgressDisplay } from './progress-display.js';
import type { Project } from '../project/project.js';
import type { ServerSession, Session } from '../processes/session.js';
import { commandLine, commandText } from '../../client/text.js';
import { printable } from '../text/text.js';
import { print } from '../text/print.js';

/** Options of all commands that follow a search. */
export interface FollowOptions {
  json?: boolean;
  out?: string;
  detach?: boolean;
}

/** A search that a command works on. */
export interface FollowedSearch {
  project: Project;
  searchId: string;
  /** Whether it exists already. */
  begun: boolean;
  options: FollowOptions;
  display: ProgressDisplay;
}

/** Prints how to continue with a search that has not ended. @returns the exit code */
export function printResumeHint({ searchId, begun, options, display }: FollowedSearch, server?: ServerSession): number {
  if (!begun) {
    display.note('the search was not started');
    return INTERRUPTED;
  }
  const out = options.out === undefined ? [] : ['--out', options.out];
  const where = server?.configured ? 'on the server, where workers may go on with it' : 'on disk';
  display.note(`the search ${searchId} is not lost: it waits ${where}`);
  display.note(`go on and watch it here:     ${commandLine('resume', searchId, ...out)}`);
  display.note(`go on with it in the Web UI: coaxial up`);
  return INTERRUPTED;
}

/** Prints what continues in the background. @returns the exit code */
export function printDetached(
  { searchId, options }: FollowedSearch,
  { endpoint, workers, configured }: Session,
): number {
  const url = searchUrl(endpoint, searchId);
  const { pids } = workers;
  if (options.json) {
    print(JSON.stringify({ searchId, url, pids }));
    return 0;
  }
  const server = configured ? '' : ` (and with them the server; ${commandText('resume', searchId)} goes on)`;
  const lines = [
    `search ${pc.bold(printable(searchId))} runs in the background`,
    ...(url === null ? [] : [`watch it at ${url}`]),
    `ask for it:       ${commandLine('status', searchId)}`,
    `stop its workers: kill ${pids.join(' ')}${server}; an earlier --detach may have left others`,
  ];
  print(...lines);
  return 0;
}
