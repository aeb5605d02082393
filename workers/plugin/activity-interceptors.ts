import { CancelledFailure, CompleteAsyncError } from '@temporalio/activity';
import { ensureApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { issuesInWords } from '../../contracts/issues.js';

/** The owner of an activity's code. */
export interface Owner {
  kind: 'axis' | 'paradigm';
  name: string;
  team: string | null;
  contact: string | null;
}

/** The module that a call of an activity concerns; undefined for the core's own activities, and the app's. */
export type FindOwner = (activityType: string, argument: unknown) => Owner | undefined;

/**
 * Adds the search and the module's owner to log lines of Coaxial's activities; adds the owner's contact to errors of
 * modules.
 */
export function activityInterceptors(ours: ReadonlySet<string>, findOwner: FindOwner): ActivityInterceptorsFactory {
  return ({ info }) => {
    if (!ours.has(info.activityType)) return {};
    let owner: Owner | undefined;
    return {
      inbound: {
        async execute(input, next) {
          owner = findOwner(info.activityType, input.args[0]);
          try {
            return await next(input);
          } catch (error) {
            throw owner ? withOwner(readable(error), owner) : readable(error);
          }
        },
      },
      outbound: {
        getLogAttributes(input, next) {
          const search = info.inWorkflow ? { searchId: info.workflowExecution?.workflowId } : {};
          const module = owner && { [owner.kind]: owner.name, ...(owner.team !== null && { team: owner.team }) };
          return next({ ...input, ...search, ...module });
        },
      },
    };
  };
}

/** Issues of a schema in words: its own message is JSON on many lines, and some views show only the first line. */
function readable(error: unknown): unknown {
  if (error instanceof Error && error.name === 'ZodError')
    error.message = issuesInWords(error.message) ?? error.message;
  return error;
}

/** An error of a module as a failure whose message names the owner; everything else is unchanged. */
function withOwner(error: unknown, owner: Owner): unknown {
  const aborted = error instanceof Error && error.name === 'AbortError';
  if (aborted || error instanceof CancelledFailure || error instanceof CompleteAsyncError) return error;
  const failure = ensureApplicationFailure(error);
  const whose = ownerText(owner);
  // The same error can be thrown several times.
  if (failure.message.includes(whose)) return failure;
  // On the first line, because some views show only that.
  const [first, ...rest] = failure.message.split('\n');
  failure.message = [`${first} (${whose})`, ...rest].join('\n');
  return failure;
}

function ownerText({ kind, name, team, contact }: Owner): string {
  return `${kind} ${name}${team === null ? '' : ` of team ${team}`}${contact === null ? '' : `, ${contact}`}`;
}
