/** What work comes to, once all of it has ended: nobody waits for a thread that goes on. @throws the first error */
export async function allEnded<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
