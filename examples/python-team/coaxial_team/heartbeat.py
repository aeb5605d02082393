"""Work of activities, in threads, while their own thread tells the server that they are alive."""

import asyncio
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any, TypeVar

from temporalio import activity

# The core takes a worker for lost that is silent for some seconds, and cancellation comes with the answers.
HEARTBEAT_SECONDS = 0.4

Result = TypeVar("Result")


async def heartbeating(work: Callable[[Event], Result], details: Callable[[], Sequence[Any]] = lambda: ()) -> Result:
    """
    Runs `work` in a thread. Where the activity is cancelled, the event that `work` was given is set, and its end is
    waited for. `details` is what a next attempt finds of this one.
    """
    cancelled = Event()
    task = asyncio.ensure_future(asyncio.to_thread(work, cancelled))
    try:
        while not task.done():
            activity.heartbeat(*details())
            await asyncio.wait([task], timeout=HEARTBEAT_SECONDS)
        return task.result()
    finally:
        if not task.done():
            cancelled.set()
            await asyncio.wait([task])
            # The next attempt finds what was finished until now.
            activity.heartbeat(*details())
            # What it ended with is nobody's concern any more.
            task.exception()
