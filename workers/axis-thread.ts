import { replyOf, type ThreadReply } from '../activities/runtime/thread-pool.js';
import type { AdvanceInput, AdvanceOutput } from '../contracts/axis.js';
import { axes } from './axes.js';

/** One step of an axis, for a thread of its own: the worker's stays free for heartbeats and for other work. */
export interface AxisJob {
  axis: string;
  input: AdvanceInput;
}

export default function runAxisJob({ axis, input }: AxisJob): Promise<ThreadReply<AdvanceOutput>> {
  return replyOf(() => Promise.resolve(axes.find(({ declaration }) => declaration.name === axis)!.advance(input)));
}
