import type { Module } from './troubles.js';

/** The running calls of modules of a search. */
export class PendingCalls {
  private readonly pending = new Map<string, Set<{ dueMs: number }>>();

  /** @param scheduleToStartSeconds limit of the wait in its queue */
  async track<Reply>(module: Module, scheduleToStartSeconds: number, call: () => Promise<Reply>): Promise<Reply> {
    const own = { dueMs: Date.now() + scheduleToStartSeconds * 1000 };
    const others = this.of(module);
    others.add(own);
    try {
      return await call();
    } finally {
      others.delete(own);
    }
  }

  /** Whether any call of the module is in its queue or with a worker. */
  isCalled(module: Module): boolean {
    return this.of(module).size > 0;
  }

  /** Whether a worker has one: a call that waited longer than its limit in the queue would have failed. */
  isTaken(module: Module): boolean {
    return [...this.of(module)].some(({ dueMs }) => dueMs < Date.now());
  }

  private of({ kind, name }: Module): Set<{ dueMs: number }> {
    const key = `${kind} ${name}`;
    const known = this.pending.get(key) ?? new Set();
    this.pending.set(key, known);
    return known;
  }
}
