"""How activities bear themselves: what they refuse, their heartbeats, attempts after others, limits, cancellation."""

import asyncio
import dataclasses
from threading import Event
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from temporalio.testing import ActivityEnvironment

from coaxial_team import schemas
from coaxial_team.build import Build
from coaxial_team.paradigm_activities import ParadigmActivities
from coaxial_team.paradigms import PARADIGMS
from coaxial_team.schemas import Schema
from coaxial_team.space import default_point, point_error
from coaxial_team.store import Store

from .penguins import penguins
from .requests import ask_for, batch_of, fit_request, put_matrix, refused, slow, spec

both = pytest.mark.parametrize("paradigm", PARADIGMS)
DESCRIPTION = Schema("paradigm-v1/describe-paradigm-reply")
REPLY = Schema("paradigm-v1/fit-predict-reply")


@both
@pytest.mark.parametrize("rows", [1, 500, 200_000])
async def test_describes_itself(store: Store, paradigm: str, rows: int) -> None:
    activities = ParadigmActivities(store, Build("v7", "queue@v7"), PARADIGMS)
    request = ask_for(paradigm, rows=rows)
    schemas.DESCRIBE_PARADIGM.check(request)
    reply = await ActivityEnvironment().run(activities.describe, request)
    DESCRIPTION.check(reply)
    assert reply["description"]["id"] == paradigm and reply["backend"].startswith(f"{paradigm} ")
    assert (reply["build"], reply["pinnedQueue"]) == ("v7", "queue@v7")
    space = reply["description"]["hyperparameters"]
    assert point_error(space, default_point(space)) is None


