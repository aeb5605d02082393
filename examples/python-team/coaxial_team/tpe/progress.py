"""How many candidates a step has, and when further ones would not help."""

from collections.abc import Mapping
from math import sqrt
from typing import Any

# Candidates of a step: an estimator learns most from one at a time, but each step costs a round trip.
USUAL_SIZE = 8
SMALLEST_SIZE = 4
# Steps that a small budget should last for, at least.
FEWEST_STEPS = 4
# Steps without improvement, at least, after which the axis has converged.
LEAST_PATIENCE = 4
# An improvement of less than this part of the best score's standard error is noise;
NOISE = 0.1
# and so is one of less than this part of the score, whatever its error.
LEAST_GAIN = 1e-4


def step_size(trials_left: int | None, trials_now: int | None) -> int:
    size = USUAL_SIZE
    if trials_left is not None:
        size = min(size, max(SMALLEST_SIZE, -(-trials_left // FEWEST_STEPS)), trials_left)
    return size if trials_now is None else min(size, trials_now)


def patience(size: int, trials_left: int | None) -> int:
    """Steps without improvement: as many trials as are left."""
    return LEAST_PATIENCE if trials_left is None else max(LEAST_PATIENCE, trials_left // max(1, size))


def noise_of(incumbent: Mapping[str, Any] | None) -> float:
    """The standard error of the incumbent's score over its folds; 0 before there is one."""
    if incumbent is None or incumbent["outcome"]["status"] != "completed":
        return 0
    return incumbent["outcome"]["spread"] / sqrt(len(incumbent["outcome"]["scores"]))


def count_progress(best: float | None, stale: int, loss: float, error: float) -> tuple[float, int]:
    """The best loss at the last improvement beyond noise, and the steps since then, after a step that led to `loss`."""
    if best is None or loss < best - max(NOISE * error, LEAST_GAIN * abs(loss)):
        return loss, 0
    return best, stale + 1
