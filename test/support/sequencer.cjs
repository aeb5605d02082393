const { default: Sequencer } = require('@jest/test-sequencer');

/** Spreads the files with a server, which mostly wait, evenly among those without one, which keep the cores busy. */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const waits = ({ context }) => context.config.displayName?.name === 'temporal';
    const placed = [true, false].flatMap((waiting) =>
      sorted.filter((test) => waits(test) === waiting).map((test, i, { length }) => ({ test, place: i / length })),
    );
    return placed.sort((a, b) => a.place - b.place).map(({ test }) => test);
  }
};
