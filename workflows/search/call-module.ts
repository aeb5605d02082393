import { Persistence, type Bearing } from './persistence.js';
import type { Module } from '../policy/troubles.js';

/** @throws BadAnswer; else as activities do */
export type Call<Reply> = (patienceSeconds: number) => Promise<Reply>;

/** What a module has answered, or why the search goes on without it. */
export type Answer<Reply> = { reply: Reply } | { leftOut: string };

/**
 * Calls a module's activity until there is an answer: a lost worker's call is made again, one that nobody takes is waited
 * for, one that fails in spite of its retry policy is left to a person; or the search goes on without the module.
 *
 * @throws what is no fault of the module: cancellation, lost trials or steps
 */
export async function callModule<Reply>(module: Module, bearing: Bearing, call: Call<Reply>): Promise<Answer<Reply>> {
  const { calls, troubles } = bearing;
  const persistence = new Persistence(module, bearing);
  try {
    for (;;) {
      try {
        const { patience } = persistence;
        return { reply: await calls.track(module, patience, () => call(patience)) };
      } catch (error) {
        const leftOut = await persistence.after(error);
        if (leftOut !== null) return { leftOut };
      }
    }
  } finally {
    troubles.over(module);
  }
}
