"""The Temporal workers of this process."""

import asyncio
import os
import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig

from .axis_activities import AxisActivities
from .build import Build
from .paradigm_activities import ParadigmActivities
from .paradigms import PARADIGMS
from .settings import Settings
from .store import Store

# Cancellation comes with the answers to heartbeats, and the core counts on one twice a second. The SDK would keep them
# back for 80 % of their timeout: at most so long by one of its limits, and by the other where there is no timeout.
HEARTBEAT_INTERVAL = timedelta(seconds=0.5)
# How long fits may go on once the worker is to end, before they are given back to the server.
GRACE = timedelta(seconds=2)
# Steps of the axis at once.
AXIS_CONCURRENCY = 4
# Between two looks at whether a worker polls.
LOOK_SECONDS = 0.05


def create_workers(client: Client, settings: Settings) -> list[Worker]:
    """One for each queue: what serves paradigms, what serves the axis, and both again for their build alone."""
    store = Store(settings.store)

    def build(queue: str) -> Build:
        return Build(settings.build, settings.pinned(queue))

    paradigms = ParadigmActivities(store, build(settings.paradigm_queue), PARADIGMS)
    axis = AxisActivities(store, build(settings.axis_queue))
    served: list[tuple[str, Sequence[Callable[..., Any]], int]] = [
        (settings.paradigm_queue, [paradigms.describe, paradigms.fit_predict, paradigms.predict], settings.concurrency),
        (settings.axis_queue, [axis.describe, axis.suggest], AXIS_CONCURRENCY),
    ]
    workers = []
    for queue, activities, concurrency in served:
        workers.append(_worker(client, queue, activities, concurrency, _versioned(settings)))
        pinned = settings.pinned(queue)
        if pinned:
            # Its name says the build already: no version routes its tasks.
            workers.append(_worker(client, pinned, activities, concurrency, None))
    return workers


def _worker(
    client: Client,
    queue: str,
    activities: Sequence[Callable[..., Any]],
    concurrency: int,
    versioned: WorkerDeploymentConfig | None,
) -> Worker:
    return Worker(
        client,
        task_queue=queue,
        activities=activities,
        identity=f"python-team-{os.getpid()}@{socket.gethostname()}",
        max_concurrent_activities=concurrency,
        max_heartbeat_throttle_interval=HEARTBEAT_INTERVAL,
        default_heartbeat_throttle_interval=HEARTBEAT_INTERVAL,
        graceful_shutdown_timeout=GRACE,
        deployment_config=versioned,
    )


def _versioned(settings: Settings) -> WorkerDeploymentConfig | None:
    if settings.build is None:
        return None
    version = WorkerDeploymentVersion(deployment_name=settings.deployment, build_id=settings.build)
    return WorkerDeploymentConfig(version=version, use_worker_versioning=True)


async def until_polling(client: Client, workers: Sequence[Worker]) -> None:
    """Returns once the server has seen each of them poll."""
    for worker in workers:
        while not await _polls(client, worker):
            await asyncio.sleep(LOOK_SECONDS)


async def _polls(client: Client, worker: Worker) -> bool:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=worker.task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    reply = await client.workflow_service.describe_task_queue(request)
    return any(poller.identity == worker.config()["identity"] for poller in reply.pollers)
