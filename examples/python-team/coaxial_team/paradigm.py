"""What a paradigm is to this worker: all that its activities know of one. Its own code is under `paradigms`."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .refusal import InvalidRequest
from .space import Point, Space

# Of a problem: `task` ("binary", "multiclass" or "regression"), `rows` that a fit sees, `columns` of the table before
# any transform, `classes` (0 for regression).
Shape = Mapping[str, Any]


@dataclass(frozen=True)
class FitInput:
    """One fit, with its matrix."""

    # Float64, rows × columns, as the core's transforms have made it; NaN only where the paradigm takes missing values.
    x: np.ndarray
    # Float64, one a row: class codes 0 … classes-1, some of which may have no row, or values where `classes` is 0.
    y: np.ndarray
    classes: int
    # A point of the paradigm's space.
    hyperparameters: Point
    # 32 bits; the only source of randomness.
    seed: int
    # Iterations to run exactly; None lets the paradigm find out. Those that do not iterate ignore it.
    effort: float | None
    # To be called between iterations; what it raises ends the fit, and is to be let through.
    check: Callable[[], None]


@dataclass(frozen=True)
class Exported:
    """A model in the form of one of Coaxial's own paradigms, which predicts with it without this worker."""

    paradigm: str
    # Of that form.
    version: int
    # A safetensors file.
    data: bytes


class Model(ABC):
    """A fitted model."""

    # Of the matrix that it was fitted on.
    columns: int

    @abstractmethod
    def predict(self, x: np.ndarray) -> np.ndarray:
        """
        Rows × classes probabilities, column k that of class k and each row of sum 1; or rows × 1 values.

        `x`: as that of a fit, with as many columns. What a row gets depends on no other row.
        """

    @abstractmethod
    def to_bytes(self) -> bytes:
        """All that `Paradigm.load` needs, the same bytes for the same model (`model_bytes.pack` makes such)."""

    def export(self) -> Exported | None:
        """None where it has the form of none of Coaxial's own paradigms: it is asked of this worker then."""
        return None


@dataclass(frozen=True)
class Fitted:
    model: Model
    # How much it owes to each column, from 0; the worker makes them sum 1.
    importances: np.ndarray
    # Iterations that it ran, for final fits to run as many; None where it does not iterate.
    effort: float | None


class Paradigm(ABC):
    """One kind of model. It can be pickled, and keeps nothing: fits run side by side, in threads and processes."""

    # In lower case with dashes, as `temporal.yaml` names it.
    id: str
    # Raised when the same hyperparameters and seed would give another model.
    version: int
    # The numeric library with its version: trials of another one are not reused.
    backend: str
    # Those that suit it where a search has chosen none (transforms.py).
    transforms: Mapping[str, Any]
    # Whether matrices may have NaN; where not, the core imputes.
    takes_missing: bool

    def applies_to(self, shape: Shape) -> bool:
        """Whether it is for such problems: asked by each search before its first step."""
        return True

    @abstractmethod
    def space(self, rows: int) -> Space:
        """Hyperparameters, with defaults that suit so many rows; the bounds are the same for all."""

    @abstractmethod
    def default_work(self, shape: Shape) -> float:
        """About how many additions and the like one fit at the defaults takes: searches try the cheap ones first."""

    @abstractmethod
    def fit(self, input: FitInput) -> Fitted:
        """Whatever it raises is the outcome of this fit, with its text for people."""

    @abstractmethod
    def load(self, data: bytes) -> Model:
        """Raises InvalidRequest where these are not bytes of a model of this paradigm (`model_bytes.unpack` does)."""


def predictions_of(model: Model, x: np.ndarray) -> np.ndarray:
    """As `Model.predict`. Raises InvalidRequest where the columns are others than those of the fit."""
    if x.shape[1] != model.columns:
        raise InvalidRequest(f"the matrix has {x.shape[1]} columns, the model was fitted on {model.columns}")
    return model.predict(x)
