"""Boosted trees in the form of Coaxial's own paradigm `boosting`, which can predict with them without this worker."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from safetensors.numpy import save

from ..jsons import canonical
from .targets import Target

# The paradigm whose form it is, and the version of that form.
EXPORTED_AS = "boosting"
EXPORTED_VERSION = 1


@dataclass(frozen=True)
class Tree:
    """A tree over float64 values. A child below 0 is the leaf ~child; the root is node 0, or leaf 0 without any."""

    column: np.ndarray
    # Values at most this go left.
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    missing_left: np.ndarray
    value: np.ndarray


def leaf(value: float) -> Tree:
    """A tree that gives every row the same."""
    none = np.empty(0, dtype=np.int32)
    return Tree(none, np.empty(0), none, none, none, np.array([value]))


@dataclass(frozen=True)
class Ensemble:
    """Trees in flat arrays, named as in the file: tree t adds to output t mod outputs."""

    arrays: dict[str, np.ndarray]
    classes: int

    def to_safetensors(self) -> bytes:
        return save(self.arrays, metadata={"meta": canonical({"classes": self.classes})})


def export(trees: Sequence[Tree], initial: np.ndarray, target: Target) -> Ensemble:
    """
    `trees`: those of a library, tree t of the library's output t mod outputs; `initial`: the score before any tree, of
    each of these outputs. Classes without rows get a score of -∞, which is probability 0.
    """
    if target.classes == 0:
        scaled = [_scaled(tree, target.deviation) for tree in trees]
        start = target.mean + (target.deviation * initial if target.outputs else np.zeros(1))
        return Ensemble(_flat(scaled, start), 0)
    if target.classes == 2:
        certain = np.array([np.inf if target.present == (1,) else -np.inf])
        return Ensemble(_flat(trees, initial if target.outputs else certain), 2)
    start = np.full(target.classes, -np.inf)
    places = target.present[1:] if target.kind == "two-classes" else target.present
    start[list(target.present)] = 0
    start[list(places)] = initial if target.outputs else 0
    rounds = len(trees) // max(1, target.outputs)
    every = [[leaf(0.0)] * target.classes for _ in range(rounds)]
    for t, tree in enumerate(trees):
        every[t // target.outputs][places[t % target.outputs]] = tree
    return Ensemble(_flat([tree for each in every for tree in each], start), target.classes)


def _scaled(tree: Tree, factor: float) -> Tree:
    return Tree(tree.column, tree.threshold, tree.left, tree.right, tree.missing_left, factor * tree.value)


def _flat(trees: Sequence[Tree], initial: np.ndarray) -> dict[str, np.ndarray]:
    nodes = np.cumsum([0, *(len(tree.column) for tree in trees)])
    leaves = np.cumsum([0, *(len(tree.value) for tree in trees)])

    def moved(children: np.ndarray, t: int) -> np.ndarray:
        return np.where(children < 0, ~(~children + leaves[t]), children + nodes[t])

    def joined(parts: list[np.ndarray], dtype: type) -> np.ndarray:
        return np.concatenate([np.empty(0, dtype), *parts]).astype(dtype)

    roots = [nodes[t] if len(tree.column) else ~leaves[t] for t, tree in enumerate(trees)]
    return {
        "initial": initial.astype(np.float64),
        "root": np.array(roots, dtype=np.int32),
        "column": joined([tree.column for tree in trees], np.int32),
        "threshold": joined([tree.threshold for tree in trees], np.float64),
        "left": joined([moved(tree.left, t) for t, tree in enumerate(trees)], np.int32),
        "right": joined([moved(tree.right, t) for t, tree in enumerate(trees)], np.int32),
        "missingLeft": joined([tree.missing_left for tree in trees], np.uint8),
        "value": joined([tree.value for tree in trees], np.float64),
    }
