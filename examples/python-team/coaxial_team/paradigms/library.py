"""What is asked of a library of boosted trees; `lightgbm_trees` and `xgboost_trees` wrap one each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..space import Point, Space
from .targets import Target
from .trees import Tree


@dataclass(frozen=True)
class Sample:
    """Rows to learn from, or to watch: `x` rows × columns, NaN where missing; `labels` as `Target.labels` gives."""

    x: np.ndarray
    labels: np.ndarray


class Booster(Protocol):
    """A model under way."""

    def step(self) -> bool:
        """One more round; False where nothing could be split any more."""

    def watched_loss(self) -> float:
        """The mean loss of the rows that are watched."""

    def gains(self) -> np.ndarray:
        """Gain of all splits of each column."""

    def dump(self) -> bytes:
        """The model in the library's own form, without code in it."""


class Scores(Protocol):
    """A model that has been fitted."""

    def scores(self, x: np.ndarray) -> np.ndarray:
        """Rows × outputs."""

    def trees(self) -> Sequence[Tree]:
        """Its trees, in the order of the library: tree t adds to output t mod outputs."""


class Library(Protocol):
    """A paradigm's library."""

    paradigm: str
    # Raised when the same hyperparameters and seed would give another model.
    version: int
    # Its name with its version.
    backend: str

    def space(self, rows: int) -> Space:
        """Hyperparameters, with defaults that suit so many rows; the bounds are the same for all."""

    def initial(self, labels: np.ndarray, target: Target) -> np.ndarray:
        """The score before any tree, of each output."""

    def begin(
        self, train: Sample, watched: Sample | None, initial: np.ndarray, target: Target, point: Point, seed: int
    ) -> Booster:
        """A model of no rounds yet. `seed`: 31 bits."""

    def load(self, dump: bytes, initial: np.ndarray, target: Target) -> Scores:
        """The model that a booster's dump holds."""
