// What a learner may do to the thread or the process that it runs in. Plain JavaScript: neither sees a transform.
const held = [];

export const HOSTILE = {
  fine: () => undefined,
  throw: () => {
    throw new Error('the learner has a bug');
  },
  heap: () => {
    for (;;) held.push(Array.from({ length: 1000 }, () => ({})));
  },
  'typed-arrays': () => {
    for (;;) held.push(new Float64Array(4 * 2 ** 20).fill(1));
  },
  hang: () => {
    for (;;);
  },
  exit: () => process.exit(3),
};
