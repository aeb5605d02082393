"""A paradigm that shares nothing with trees passes through the same activities."""

import asyncio
import dataclasses
from typing import Any

import numpy as np
import pytest
from temporalio.testing import ActivityEnvironment

from coaxial_team.build import Build
from coaxial_team.paradigm_activities import ParadigmActivities
from coaxial_team.paradigms import PARADIGMS
from coaxial_team.schemas import Schema
from coaxial_team.store import Store

from .nearest_centroid import NearestCentroid
from .penguins import Problem, penguins
from .requests import ask_for, fit_request, put_matrix, read_columns, refused, spec

ID = NearestCentroid.id
REPLY = Schema("paradigm-v1/fit-predict-reply")


@pytest.fixture
def own(store: Store) -> ParadigmActivities:
    return ParadigmActivities(store, Build(None, None), {**PARADIGMS, ID: NearestCentroid()})


def scaled_halves() -> tuple[Problem, Problem]:
    """Nothing missing and standardised columns, as the core would transform them for it."""
    problem = penguins("multiclass")
    x = np.where(np.isnan(problem.x), np.nanmedian(problem.x, axis=0), problem.x)
    return dataclasses.replace(problem, x=(x - x.mean(axis=0)) / x.std(axis=0)).halves()


def fit_of(store: Store, train: Problem, valid: Problem) -> dict[str, Any]:
    # All but the point is the same for every paradigm.
    return spec(store, "lightgbm", train, valid, hyperparameters={"sharpness": 3}, keepModel=True)


async def fit(own: ParadigmActivities, train: Problem, *fits: dict[str, Any], **info: Any) -> list[dict[str, Any]]:
    environment = ActivityEnvironment()
    environment.info = dataclasses.replace(environment.info, **info)
    reply = await asyncio.wait_for(environment.run(own.fit_predict, fit_request(ID, train, list(fits))), 120)
    REPLY.check(reply)
    return reply["fits"]


async def test_describes_itself_where_it_applies(own: ParadigmActivities) -> None:
    reply = await ActivityEnvironment().run(own.describe, ask_for(ID))
    Schema("paradigm-v1/describe-paradigm-reply").check(reply)
    assert reply["description"]["takesMissing"] is False and reply["backend"].startswith("numpy ")
    regression = await ActivityEnvironment().run(own.describe, ask_for(ID, task="regression", classes=0))
    Schema("paradigm-v1/describe-paradigm-reply").check(regression)
    assert regression == {**reply, "description": None}


async def test_fits_and_predicts_with_the_model_that_it_kept(own: ParadigmActivities, store: Store) -> None:
    train, valid = scaled_halves()
    asked = fit_of(store, train, valid)
    [reply] = await fit(own, train, asked)
    predictions = read_columns(store, reply["predictions"])
    assert (predictions.argmax(axis=1) == valid.y).mean() > 0.9
    assert read_columns(store, reply["importances"]).sum() == pytest.approx(1)
    assert reply["effort"] is None and reply["exported"] is None
    request = {"contract": 1, "paradigm": ID, "task": "multiclass", "classes": 3, "model": reply["model"]}
    again = await ActivityEnvironment().run(own.predict, {**request, "matrix": asked["valid"]})
    assert again == {"predictions": reply["predictions"]}
    narrow = {**request, "matrix": put_matrix(store, valid.x[:, 1:])}
    assert "the matrix has 6 columns, the model was fitted on 7" in await refused(own.predict, narrow)
    theirs = {**request, "paradigm": "lightgbm", "matrix": asked["valid"]}
    assert f"this is a model of {ID}, format 1" in await refused(own.predict, theirs)


async def test_fits_the_same_in_a_process_of_its_own(own: ParadigmActivities, store: Store) -> None:
    train, valid = scaled_halves()
    asked = fit_of(store, train, valid)
    [here], [apart] = await fit(own, train, asked), await fit(own, train, asked, attempt=3)
    assert {**apart, "seconds": 0} == {**here, "seconds": 0}


async def test_a_point_outside_its_space_fails(own: ParadigmActivities, store: Store) -> None:
    train, valid = scaled_halves()
    [reply] = await fit(own, train, {**fit_of(store, train, valid), "hyperparameters": {"sharpness": 0}})
    assert (reply["status"], reply["reason"]) == ("failed", "sharpness must lie in [0.01, 100], not 0")
