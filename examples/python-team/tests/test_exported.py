"""Exported models predict what the library does, on values that are hard to tell apart, too."""

import lightgbm as lgb
import numpy as np
import pytest
import xgboost as xgb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coaxial_team.paradigm import FitInput, Fitted
from coaxial_team.paradigms import PARADIGMS
from coaxial_team.paradigms.xgboost_trees import at_most

from .penguins import TASKS, Problem, penguins
from .reading import predictions_of
from .requests import point_of

both = pytest.mark.parametrize("paradigm", PARADIGMS)
EXACT = 1e-9
# Places of a 32-bit number.
XGBOOSTS_OWN = 1e-5


def fitted(paradigm: str, problem: Problem, effort: float | None = 30, **point: object) -> Fitted:
    point = point_of(paradigm, **point)
    return PARADIGMS[paradigm].fit(
        FitInput(problem.x, problem.y, problem.classes, point, seed=7, effort=effort, check=lambda: None)
    )


def near_thresholds(model: Fitted, x: np.ndarray) -> np.ndarray:
    """Rows of values at a model's thresholds and right beside them, in 64 and in 32 bits, and of missing ones."""
    arrays = model.model.ensemble().arrays
    rows = []
    for column, threshold in zip(arrays["column"], arrays["threshold"], strict=True):
        single = float(np.float32(threshold))
        for value in (threshold, single, float(np.nextafter(np.float32(single), np.float32(np.inf))), np.nan):
            for near in (value, np.nextafter(value, -np.inf), np.nextafter(value, np.inf)):
                row = x[len(rows) % len(x)].copy()
                row[column] = near
                rows.append(row)
    return np.array(rows)


@both
@pytest.mark.parametrize("task", TASKS)
def test_predicts_what_the_library_does(paradigm: str, task: str) -> None:
    problem = penguins(task)
    model = fitted(paradigm, problem)
    file = model.model.export().data
    hard = near_thresholds(model, problem.x)
    hard = hard[:: -(-len(hard) // 600)]
    empty = np.full((1, problem.x.shape[1]), np.nan)
    huge = np.array([np.full(problem.x.shape[1], value) for value in (1e300, -1e300, 0, -0.0, 1e-40)])
    x = np.concatenate([problem.x, hard, empty, huge])
    exported, own = predictions_of(file, x), model.model.predict(x)
    assert np.abs(exported - own).max() <= EXACT * max(1, np.abs(own).max())
    theirs = library_predictions(paradigm, problem, model, x)
    tolerance = EXACT if paradigm == "lightgbm" else XGBOOSTS_OWN
    assert np.abs(exported - theirs).max() <= tolerance * max(1, np.abs(own).max())


def library_predictions(paradigm: str, problem: Problem, model: Fitted, x: np.ndarray) -> np.ndarray:
    """By the library's own function for predictions, from the same booster."""
    dump, target = model.model.dump, model.model.target
    if paradigm == "lightgbm":
        out = lgb.Booster(model_str=dump.decode()).predict(x)
    else:
        booster = xgb.Booster(model_file=bytearray(dump))
        margin = np.tile(model.model.initial.astype(np.float32), (len(x), 1))
        largest = np.finfo(np.float32).max
        data = xgb.DMatrix(np.clip(x, -largest, largest).astype(np.float32), base_margin=margin)
        out = booster.predict(data).astype(np.float64)
    if problem.task == "binary":
        return np.column_stack([1 - out, out])
    return out if problem.task == "multiclass" else target.mean + target.deviation * out.reshape(-1, 1)


@both
@pytest.mark.parametrize("present", [(0, 2), (1,), (0, 1, 3)])
def test_gives_absent_classes_no_probability(paradigm: str, present: tuple[int, ...]) -> None:
    every = penguins("multiclass")
    rows = np.isin(every.y, range(len(present)))
    codes = np.array(present)[every.y[rows].astype(int)].astype(float)
    model = fitted(paradigm, Problem("multiclass", 5, every.x[rows], codes), effort=6)
    exported = predictions_of(model.model.export().data, every.x)
    assert np.abs(exported - model.model.predict(every.x)).max() <= EXACT


@both
def test_gives_certainty_where_there_is_one_class_or_value(paradigm: str) -> None:
    x = penguins("binary").x
    for classes, value in ((2, 0.0), (2, 1.0), (0, 12.5)):
        model = fitted(paradigm, Problem("", classes, x, np.full(len(x), value)))
        exported = predictions_of(model.model.export().data, x)
        assert np.abs(exported - model.model.predict(x)).max() <= EXACT


def test_exports_trees_that_grow_by_gain() -> None:
    problem = penguins("binary")
    model = fitted("xgboost", problem, grow="by-gain", maxDepth=None, maxLeaves=9)
    exported = predictions_of(model.model.export().data, problem.x)
    assert np.abs(exported - model.model.predict(problem.x)).max() <= EXACT


floats = st.floats(width=32, allow_nan=False, allow_infinity=False)


@settings(max_examples=500, deadline=None)
@given(floats, st.floats(allow_nan=False, allow_infinity=False), st.integers(-2, 2))
@example(float(np.finfo(np.float32).max), 1e300, 0)
@example(float(-np.finfo(np.float32).max), -1e300, 0)
def test_thresholds_in_64_bits_divide_as_those_in_32_do(threshold: float, value: float, steps: int) -> None:
    divides = float(at_most(np.array([threshold]))[0])
    near = divides
    for _ in range(abs(steps)):
        near = float(np.nextafter(near, np.inf * steps))
    largest = float(np.finfo(np.float32).max)
    for each in (value, threshold, near):
        if np.isfinite(each):
            assert (each <= divides) == (np.float32(np.clip(each, -largest, largest)) < np.float32(threshold))
