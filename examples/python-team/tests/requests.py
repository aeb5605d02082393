"""Requests of the core, what is in the store for them, and how they are refused."""

import json
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from coaxial_team.batch import Batch
from coaxial_team.paradigms import PARADIGMS
from coaxial_team.space import default_point
from coaxial_team.store import Store

from .penguins import Problem

SHAPE = {"task": "binary", "rows": 300, "columns": 7, "classes": 2}


def put_matrix(store: Store, x: np.ndarray, y: np.ndarray | None = None, batches: int = 2) -> str:
    """As the core writes it: some record batches."""
    columns = {f"x{i}": x[:, i] for i in range(x.shape[1])} | ({} if y is None else {"y": y})
    table = pa.table(columns)
    names = json.dumps([f"column {i}" for i in range(x.shape[1])])
    sources = json.dumps(list(range(x.shape[1])))
    sink = BytesIO()
    with pa.ipc.new_file(sink, table.schema.with_metadata({"names": names, "sources": sources})) as writer:
        writer.write_table(table, max_chunksize=-(-len(x) // batches))
    return store.put(sink.getvalue())


def read_columns(store: Store, ref: str) -> np.ndarray:
    """Rows × columns."""
    table = pa.ipc.open_file(pa.py_buffer(store.get(ref))).read_all()
    return np.column_stack([column.to_numpy() for column in table.columns])


def point_of(paradigm: str, rows: int = 150, **more: Any) -> dict[str, Any]:
    """The defaults, but for a learning rate that makes tests quick."""
    return {**default_point(PARADIGMS[paradigm].space(rows)), "learningRate": 0.2, **more}


def spec(store: Store, paradigm: str, train: Problem, valid: Problem | None = None, **more: Any) -> dict[str, Any]:
    return {
        "hyperparameters": point_of(paradigm),
        "architecture": None,
        "seed": 4_000_000_007,
        "effort": None,
        "train": put_matrix(store, train.x, train.y),
        "valid": put_matrix(store, valid.x) if valid else None,
        "keepModel": False,
        **more,
    }


def slow(store: Store, paradigm: str) -> tuple[Problem, dict[str, Any]]:
    """A fit that would take minutes."""
    random = np.random.default_rng(1)
    problem = Problem("multiclass", 9, random.normal(size=(20_000, 30)), random.integers(0, 9, 20_000).astype(float))
    return problem, spec(store, paradigm, problem, effort=4000)


def ask_for(paradigm: str, **shape: Any) -> dict[str, Any]:
    return {"paradigm": paradigm, "contracts": {"from": 1, "to": 1}, "shape": {**SHAPE, **shape}}


def fit_request(paradigm: str, problem: Problem, fits: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "contract": 1,
        "paradigm": paradigm,
        "searchId": "test",
        "task": problem.task,
        "classes": problem.classes,
        "fits": fits,
        "fitSeconds": 600,
        "secondsLeft": None,
        **more,
    }


def batch_of(store: Store, request: dict[str, Any]) -> Batch:
    """Of one of the paradigms that the worker serves."""
    return Batch(store, PARADIGMS[request["paradigm"]], request)


async def refused(activity: Any, request: Any) -> str:
    """What an activity says to a request that it refuses for good."""
    with pytest.raises(ApplicationError) as caught:
        await ActivityEnvironment().run(activity, request)
    assert caught.value.type == "InvalidRequest" and caught.value.non_retryable
    return caught.value.message
