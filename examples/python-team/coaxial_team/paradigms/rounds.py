"""How many rounds a model should have: early stopping on rows of the training part that are kept aside."""

from collections.abc import Callable, Sequence

import numpy as np

from .library import Booster, Sample
from .sizes import is_small, most_rounds, patience, usual_rounds
from .targets import Target

# The rows are dealt to so many parts, and kept aside one part at a time.
PARTS = 5
# With fewer rows, parts would say nothing.
LEAST_ROWS = 20
# A loss that falls by less than this part of it is not worth going on for.
LEAST_GAIN = 1e-3


def find_rounds(
    begin: Callable[[Sample, Sample], Booster],
    sample: Sample,
    target: Target,
    learning_rate: float,
    seed: int,
    check: Callable[[], None],
) -> int:
    """
    The number of rounds whose loss on watched rows is least. On small data, where the loss of a single part is mostly
    noise, boosters for all parts go on side by side, and the mean of their losses counts.

    `check` is called before each round, and raises an exception to give up.
    """
    rows = len(sample.labels)
    if rows < LEAST_ROWS:
        return usual_rounds(learning_rate)
    part = deal(sample.labels, target, np.random.default_rng(seed))
    watched = range(PARTS if is_small(rows) else 1)
    boosters = [begin(_rows(sample, part != p), _rows(sample, part == p)) for p in watched]
    return _least(boosters, most_rounds(learning_rate), patience(learning_rate), check)


def _least(boosters: Sequence[Booster], most: int, patience: int, check: Callable[[], None]) -> int:
    least, best = np.inf, 0
    # What counts as progress, and when there was some.
    goal, progress = np.inf, 0
    for done in range(1, most + 1):
        check()
        grown = [booster.step() for booster in boosters]
        loss = float(np.mean([booster.watched_loss() for booster in boosters]))
        if loss < least:
            least, best = loss, done
        if loss < goal:
            goal, progress = (1 - LEAST_GAIN) * loss, done
        if done - progress >= patience or not any(grown):
            break
    return max(1, best)


def deal(labels: np.ndarray, target: Target, random: np.random.Generator) -> np.ndarray:
    """The part of each row, 0 … PARTS-1, at random; every class is spread over all parts."""
    mixed = random.permutation(len(labels))
    # A stable sort of rows in random order: like ones lie together, and among them chance decides.
    like = np.argsort(labels[mixed], kind="stable") if target.classes else np.arange(len(labels))
    part = np.empty(len(labels), dtype=np.int64)
    part[mixed[like]] = np.arange(len(labels)) % PARTS
    return part


def _rows(sample: Sample, which: np.ndarray) -> Sample:
    return Sample(sample.x[which], sample.labels[which])
