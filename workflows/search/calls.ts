import type { Module } from '../policy/troubles.js';

/** The calls of modules that a search has under way. */
export class Calls {
  private readonly underWay = new Map<string, Set<{ dueMs: number }>>();

  /** @param patienceSeconds how long it may lie in its queue */
  async track<Reply>(module: Module, patienceSeconds: number, call: () => Promise<Reply>): Promise<Reply> {
    const own = { dueMs: Date.now() + patienceSeconds * 1000 };
    const others = this.of(module);
    others.add(own);
    try {
      return await call();
    } finally {
      others.delete(own);
    }
  }

  /** Whether any call of the module is under way, in its queue or taken. */
  isCalled(module: Module): boolean {
    return this.of(module).size > 0;
  }

  /** Whether a worker works on one: what was in its queue for as long as it may be would have come back. */
  isTaken(module: Module): boolean {
    return [...this.of(module)].some(({ dueMs }) => dueMs < Date.now());
  }

  private of({ kind, name }: Module): Set<{ dueMs: number }> {
    const key = `${kind} ${name}`;
    const known = this.underWay.get(key) ?? new Set();
    this.underWay.set(key, known);
    return known;
  }
}
