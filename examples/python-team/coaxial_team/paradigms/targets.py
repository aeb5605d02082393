"""What a library is to learn of a target, and how its scores become predictions."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

Kind = Literal["constant", "number", "two-classes", "many-classes"]


@dataclass(frozen=True)
class Target:
    """
    Libraries learn the classes that have rows, under codes of their own, and values of mean 0 and standard deviation 1:
    so what the hyperparameters mean depends on no unit, and no 32-bit label loses digits.
    """

    kind: Kind
    # Of the problem; 0 for regression.
    classes: int
    # The codes of those that have rows, ascending; empty for regression.
    present: tuple[int, ...]
    # Of the values; 0 for classes.
    mean: float
    # Standard deviation of the values; 1 where they are all the same.
    deviation: float

    @property
    def outputs(self) -> int:
        """Scores a row, which is trees a round."""
        return {"constant": 0, "number": 1, "two-classes": 1}.get(self.kind, len(self.present))

    def labels(self, y: np.ndarray) -> np.ndarray:
        """What the library is given for each row."""
        if self.classes == 0:
            return (y - self.mean) / self.deviation
        return np.searchsorted(self.present, y).astype(np.float64)

    def predictions(self, scores: np.ndarray) -> np.ndarray:
        """
        Rows × classes probabilities, each row of sum 1, or rows × 1 values.

        `scores`: rows × outputs, as the library learnt them: log odds of the second class, or what softmax takes.
        """
        if self.classes == 0:
            return self.mean + (self.deviation * scores if self.outputs else np.zeros((len(scores), 1)))
        out = np.zeros((len(scores), self.classes))
        out[:, list(self.present)] = self._probabilities(scores)
        return out

    def _probabilities(self, scores: np.ndarray) -> np.ndarray:
        if self.kind == "constant":
            return np.ones((len(scores), 1))
        if self.kind == "two-classes":
            scores = np.concatenate([np.zeros_like(scores), scores], axis=1)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(document: dict[str, Any]) -> "Target":
        return Target(**{**document, "present": tuple(document["present"])})


def target_of(y: np.ndarray, classes: int) -> Target:
    """`y`: class codes 0 … classes-1, or values where `classes` is 0. Raises ValueError where it is not that."""
    if not np.isfinite(y).all():
        raise ValueError("the target has values that are not numbers")
    if classes == 0:
        deviation = float(y.std())
        constant = y.min() == y.max()
        return Target("constant" if constant else "number", 0, (), float(y.mean()), 1.0 if constant else deviation)
    codes = np.unique(y)
    if (codes != codes.astype(np.int64)).any() or codes[0] < 0 or codes[-1] >= classes:
        raise ValueError(f"the target has class codes other than 0 … {classes - 1}")
    present = tuple(int(code) for code in codes)
    kinds: dict[int, Kind] = {1: "constant", 2: "two-classes"}
    return Target(kinds.get(len(present), "many-classes"), classes, present, 0.0, 1.0)
