import { Refused, Unmet } from './check.js';
import { shortJson } from './json.js';

/** What a module's team should do. */
const REMEDIES = {
  accepted: 'Look at what you are given before you work with it, and refuse it.',
  retried: 'Make it a failure that is not retried (nonRetryable), because the same request fails again.',
  silent: 'Say in the message what was wrong, and where.',
};

/**
 * Makes a call that must be refused by a non-retryable failure with a message.
 *
 * @param what is wrong with it
 * @throws Unmet if it is not
 */
export async function refused(what: string, call: () => Promise<unknown>): Promise<void> {
  const expected = `${what} to be refused for good, with a message`;
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof Refused)) {
      throw new Unmet(expected, `it failed in a way that is tried again: ${message}`, REMEDIES.retried);
    }
    if (message.trim() === '') throw new Unmet(expected, 'there is no message', REMEDIES.silent);
    return;
  }
  throw new Unmet(expected, `it was answered with ${shortJson(answer)}`, REMEDIES.accepted);
}

/** The same where a retry may help, because something missing may come. @throws Unmet if the call does not fail */
export async function failed(what: string, call: () => Promise<unknown>): Promise<void> {
  const expected = `${what} to make the call fail, with a message`;
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    if ((error as Error).message.trim() === '') throw new Unmet(expected, 'there is no message', REMEDIES.silent);
    return;
  }
  throw new Unmet(expected, `it was answered with ${shortJson(answer)}`, REMEDIES.accepted);
}
