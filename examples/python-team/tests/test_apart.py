"""Fits in processes of their own."""

import asyncio
import dataclasses
import os
import signal
from pathlib import Path
from threading import Event, Timer
from time import perf_counter

import pytest
from temporalio.testing import ActivityEnvironment

from coaxial_team.apart import fit_apart
from coaxial_team.build import Build
from coaxial_team.limits import Cancelled
from coaxial_team.paradigm_activities import ParadigmActivities
from coaxial_team.paradigms import PARADIGMS
from coaxial_team.store import Store

from .penguins import penguins
from .requests import batch_of, fit_request, slow, spec


class Deadly(Store):
    """A store of which reading one file takes the process down, as native code can."""

    def __init__(self, root: Path, deadly: str) -> None:
        super().__init__(root)
        self.deadly = deadly

    def get(self, ref: str) -> bytes:
        if ref == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().get(ref)


def test_fits_as_in_process(store: Store) -> None:
    train, valid = penguins("multiclass").halves()
    fit = spec(store, "lightgbm", train, valid, keepModel=True)
    batch = batch_of(store, fit_request("lightgbm", train, [fit]))
    apart = fit_apart(batch, fit, Event())
    assert {**apart, "seconds": 0} == {**batch.run(fit, Event()), "seconds": 0}


def test_raises_what_the_fit_raises(store: Store) -> None:
    train = penguins("binary")
    fit = spec(store, "lightgbm", train)
    store.path(fit["train"]).unlink()
    with pytest.raises(FileNotFoundError, match="is not in the store"):
        fit_apart(batch_of(store, fit_request("lightgbm", train, [fit])), fit, Event())


def test_ends_when_it_is_cancelled(store: Store) -> None:
    problem, fit = slow(store, "lightgbm")
    cancelled = Event()
    Timer(1, cancelled.set).start()
    start = perf_counter()
    with pytest.raises(Cancelled):
        fit_apart(batch_of(store, fit_request("lightgbm", problem, [fit])), fit, cancelled)
    assert perf_counter() - start < 10


async def test_a_fit_that_took_workers_down_fails_alone(store: Store) -> None:
    train, valid = penguins("binary").halves()
    fine = spec(store, "xgboost", train, valid, effort=2)
    fits = [fine, spec(store, "xgboost", penguins("binary"), effort=2), {**fine, "seed": 5}]
    deadly = Deadly(store.root, fits[1]["train"])
    environment = ActivityEnvironment()
    environment.info = dataclasses.replace(environment.info, attempt=3)
    activities = ParadigmActivities(deadly, Build(None, None), PARADIGMS)
    reply = await asyncio.wait_for(environment.run(activities.fit_predict, fit_request("xgboost", train, fits)), 120)
    assert [one["status"] for one in reply["fits"]] == ["completed", "failed", "completed"]
    assert (reply["fits"][1]["code"], reply["fits"][1]["reason"]) == ("error", "its process ended (SIGKILL)")
