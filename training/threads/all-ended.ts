/** The results of tasks, once all of them have ended, so that no thread is left running. @throws the first error */
export async function allEnded<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
