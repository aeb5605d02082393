"""XGBoost."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import xgboost as xgb

from ..space import Point, Space, category, integer, only_where, real
from .library import Booster, Sample, Scores
from .sizes import default_leaves, is_small
from .targets import Target
from .trees import Tree

OBJECTIVES = {
    "number": {"objective": "reg:squarederror", "eval_metric": "rmse"},
    "two-classes": {"objective": "binary:logistic", "eval_metric": "logloss"},
    "many-classes": {"objective": "multi:softprob", "eval_metric": "mlogloss"},
}
LARGEST = float(np.finfo(np.float32).max)
# Rows a class counts more than it has before any tree, so that its log odds stay finite.
PRIOR_ROWS = 0.5
# Rows whose leaves are looked up at a time.
BLOCK = 8192


class XgBoost:
    paradigm = "xgboost"
    version = 1
    backend = f"xgboost {xgb.__version__}"

    def space(self, rows: int) -> Space:
        small = is_small(rows)
        return [
            real("learningRate", 0.02, 0.3, 0.05 if small else 0.08, "log"),
            category("grow", ["by-depth", "by-gain"], "by-depth"),
            only_where(integer("maxDepth", 2, 12, 4 if small else 6), "grow", "by-depth"),
            only_where(integer("maxLeaves", 4, 256, default_leaves(rows), "log"), "grow", "by-gain"),
            real("minChildWeight", 0.1, 64, 1, "log"),
            real("l2", 1e-3, 100, 1, "log"),
            real("rowSample", 0.5, 1, 0.8),
            real("columnSample", 0.2, 1, 0.6),
        ]

    def initial(self, labels: np.ndarray, target: Target) -> np.ndarray:
        # In 32 bits, as the library counts, so that its scores and ours begin at the same numbers.
        return _initial(labels, target).astype(np.float32).astype(np.float64)

    def begin(
        self, train: Sample, watched: Sample | None, initial: np.ndarray, target: Target, point: Point, seed: int
    ) -> Booster:
        return _Booster(train, watched, initial, {**_options(point, seed), **_objective(target)})

    def load(self, dump: bytes, initial: np.ndarray, target: Target) -> Scores:
        return _Scores(dump, initial)


def _initial(labels: np.ndarray, target: Target) -> np.ndarray:
    if target.kind == "number":
        return np.zeros(1)
    rows = np.bincount(labels.astype(np.int64), minlength=len(target.present)) + PRIOR_ROWS
    logs = np.log(rows / rows.sum())
    return logs[1:] - logs[:1] if target.kind == "two-classes" else logs


def _options(point: Point, seed: int) -> dict[str, Any]:
    by_depth = point["grow"] == "by-depth"
    return {
        "eta": point["learningRate"],
        "grow_policy": "depthwise" if by_depth else "lossguide",
        "max_depth": point["maxDepth"] if by_depth else 0,
        "max_leaves": 0 if by_depth else point["maxLeaves"],
        "min_child_weight": point["minChildWeight"],
        "lambda": point["l2"],
        "subsample": point["rowSample"],
        "colsample_bytree": point["columnSample"],
        "tree_method": "hist",
        "seed": seed,
        # Else its random numbers come from one stream a thread, which boosters side by side would share.
        "seed_per_iteration": True,
        "nthread": 1,
        "verbosity": 0,
    }


def _objective(target: Target) -> dict[str, Any]:
    classes = {"num_class": target.outputs} if target.kind == "many-classes" else {}
    return {**OBJECTIVES[target.kind], **classes}


def _data(x: np.ndarray, **more: Any) -> xgb.DMatrix:
    # Its numbers have 32 bits. What is too large for them would be infinite, which it refuses.
    return xgb.DMatrix(np.clip(x, -LARGEST, LARGEST).astype(np.float32), missing=np.nan, nthread=1, **more)


class _Booster:
    def __init__(self, train: Sample, watched: Sample | None, initial: np.ndarray, options: dict[str, Any]) -> None:
        self.train = self._sample(train, initial)
        self.watched = self._sample(watched, initial) if watched else None
        self.booster = xgb.Booster(options, [self.train, *([self.watched] if self.watched else [])])
        self.columns = train.x.shape[1]
        self.rounds = 0

    @staticmethod
    def _sample(sample: Sample, initial: np.ndarray) -> xgb.DMatrix:
        margin = np.tile(initial.astype(np.float32), (len(sample.x), 1))
        return _data(sample.x, label=sample.labels, base_margin=margin)

    def step(self) -> bool:
        self.booster.update(self.train, self.rounds)
        self.rounds += 1
        return True

    def watched_loss(self) -> float:
        # "[0]\twatched-logloss:0.25"
        return float(self.booster.eval_set([(self.watched, "watched")]).rsplit(":", 1)[1])

    def gains(self) -> np.ndarray:
        gains = np.zeros(self.columns)
        for name, gain in self.booster.get_score(importance_type="total_gain").items():
            gains[int(name.removeprefix("f"))] = gain
        return gains

    def dump(self) -> bytes:
        return bytes(self.booster.save_raw("ubj"))


class _Scores:
    """
    The library says which leaf of each tree a row falls into. Their values are summed here, in 64 bits: the library's
    own sums, in 32 bits, depend on their order in the seventh digit.
    """

    def __init__(self, dump: bytes, initial: np.ndarray) -> None:
        self.booster = xgb.Booster({"nthread": 1, "verbosity": 0}, model_file=bytearray(dump))
        self.initial = initial
        model = json.loads(self.booster.save_raw("json"))
        self.nodes = [_Nodes(tree) for tree in model["learner"]["gradient_booster"]["model"]["trees"]]

    def scores(self, x: np.ndarray) -> np.ndarray:
        out = np.tile(self.initial, (len(x), 1))
        for start in range(0, len(x) if self.nodes else 0, BLOCK):
            leaves = self.booster.predict(_data(x[start : start + BLOCK]), pred_leaf=True, strict_shape=True)
            leaves = leaves.reshape(len(leaves), -1).astype(np.int64)
            for t, nodes in enumerate(self.nodes):
                out[start : start + BLOCK, t % len(self.initial)] += nodes.condition[leaves[:, t]]
        return out

    def trees(self) -> Sequence[Tree]:
        return [nodes.tree() for nodes in self.nodes]


class _Nodes:
    """A tree of XGBoost: splits and leaves in one list, the root first."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.left = np.array(tree["left_children"], dtype=np.int32)
        self.right = np.array(tree["right_children"], dtype=np.int32)
        self.column = np.array(tree["split_indices"], dtype=np.int32)
        self.missing_left = np.array(tree["default_left"], dtype=np.uint8)
        # A split's threshold, of 32 bits, or a leaf's value.
        self.condition = np.array(tree["split_conditions"], dtype=np.float32).astype(np.float64)

    def tree(self) -> Tree:
        split = self.left >= 0
        number = np.where(split, np.cumsum(split) - 1, ~(np.cumsum(~split) - 1)).astype(np.int32)
        return Tree(
            self.column[split],
            at_most(self.condition[split]),
            number[self.left[split]],
            number[self.right[split]],
            self.missing_left[split],
            self.condition[~split],
        )


def at_most(thresholds: np.ndarray) -> np.ndarray:
    """
    For each 32-bit threshold t the largest float64 value that, rounded to 32 bits, is below t: values at most this go
    left, where XGBoost rounds a value first and asks whether it is less than t.
    """
    singles = thresholds.astype(np.float32)
    with np.errstate(over="ignore"):
        below = np.nextafter(singles, np.float32(-np.inf)).astype(np.float64)
    # Values up to the middle are rounded down; the middle itself to whichever of the two has an even last bit.
    middle = np.where(np.isinf(below), below, (below + thresholds) / 2)
    return np.where(middle.astype(np.float32) < singles, middle, np.nextafter(middle, -np.inf))
