"""Boosted trees as a paradigm: what is the same for all libraries of them."""

from dataclasses import dataclass
from math import log2
from typing import Any

import numpy as np

from ..jsons import derived_seed
from ..model_bytes import pack, unpack
from ..paradigm import Exported, FitInput, Fitted, Model, Paradigm, Shape
from ..space import Space, default_point
from ..transforms import PLAIN_TRANSFORMS
from .library import Library, Sample
from .rounds import find_rounds
from .sizes import default_leaves, usual_rounds
from .targets import Target, target_of
from .trees import EXPORTED_AS, EXPORTED_VERSION, Ensemble, export

# Of the models' bytes.
FORMAT = 1
# Operations for each value that is summed into a histogram.
PER_VALUE = 6


@dataclass(frozen=True)
class BoostedModel(Model):
    """A fitted model, without code in it."""

    library: Library
    target: Target
    columns: int
    # The score before any tree, of each output.
    initial: np.ndarray
    # The library's own form; None where the target is the same in all rows.
    dump: bytes | None

    def predict(self, x: np.ndarray) -> np.ndarray:
        if self.dump is None:
            return self.target.predictions(np.empty((len(x), 0)))
        return self.target.predictions(self.library.load(self.dump, self.initial, self.target).scores(x))

    def ensemble(self) -> Ensemble:
        """In the form of Coaxial's own boosting: its predictions are the same but for the order of sums."""
        trees = [] if self.dump is None else self.library.load(self.dump, self.initial, self.target).trees()
        return export(trees, self.initial, self.target)

    def export(self) -> Exported:
        return Exported(EXPORTED_AS, EXPORTED_VERSION, self.ensemble().to_safetensors())

    def to_bytes(self) -> bytes:
        arrays = {"initial": self.initial, "dump": np.frombuffer(self.dump or b"", dtype=np.uint8)}
        meta = {
            "backend": self.library.backend,
            "columns": self.columns,
            "target": self.target.to_json(),
            "constant": self.dump is None,
        }
        return pack(self.library.paradigm, FORMAT, arrays, meta)


class BoostedTrees(Paradigm):
    transforms = PLAIN_TRANSFORMS
    takes_missing = True

    def __init__(self, library: Library) -> None:
        self.library = library
        self.id = library.paradigm
        self.version = library.version
        self.backend = library.backend

    def space(self, rows: int) -> Space:
        return self.library.space(rows)

    def default_work(self, shape: Shape) -> float:
        rows, outputs = shape["rows"], shape["classes"] if shape["classes"] > 2 else 1
        rounds = usual_rounds(default_point(self.space(rows))["learningRate"])
        return PER_VALUE * rows * shape["columns"] * log2(default_leaves(rows)) * outputs * rounds

    def fit(self, input: FitInput) -> Fitted:
        """
        On all rows, with as many rounds as `effort` says or as early stopping finds useful.

        Raises ValueError for a target that is neither codes nor values, what `check` raises, and the library's errors.
        """
        library, target, columns = self.library, target_of(input.y, input.classes), input.x.shape[1]
        if target.kind == "constant":
            return Fitted(BoostedModel(library, target, columns, np.zeros(0), None), np.zeros(columns), 1)
        sample = Sample(input.x, target.labels(input.y))
        seed = derived_seed("fit", input.seed)

        def begin(train: Sample, watched: Sample | None) -> Any:
            initial = library.initial(train.labels, target)
            return library.begin(train, watched, initial, target, input.hyperparameters, seed)

        given = None if input.effort is None else max(1, round(input.effort))
        rate, parts = input.hyperparameters["learningRate"], derived_seed("parts", input.seed)
        rounds = given or find_rounds(begin, sample, target, rate, parts, input.check)
        booster = begin(sample, None)
        for _ in range(rounds):
            input.check()
            if not booster.step():
                break
        initial = library.initial(sample.labels, target)
        return Fitted(BoostedModel(library, target, columns, initial, booster.dump()), booster.gains(), rounds)

    def load(self, data: bytes) -> BoostedModel:
        arrays, meta = unpack(data, self.id, FORMAT)
        dump = None if meta["constant"] else arrays["dump"].tobytes()
        return BoostedModel(self.library, Target.from_json(meta["target"]), meta["columns"], arrays["initial"], dump)
