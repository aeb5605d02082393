"""Real data: penguins, with missing values, as matrices for every task."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).resolve().parents[2] / "data" / "penguins.csv"
TARGETS = {"binary": "sex", "multiclass": "species", "regression": "body_mass_g"}
CLASSES = {"binary": 2, "multiclass": 3, "regression": 0}
TASKS = list(TARGETS)


@dataclass(frozen=True)
class Problem:
    task: str
    classes: int
    x: np.ndarray
    y: np.ndarray

    def part(self, which: np.ndarray) -> "Problem":
        return Problem(self.task, self.classes, self.x[which], self.y[which])

    def halves(self) -> tuple["Problem", "Problem"]:
        """Two of like rows, at random: the file is sorted by species, and males and females take turns."""
        first = np.random.default_rng(1).permutation(len(self.y)) % 2 == 0
        return self.part(first), self.part(~first)


@cache
def penguins(task: str) -> Problem:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    target = TARGETS[task]
    kept = [row for row in rows if row[target] not in ("", "NA")]
    columns = [_numbers([row[name] for row in kept]) for name in kept[0] if name != target]
    x, y = np.column_stack(columns), _numbers([row[target] for row in kept])
    assert np.isfinite(y).all()
    return Problem(task, CLASSES[task], x, y)


def _numbers(texts: list[str]) -> np.ndarray:
    """Numbers, or the ranks of categories; NaN where missing."""
    texts = ["" if text == "NA" else text for text in texts]
    try:
        return np.array([float(text) if text else np.nan for text in texts])
    except ValueError:
        ranks = {text: float(rank) for rank, text in enumerate(sorted(set(texts) - {""}))}
        return np.array([ranks.get(text, np.nan) for text in texts])
