import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryGate } from './memory-gate.js';

const never = new AbortController().signal;

describe('the memory gate', () => {
  it('starts work in its order, never more at once than fits, and what is larger alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 30 }), async (sizes) => {
        const gate = new MemoryGate(20);
        const started: number[] = [];
        const running = new Set<number>();
        let seed = 7;
        const work = (i: number) => async (): Promise<void> => {
          started.push(i);
          running.add(i);
          const taken = [...running].reduce((sum, one) => sum + sizes[one], 0);
          expect(taken <= 20 || running.size === 1).toBe(true);
          seed = (seed * 31 + i) % 5;
          for (let turn = 0; turn < seed; turn++) await Promise.resolve();
          running.delete(i);
        };
        await Promise.all(sizes.map((bytes, i) => gate.run(bytes, never, work(i))));
        expect(started).toEqual(sizes.map((_, i) => i));
      }),
    );
  });

  it('lets go of what nobody wants any more, before it starts and while it runs', async () => {
    const gate = new MemoryGate(10);
    let end = (): void => undefined;
    const first = gate.run(10, never, () => new Promise<void>((resolve) => (end = resolve)));
    const stop = new AbortController();
    const unwanted = gate.run(10, stop.signal, () => Promise.reject(new Error('never started')));
    const third = gate.run(1, never, () => Promise.resolve('third'));
    stop.abort(new Error('not wanted'));
    await expect(unwanted).rejects.toThrow('not wanted');
    end();
    await first;
    expect(await third).toBe('third');
    await expect(gate.run(5, never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await gate.run(10, never, () => Promise.resolve('next'))).toBe('next');
    await expect(gate.run(1, stop.signal, () => Promise.resolve(1))).rejects.toThrow('not wanted');
  });
});
