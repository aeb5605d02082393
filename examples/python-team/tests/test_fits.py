"""What a fit gives, through the activities."""

import numpy as np
import pytest
from temporalio.testing import ActivityEnvironment

from coaxial_team import schemas
from coaxial_team.paradigm_activities import ParadigmActivities
from coaxial_team.paradigms import PARADIGMS
from coaxial_team.schemas import Schema
from coaxial_team.store import Store

from .penguins import TASKS, Problem, penguins
from .requests import fit_request, point_of, put_matrix, read_columns, spec

REPLY = Schema("paradigm-v1/fit-predict-reply")
both = pytest.mark.parametrize("paradigm", PARADIGMS)


async def fit(paradigms: ParadigmActivities, paradigm: str, problem: Problem, *fits: dict, **more) -> list[dict]:
    request = fit_request(paradigm, problem, list(fits), **more)
    reply = await ActivityEnvironment().run(paradigms.fit_predict, request)
    REPLY.check(reply)
    return reply["fits"]


def loss(problem: Problem, predictions: np.ndarray) -> float:
    """Log loss, or the root mean squared error as a part of the standard deviation."""
    if problem.classes == 0:
        return float(np.sqrt(np.mean((predictions[:, 0] - problem.y) ** 2)) / problem.y.std())
    assert np.allclose(predictions.sum(axis=1), 1, atol=1e-12)
    assert (predictions >= 0).all()
    return float(-np.log(predictions[np.arange(len(problem.y)), problem.y.astype(int)]).mean())


@both
@pytest.mark.parametrize("task", TASKS)
async def test_learns_every_task(paradigms: ParadigmActivities, store: Store, paradigm: str, task: str) -> None:
    train, valid = penguins(task).halves()
    [reply] = await fit(paradigms, paradigm, train, spec(store, paradigm, train, valid))
    predictions = read_columns(store, reply["predictions"])
    assert predictions.shape == (len(valid.y), max(1, valid.classes))
    assert loss(valid, predictions) < {"binary": 0.4, "multiclass": 0.2, "regression": 0.5}[task]
    importances = read_columns(store, reply["importances"])[:, 0]
    assert importances.shape == (train.x.shape[1],)
    assert (importances >= 0).all() and importances.sum() == pytest.approx(1)
    assert reply["effort"] >= 1 and reply["model"] is None and reply["exported"] is None


@both
@pytest.mark.parametrize("task", TASKS)
async def test_does_the_same_for_the_same_seed(
    paradigms: ParadigmActivities, store: Store, paradigm: str, task: str
) -> None:
    train, valid = penguins(task).halves()
    same = spec(store, paradigm, train, valid, keepModel=True)
    other = {**same, "seed": 5}
    # Other fits between them, in one thread and in another, change nothing.
    first, different, again = await fit(paradigms, paradigm, train, same, other, same)
    [elsewhere] = await fit(paradigms, paradigm, train, same)
    for one in (again, elsewhere):
        assert {**one, "seconds": 0} == {**first, "seconds": 0}
    assert different["predictions"] != first["predictions"]


@both
async def test_runs_as_many_rounds_as_it_is_told(paradigms: ParadigmActivities, store: Store, paradigm: str) -> None:
    train, valid = penguins("regression").halves()
    few, more = await fit(
        paradigms, paradigm, train, *(spec(store, paradigm, train, valid, effort=effort) for effort in (2, 60))
    )
    assert (few["effort"], more["effort"]) == (2, 60)
    # Two rounds have not gone far from the mean.
    assert loss(valid, read_columns(store, few["predictions"])) > 0.65
    assert loss(valid, read_columns(store, more["predictions"])) < 0.5


@both
async def test_refits_on_all_rows_what_early_stopping_found(
    paradigms: ParadigmActivities, store: Store, paradigm: str
) -> None:
    train, valid = penguins("multiclass").halves()
    found = spec(store, paradigm, train, valid)
    [reply] = await fit(paradigms, paradigm, train, found)
    [told] = await fit(paradigms, paradigm, train, {**found, "effort": reply["effort"]})
    assert told["predictions"] == reply["predictions"]


@both
@pytest.mark.parametrize("present", [(0, 2), (1,), (0, 1, 3, 5)])
async def test_gives_classes_without_rows_no_probability(
    paradigms: ParadigmActivities, store: Store, paradigm: str, present: tuple[int, ...]
) -> None:
    every = penguins("multiclass")
    rows = np.isin(every.y, range(min(3, len(present))))
    codes = np.array(present)[every.y[rows].astype(int)].astype(float)
    if len(present) > 3:
        codes[::9] = present[3]
    train = Problem("multiclass", 6, every.x[rows], codes)
    [reply] = await fit(paradigms, paradigm, train, spec(store, paradigm, train, every, effort=5))
    predictions = read_columns(store, reply["predictions"])
    assert predictions.shape == (len(every.y), 6)
    assert np.allclose(predictions.sum(axis=1), 1)
    assert [k for k in range(6) if predictions[:, k].any()] == list(present)


