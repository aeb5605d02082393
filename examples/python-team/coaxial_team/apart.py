"""A fit in a process of its own, which it can take down without harm to others."""

import os
from collections.abc import Mapping
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from signal import Signals
from threading import Event, Thread
from time import perf_counter
from typing import Any

from .batch import Batch, Reply, failed
from .limits import Cancelled
from .paradigm import Paradigm
from .store import Store

# A forked process would share the threads' locks of Temporal's SDK and of the libraries.
SPAWN = get_context("spawn")
# Between two looks at whether the fit is still wanted.
LOOK_SECONDS = 0.1


def fit_apart(batch: Batch, spec: Mapping[str, Any], cancelled: Event) -> Reply:
    """As `Batch.run`; where the process ends without an answer, the fit has failed."""
    start = perf_counter()
    left = batch.request["secondsLeft"]
    own = {**batch.request, "secondsLeft": left if left is None else max(0, batch.start + left - start)}
    answers, answering = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=_fit, args=(answering, batch.store, batch.paradigm, own, spec))
    process.start()
    answering.close()
    try:
        while not answers.poll(LOOK_SECONDS):
            if cancelled.is_set():
                raise Cancelled
        answer = answers.recv()
    except EOFError:
        process.join()
        return failed("error", f"its process ended ({how_ended(process.exitcode)})", start)
    finally:
        process.kill()
        process.join()
        answers.close()
    if isinstance(answer, Exception):
        raise answer
    return answer


def how_ended(exit_code: int | None) -> str:
    return Signals(-exit_code).name if exit_code is not None and exit_code < 0 else f"exit {exit_code}"


def _fit(
    answering: Connection, store: Store, paradigm: Paradigm, request: Mapping[str, Any], spec: Mapping[str, Any]
) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer: Reply | Exception = Batch(store, paradigm, request).run(spec, Event())
    except Exception as error:
        answer = error
    answering.send(answer)


def _end_with_parent() -> None:
    """A worker that is killed must not leave its fits running."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
