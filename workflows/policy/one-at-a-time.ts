/** Runs what it is given after all that it was given before has ended. */
export type OneAtATime = <Result>(activity: () => Promise<Result>) => Promise<Result>;

/**
 * Runs local activities one at a time. A replay gives the results of two that run at once together, so that what follows
 * them may be commanded in another order than before.
 */
export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (activity) => {
    const result = last.then(activity);
    last = result.catch(() => undefined); // the caller gets the error
    return result;
  };
}
