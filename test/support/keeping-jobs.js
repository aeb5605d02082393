// A thread that keeps what it has made, as threads keep matrices and libraries.
import { setTimeout as delay } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';

const kept = new Set();

/** @returns the thread that made what is needed, or had it; `made` says which */
export default async function runKeepingJob({ needs }) {
  const made = !kept.has(needs);
  kept.add(needs);
  await delay(20);
  return { result: { thread: threadId, made } };
}
