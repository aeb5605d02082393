"""One fit, and models as bytes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from ..jsons import canonical, derived_seed
from ..refusal import InvalidRequest
from ..space import Point
from .library import Library, Sample
from .rounds import find_rounds
from .targets import Target, target_of
from .trees import Ensemble, export

# Of the models' bytes.
FORMAT = 1
META = "meta"


@dataclass(frozen=True)
class Model:
    """A fitted model, without code in it."""

    library: Library
    target: Target
    columns: int
    # The score before any tree, of each output.
    initial: np.ndarray
    # The library's own form; None where the target is the same in all rows.
    dump: bytes | None

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Rows × classes probabilities, or rows × 1 values. Raises InvalidRequest where the columns are others."""
        if x.shape[1] != self.columns:
            raise InvalidRequest(f"the matrix has {x.shape[1]} columns, the model was fitted on {self.columns}")
        if self.dump is None:
            return self.target.predictions(np.empty((len(x), 0)))
        return self.target.predictions(self.library.load(self.dump, self.initial, self.target).scores(x))

    def export(self) -> Ensemble:
        """In the form of Coaxial's own boosting: its predictions are the same but for the order of sums."""
        trees = [] if self.dump is None else self.library.load(self.dump, self.initial, self.target).trees()
        return export(trees, self.initial, self.target)

    def to_bytes(self) -> bytes:
        meta = {
            "format": FORMAT,
            "paradigm": self.library.paradigm,
            "backend": self.library.backend,
            "columns": self.columns,
            "target": self.target.to_json(),
            "constant": self.dump is None,
        }
        arrays = {"initial": self.initial, "dump": np.frombuffer(self.dump or b"", dtype=np.uint8)}
        return save(arrays, metadata={META: canonical(meta)})

    @staticmethod
    def from_bytes(data: bytes, library: Library) -> "Model":
        """Raises InvalidRequest where these are no bytes of a model of this paradigm."""
        try:
            arrays, meta = load(data), _metadata(data)
            if meta["format"] != FORMAT or meta["paradigm"] != library.paradigm:
                raise InvalidRequest(f"this is a model of {meta['paradigm']}, format {meta['format']}")
            dump = None if meta["constant"] else arrays["dump"].tobytes()
            return Model(library, Target.from_json(meta["target"]), meta["columns"], arrays["initial"], dump)
        except (SafetensorError, KeyError, TypeError, ValueError) as error:
            raise InvalidRequest(f"this is no model of {library.paradigm}: {error!r}") from error


def _metadata(data: bytes) -> dict[str, Any]:
    """A safetensors file begins with the length of its header, of 64 bits, and the header, in JSON."""
    length = int.from_bytes(data[:8], "little")
    return json.loads(json.loads(data[8 : 8 + length])["__metadata__"][META])


@dataclass(frozen=True)
class Fitted:
    model: Model
    # One for each column, of sum 1 or all 0.
    importances: np.ndarray
    # Rounds of the model.
    rounds: int


def fit(
    library: Library,
    x: np.ndarray,
    y: np.ndarray,
    classes: int,
    point: Point,
    seed: int,
    effort: float | None,
    check: Callable[[], None],
) -> Fitted:
    """
    Fits on all rows, with as many rounds as `effort` says or as early stopping finds useful.

    `x`: float64, rows × columns; `y`: class codes, or values where `classes` is 0; `check` is called before each round,
    and raises an exception to give up. Raises ValueError for a target that is none of these, and the library's errors.
    """
    target = target_of(y, classes)
    columns = x.shape[1]
    if target.kind == "constant":
        model = Model(library, target, columns, np.zeros(0), None)
        return Fitted(model, np.zeros(columns), 1)
    sample = Sample(x, target.labels(y))

    def begin(train: Sample, watched: Sample | None) -> Any:
        initial = library.initial(train.labels, target)
        return library.begin(train, watched, initial, target, point, derived_seed("fit", seed))

    given = None if effort is None else max(1, round(effort))
    rounds = given or find_rounds(begin, sample, target, point["learningRate"], derived_seed("parts", seed), check)
    booster = begin(sample, None)
    for _ in range(rounds):
        check()
        if not booster.step():
            break
    gains = booster.gains()
    importances = gains / gains.sum() if gains.sum() > 0 else np.zeros(columns)
    return Fitted(
        Model(library, target, columns, library.initial(sample.labels, target), booster.dump()), importances, rounds
    )
