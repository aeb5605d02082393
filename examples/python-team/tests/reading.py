"""Predictions of an exported model as Coaxial makes them (learning/boosting/ensemble.ts, its boosting paradigm)."""

import json

import numpy as np
from safetensors.numpy import load

LEAST = 1e-15


def predictions_of(file: bytes, x: np.ndarray) -> np.ndarray:
    """Rows × classes, or rows × 1: row by row and tree by tree, as it is written there."""
    arrays = load(file)
    length = int.from_bytes(file[:8], "little")
    classes = json.loads(json.loads(file[8 : 8 + length])["__metadata__"]["meta"])["classes"]
    scores = np.array([scores_of(arrays, row) for row in x])
    if classes == 0:
        return scores
    if classes == 2:
        with np.errstate(over="ignore"):
            p = np.clip(1 / (1 + np.exp(-scores)), LEAST, 1 - LEAST)
        return np.concatenate([1 - p, p], axis=1)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True)) + LEAST
    return powers / powers.sum(axis=1, keepdims=True)


def scores_of(arrays: dict[str, np.ndarray], row: np.ndarray) -> np.ndarray:
    scores = arrays["initial"].copy()
    for t, node in enumerate(arrays["root"]):
        while node >= 0:
            value = row[arrays["column"][node]]
            is_left = arrays["missingLeft"][node] == 1 if np.isnan(value) else value <= arrays["threshold"][node]
            node = arrays["left" if is_left else "right"][node]
        scores[t % len(scores)] += arrays["value"][~node]
    return scores
