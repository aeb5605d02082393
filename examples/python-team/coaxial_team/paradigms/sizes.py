"""What depends on the size of the data."""

from math import ceil, sqrt

# Below so many rows, some more trees cost nothing, and larger leaves cannot be afforded.
SMALL_ROWS = 1000


def is_small(rows: int) -> bool:
    return rows < SMALL_ROWS


def default_leaves(rows: int) -> int:
    return min(63, max(6, round(0.4 * sqrt(rows))))


def usual_rounds(learning_rate: float) -> int:
    return ceil(10 / learning_rate)


def most_rounds(learning_rate: float) -> int:
    return min(3000, ceil(100 / learning_rate))


def patience(learning_rate: float) -> int:
    """Rounds without improvement after which early stopping gives up: a smaller learning rate takes more of them."""
    return ceil(10 + 2 / learning_rate)