@both
async def test_gives_certainty_where_there_is_one_class_or_value(
    paradigms: ParadigmActivities, store: Store, paradigm: str
) -> None:
    x = penguins("regression").x
    for problem, expected in (
        (Problem("binary", 2, x, np.ones(len(x))), [0, 1]),
        (Problem("regression", 0, x, np.full(len(x), 1e9 + 0.125)), [1e9 + 0.125]),
    ):
        [reply] = await fit(paradigms, paradigm, problem, spec(store, paradigm, problem, problem))
        assert (read_columns(store, reply["predictions"]) == expected).all()
        assert not read_columns(store, reply["importances"]).any()


@both
async def test_learns_from_where_values_are_missing(paradigms: ParadigmActivities, store: Store, paradigm: str) -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(200, 1))
    x[::4] = np.nan
    problem = Problem("regression", 0, x, np.where(np.isnan(x[:, 0]), 10.0, 0.0))
    unseen = Problem("regression", 0, np.array([[np.nan], [0.2], [-1e300]]), np.zeros(3))
    [reply] = await fit(paradigms, paradigm, problem, spec(store, paradigm, problem, unseen))
    assert read_columns(store, reply["predictions"])[:, 0] == pytest.approx([10, 0, 0], abs=0.5)


@both
async def test_copes_with_few_rows_and_with_nothing_to_learn(
    paradigms: ParadigmActivities, store: Store, paradigm: str
) -> None:
    every = penguins("multiclass")
    for rows in (1, 2, 5, 30):
        few = every.part(np.linspace(0, len(every.y) - 1, rows).astype(int))
        constant = Problem(few.task, few.classes, np.zeros((rows, 2)), few.y)
        missing = Problem(few.task, few.classes, np.full((rows, 2), np.nan), few.y)
        for problem in (few, constant, missing):
            [reply] = await fit(paradigms, paradigm, problem, spec(store, paradigm, problem, problem))
            assert reply["status"] == "completed"
        assert not read_columns(store, reply["importances"]).any()


@both
async def test_needs_no_unit_of_the_target(paradigms: ParadigmActivities, store: Store, paradigm: str) -> None:
    train, valid = penguins("regression").halves()
    shifted = Problem("regression", 0, train.x, 1e9 + 1e-3 * train.y)
    [plain] = await fit(paradigms, paradigm, train, spec(store, paradigm, train, valid, effort=40))
    [moved] = await fit(paradigms, paradigm, shifted, spec(store, paradigm, shifted, valid, effort=40))
    values = read_columns(store, plain["predictions"])
    assert (read_columns(store, moved["predictions"]) - 1e9) * 1e3 == pytest.approx(values, abs=1)


@both
async def test_takes_a_failed_fit_for_an_outcome(paradigms: ParadigmActivities, store: Store, paradigm: str) -> None:
    train, valid = penguins("binary").halves()
    good = spec(store, paradigm, train, valid)
    outside = {**good, "hyperparameters": point_of(paradigm, learningRate=7)}
    codes = Problem("binary", 2, train.x, train.y + 1)
    narrow = {**good, "valid": put_matrix(store, valid.x[:, :2])}
    replies = await fit(paradigms, paradigm, train, outside, good, spec(store, paradigm, codes, valid), narrow)
    assert [reply["status"] for reply in replies] == ["failed", "completed", "failed", "failed"]
    reasons = [reply.get("reason") for reply in replies]
    assert reasons[0] == "learningRate must lie in [0.02, 0.3], not 7"
    assert "class codes other than 0 … 1" in reasons[2]
    assert "the matrix has 2 columns, the model was fitted on 7" in reasons[3]


@both
async def test_predicts_with_a_model_that_it_kept(paradigms: ParadigmActivities, store: Store, paradigm: str) -> None:
    train, valid = penguins("multiclass").halves()
    fitted = spec(store, paradigm, train, valid, keepModel=True)
    [reply] = await fit(paradigms, paradigm, train, fitted)
    request = {
        "contract": 1,
        "paradigm": paradigm,
        "task": "multiclass",
        "classes": 3,
        "model": reply["model"],
        "matrix": fitted["valid"],
    }
    schemas.PREDICT.check(request)
    answer = await ActivityEnvironment().run(paradigms.predict, request)
    assert answer == {"predictions": reply["predictions"]}
