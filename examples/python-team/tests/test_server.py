"""The worker as a process of its own, called through a real Temporal server."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
import pytest_asyncio
import temporalio.converter
from temporalio import workflow
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError, WorkflowHandle
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from coaxial_team.store import Store

from .penguins import Problem, penguins
from .requests import fit_request, read_columns, spec
from .simulation import Run, example_context, request_of, through_json

PROGRAM = os.environ.get("COAXIAL_TEMPORAL")
EXAMPLE = Path(__file__).resolve().parents[1]
# After the silence of a worker its task is given to another.
HEARTBEAT_TIMEOUT = timedelta(seconds=2)

pytestmark = pytest.mark.skipif(
    not PROGRAM, reason="COAXIAL_TEMPORAL is not set: the path of a `temporal` program, as in Coaxial's cache folder"
)


@workflow.defn
class Caller:
    """A search, as far as a team's worker can see."""

    @workflow.run
    async def run(self, activity: str, queue: str, request: Any) -> Any:
        return await workflow.execute_activity(
            activity,
            request,
            task_queue=queue,
            start_to_close_timeout=timedelta(minutes=5),
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            retry_policy=RetryPolicy(initial_interval=timedelta(milliseconds=100)),
        )


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    async with await WorkflowEnvironment.start_local(dev_server_existing_path=PROGRAM) as environment:
        runner = UnsandboxedWorkflowRunner()
        async with Worker(environment.client, task_queue="search", workflows=[Caller], workflow_runner=runner):
            yield environment.client


async def start(client: Client, activity: str, queue: str, request: Any) -> WorkflowHandle:
    return await client.start_workflow(
        Caller.run, args=[activity, queue, request], id=str(uuid4()), task_queue="search"
    )


async def call(client: Client, activity: str, queue: str, request: Any) -> Any:
    return await (await start(client, activity, queue, request)).result()


@asynccontextmanager
async def team(client: Client, store: Store, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker that polls."""
    env = {
        **os.environ,
        "TEMPORAL_ADDRESS": client.service_client.config.target_host,
        "TEMPORAL_NAMESPACE": client.namespace,
        "COAXIAL_STORE": str(store.root),
        **more,
    }
    command = [sys.executable, "-m", "coaxial_team"]
    process = await asyncio.create_subprocess_exec(*command, cwd=EXAMPLE, env=env, stdout=asyncio.subprocess.PIPE)
    try:
        assert await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_serves_paradigms_and_the_axis_until_it_is_told_to_end(client: Client, store: Store) -> None:
    train, valid = penguins("multiclass").halves()
    async with team(client, store) as process:
        fits = [spec(store, "xgboost", train, valid, effort=5)]
        reply = await call(client, "fitPredict", "python-team", fit_request("xgboost", train, fits))
        assert read_columns(store, reply["fits"][0]["predictions"]).shape == (len(valid.y), 3)

        document = through_json(Run(example_context()).input())
        request = request_of(document)
        answer = await call(client, "suggestByTpe", "python-team-axis", request)
        assert len(answer["candidates"]["inline"]) == 4

        with pytest.raises(WorkflowFailureError) as caught:
            await call(client, "suggestByTpe", "python-team-axis", {**request, "contract": 9})
        activity_error = caught.value.cause
        assert isinstance(activity_error, ActivityError) and isinstance(activity_error.cause, ApplicationError)
        assert activity_error.cause.type == "InvalidRequest" and "at contract" in activity_error.cause.message

        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_polls_a_queue_of_its_build_alone(client: Client, store: Store) -> None:
    async with team(client, store, COAXIAL_BUILD_ID="v7", COAXIAL_QUEUE="trees", COAXIAL_DEPLOYMENT="ours"):
        asked = {"axis": "hyperparameters", "contracts": {"from": 4, "to": 4}}
        answer = await call(client, "describeAxis", "trees-axis@v7", asked)
        assert (answer["build"], answer["pinnedQueue"]) == ("v7", "trees-axis@v7")
        shape = {"task": "binary", "rows": 300, "columns": 7, "classes": 2}
        request = {"paradigm": "lightgbm", "contracts": {"from": 1, "to": 1}, "shape": shape}
        assert (await call(client, "describeParadigm", "trees@v7", request))["pinnedQueue"] == "trees@v7"


async def test_goes_on_where_a_worker_was_killed(client: Client, store: Store) -> None:
    random = np.random.default_rng(1)
    long = Problem("regression", 0, random.normal(size=(20_000, 20)), random.normal(size=20_000))
    problem, _ = penguins("regression").halves()
    fits = [spec(store, "lightgbm", problem, problem, effort=3), spec(store, "lightgbm", long, effort=500)]
    async with team(client, store) as first:
        handle = await start(client, "fitPredict", "python-team", fit_request("lightgbm", problem, fits))
        [kept] = await heartbeat_details(handle, 1)
        first.kill()
        await first.wait()
    async with team(client, store):
        reply = await handle.result()
    assert reply["fits"][0] == kept
    assert reply["fits"][1]["status"] == "completed"


async def heartbeat_details(handle: WorkflowHandle, count: int) -> list[Any]:
    """Waits until the server knows of so many."""
    while True:
        description = await handle.describe()
        assert description.status == WorkflowExecutionStatus.RUNNING, "it ended before"
        for pending in description.raw_description.pending_activities:
            details = await temporalio.converter.default().decode(pending.heartbeat_details.payloads)
            if len(details) >= count:
                return details[:count]
        await asyncio.sleep(0.05)