async def happens(event: asyncio.Event, task: asyncio.Future) -> None:
    """Waits for what a task should bring about. Fails where it ends before."""
    waiting = asyncio.ensure_future(event.wait())
    await asyncio.wait([waiting, task], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    assert event.is_set(), task.result()


async def test_refuses_what_is_no_request(paradigms: ParadigmActivities, store: Store) -> None:
    train = penguins("binary")
    good = fit_request("lightgbm", train, [spec(store, "lightgbm", train)])
    for wrong, complaint in (
        ({**good, "contract": 2}, "at contract: 1 was expected"),
        ({**good, "paradigm": "catboost"}, "serves the paradigms lightgbm, xgboost, not catboost"),
        ({**good, "fits": []}, "at fits: "),
        ({**good, "classes": "two"}, "at classes: 'two' is not of type 'integer'"),
        ({**good, "more": 1}, "'more' was unexpected"),
        ({name: value for name, value in good.items() if name != "fitSeconds"}, "'fitSeconds' is a required property"),
        ("fit!", "'fit!' is not of type 'object'"),
        (None, "None is not of type 'object'"),
    ):
        assert complaint in await refused(paradigms.fit_predict, wrong)
    assert "not catboost" in await refused(paradigms.describe, ask_for("catboost"))
    assert "at shape.rows" in await refused(paradigms.describe, ask_for("lightgbm", rows=0))


async def test_refuses_what_is_no_matrix(paradigms: ParadigmActivities, store: Store) -> None:
    train = penguins("binary")
    good = spec(store, "lightgbm", train)
    ref = store.put(b"x0,y\n1,0\n")
    for wrong, complaint in (
        (ref, f"{ref} is no Arrow IPC file"),
        (put_matrix(store, train.x), "has no column y"),
        (put_matrix(store, train.x[:, :0], train.y), "has columns y …, not x0, x1, …"),
        (put_matrix(store, train.x[:0], train.y[:0], batches=1), "has no rows"),
        (put_matrix(store, train.x.astype(np.float32), train.y), "is float, not float64"),
    ):
        request = fit_request("lightgbm", train, [{**good, "train": wrong}])
        assert complaint in await refused(paradigms.fit_predict, request)


async def test_tries_again_where_the_store_has_lost_a_matrix(paradigms: ParadigmActivities, store: Store) -> None:
    train = penguins("binary")
    fit = spec(store, "lightgbm", train)
    store.path(fit["train"]).unlink()
    with pytest.raises(FileNotFoundError, match="is not in the store"):
        await ActivityEnvironment().run(paradigms.fit_predict, fit_request("lightgbm", train, [fit]))


async def test_refuses_what_is_no_model_of_its_own(paradigms: ParadigmActivities, store: Store) -> None:
    train = penguins("binary")
    request = fit_request("xgboost", train, [spec(store, "xgboost", train, keepModel=True, effort=1)])
    [fitted] = (await ActivityEnvironment().run(paradigms.fit_predict, request))["fits"]
    asked = {
        "contract": 1,
        "paradigm": "lightgbm",
        "task": "binary",
        "classes": 2,
        "matrix": put_matrix(store, train.x),
    }
    model = {**asked, "model": fitted["model"]}
    assert "this is a model of xgboost" in await refused(paradigms.predict, model)
    exported = {**asked, "model": fitted["exported"]["ref"]}
    assert "this is not a model of lightgbm" in await refused(paradigms.predict, exported)
    text = {**asked, "model": store.put(b"tree")}
    assert "this is not a model of lightgbm" in await refused(paradigms.predict, text)
    narrow = {**asked, "paradigm": "xgboost", "model": fitted["model"], "matrix": put_matrix(store, train.x[:, 1:])}
    assert "the matrix has 6 columns, the model was fitted on 7" in await refused(paradigms.predict, narrow)


@both
async def test_beats_while_it_fits_and_ends_when_it_is_cancelled(
    paradigms: ParadigmActivities, store: Store, paradigm: str
) -> None:
    problem, fit = slow(store, paradigm)
    environment = ActivityEnvironment()
    beats: list[float] = []
    enough = asyncio.Event()

    def beat(*_: Any) -> None:
        beats.append(perf_counter())
        if len(beats) == 5:
            enough.set()

    environment.on_heartbeat = beat
    task = asyncio.ensure_future(environment.run(paradigms.fit_predict, fit_request(paradigm, problem, [fit])))
    await happens(enough, task)
    # The core takes a worker that is silent for 5 s for lost.
    assert np.diff(beats).max() < 2
    environment.cancel()
    cancelled = perf_counter()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert perf_counter() - cancelled < 10


@both
async def test_tells_what_it_has_finished_and_goes_on_from_it(
    paradigms: ParadigmActivities, store: Store, paradigm: str
) -> None:
    train, valid = penguins("binary").halves()
    fits = [spec(store, paradigm, train, valid, effort=effort, keepModel=True) for effort in (2, 3, 4)]
    undisturbed = await ActivityEnvironment().run(paradigms.fit_predict, fit_request(paradigm, train, fits))

    problem, never = slow(store, paradigm)
    environment = ActivityEnvironment()
    told: list[Any] = []
    finished = asyncio.Event()

    def beat(*details: Any) -> None:
        told[:] = details
        if len(details) == 2:
            finished.set()

    environment.on_heartbeat = beat
    request = fit_request(paradigm, problem, [*fits[:2], never])
    first = asyncio.ensure_future(environment.run(paradigms.fit_predict, {**request, "classes": 9}))
    await happens(finished, first)
    environment.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first

    second = ActivityEnvironment()
    # Times stay as they were: what was finished is not fitted again.
    finished_before = [{**reply, "seconds": 1234.5} for reply in undisturbed["fits"][:2]]
    second.info = dataclasses.replace(second.info, heartbeat_details=finished_before, attempt=2)
    reply = await second.run(paradigms.fit_predict, fit_request(paradigm, train, fits))
    assert reply["fits"][:2] == finished_before
    assert {**reply["fits"][2], "seconds": 0} == {**undisturbed["fits"][2], "seconds": 0}
    assert len(told) == 2 and all(one["status"] == "completed" for one in told)


async def test_fits_again_what_an_earlier_attempt_left_without_its_files(
    paradigms: ParadigmActivities, store: Store
) -> None:
    train, valid = penguins("binary").halves()
    fits = [spec(store, "lightgbm", train, valid, effort=effort) for effort in (2, 3)]
    whole = await ActivityEnvironment().run(paradigms.fit_predict, fit_request("lightgbm", train, fits))
    store.path(whole["fits"][0]["predictions"]).unlink()
    environment = ActivityEnvironment()
    environment.info = dataclasses.replace(environment.info, heartbeat_details=whole["fits"])
    reply = await environment.run(paradigms.fit_predict, fit_request("lightgbm", train, fits))
    assert [one["predictions"] for one in reply["fits"]] == [one["predictions"] for one in whole["fits"]]
    assert store.has(whole["fits"][0]["predictions"])


@both
async def test_gives_up_what_takes_too_long(paradigms: ParadigmActivities, store: Store, paradigm: str) -> None:
    problem, fit = slow(store, paradigm)
    quick = spec(store, paradigm, penguins("multiclass"), effort=1)
    request = fit_request(paradigm, problem, [fit, quick], fitSeconds=0.2)
    reply = await ActivityEnvironment().run(paradigms.fit_predict, request)
    REPLY.check(reply)
    [late, early] = reply["fits"]
    assert (late["status"], late["code"], late["reason"]) == ("failed", "timed-out", "it took longer than 0.2 s")
    assert early["status"] == "completed"


async def test_starts_nothing_once_the_time_is_over(paradigms: ParadigmActivities, store: Store) -> None:
    problem, fit = slow(store, "lightgbm")
    quick = spec(store, "lightgbm", penguins("multiclass"), effort=1)
    request = fit_request("lightgbm", problem, [fit, quick], secondsLeft=0.5)
    reply = await ActivityEnvironment().run(paradigms.fit_predict, request)
    REPLY.check(reply)
    for one in reply["fits"]:
        assert (one["code"], one["reason"]) == ("timed-out", "the search's time was over")
    assert reply["span"]["seconds"] >= 0.5


async def test_says_what_a_library_threw(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    train = penguins("binary")

    def outcome(error: Exception) -> dict[str, Any]:
        def fail(*_: Any) -> None:
            raise error

        monkeypatch.setattr(PARADIGMS["lightgbm"], "fit", fail)
        return batch_of(store, fit_request("lightgbm", train, [fit])).run(fit, Event())

    fit = spec(store, "lightgbm", train)
    assert outcome(MemoryError())["code"] == "memory"
    assert outcome(RuntimeError("std::bad_alloc"))["code"] == "memory"
    long = outcome(RuntimeError("x" * 1000))
    assert long["code"] == "error" and len(long["reason"]) == 300 and long["reason"].startswith("RuntimeError: xxx")
