"""LightGBM."""

from collections.abc import Sequence
from typing import Any

import lightgbm as lgb
import numpy as np

from ..space import Point, Space, integer, real
from .library import Booster, Sample, Scores
from .sizes import default_leaves, is_small
from .targets import Target
from .trees import Tree, leaf

OBJECTIVES = {
    "number": {"objective": "regression", "metric": "l2"},
    "two-classes": {"objective": "binary", "metric": "binary_logloss"},
    "many-classes": {"objective": "multiclass", "metric": "multi_logloss"},
}

# Bits of a split's decision type.
DEFAULT_LEFT = 2
MISSING_IS_NAN = 8


class LightGbm:
    paradigm = "lightgbm"
    version = 1
    backend = f"lightgbm {lgb.__version__}"

    def space(self, rows: int) -> Space:
        small = is_small(rows)
        return [
            real("learningRate", 0.02, 0.3, 0.05 if small else 0.08, "log"),
            integer("maxLeaves", 4, 256, default_leaves(rows), "log"),
            integer("minSamplesLeaf", 1, 128, 10 if small else 20, "log"),
            real("l2", 1e-3, 100, 1, "log"),
            real("rowSample", 0.5, 1, 0.8),
            real("columnSample", 0.2, 1, 0.6),
        ]

    def initial(self, labels: np.ndarray, target: Target) -> np.ndarray:
        # It begins with the best constant itself, and keeps that in its first trees.
        return np.zeros(target.outputs)

    def begin(
        self, train: Sample, watched: Sample | None, initial: np.ndarray, target: Target, point: Point, seed: int
    ) -> Booster:
        return _Booster(train, watched, {**_options(point, seed), **_objective(target)})

    def load(self, dump: bytes, initial: np.ndarray, target: Target) -> Scores:
        return _Scores(dump.decode(), target.outputs)


def _options(point: Point, seed: int) -> dict[str, Any]:
    return {
        "learning_rate": point["learningRate"],
        "num_leaves": point["maxLeaves"],
        "min_data_in_leaf": point["minSamplesLeaf"],
        "lambda_l2": point["l2"],
        "bagging_fraction": point["rowSample"],
        "bagging_freq": 1,
        "feature_fraction": point["columnSample"],
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }


def _objective(target: Target) -> dict[str, Any]:
    classes = {"num_class": target.outputs} if target.kind == "many-classes" else {}
    return {**OBJECTIVES[target.kind], **classes}


class _Booster:
    def __init__(self, train: Sample, watched: Sample | None, options: dict[str, Any]) -> None:
        data = lgb.Dataset(train.x, label=train.labels, params=options, free_raw_data=True)
        self.booster = lgb.Booster(options, data)
        if watched:
            self.booster.add_valid(lgb.Dataset(watched.x, label=watched.labels, reference=data), "watched")

    def step(self) -> bool:
        return not self.booster.update()

    def watched_loss(self) -> float:
        [(_, _, loss, _)] = self.booster.eval_valid()
        return float(loss)

    def gains(self) -> np.ndarray:
        return self.booster.feature_importance("gain").astype(np.float64)

    def dump(self) -> bytes:
        return self.booster.model_to_string(num_iteration=-1).encode()


class _Scores:
    def __init__(self, text: str, outputs: int) -> None:
        self.text = text
        self.outputs = outputs

    def scores(self, x: np.ndarray) -> np.ndarray:
        booster = lgb.Booster(model_str=self.text)
        return booster.predict(x, raw_score=True, num_threads=1).reshape(len(x), self.outputs)

    def trees(self) -> Sequence[Tree]:
        blocks = self.text.split("\nend of trees")[0].split("\nTree=")[1:]
        return [_tree(dict(line.split("=", 1) for line in block.splitlines() if "=" in line)) for block in blocks]


def _tree(fields: dict[str, str]) -> Tree:
    """A tree from the lines of LightGBM's own format, in which a child below 0 is the leaf ~child, too."""

    def numbers(name: str, dtype: type) -> np.ndarray:
        return np.array(fields[name].split(), dtype=dtype)

    value = numbers("leaf_value", np.float64)
    if len(value) == 1:
        return leaf(value[0])
    threshold = numbers("threshold", np.float64)
    decision = numbers("decision_type", np.int32)
    # Where it saw no missing values, it takes one for 0.
    missing_left = np.where(decision & MISSING_IS_NAN, decision & DEFAULT_LEFT != 0, threshold >= 0)
    left, right = numbers("left_child", np.int32), numbers("right_child", np.int32)
    return Tree(numbers("split_feature", np.int32), threshold, left, right, missing_left, value)
