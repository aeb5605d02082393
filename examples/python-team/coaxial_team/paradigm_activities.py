"""The activities of contracts/fit-predict.ts, for the paradigms of this worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from math import log2
from threading import Event
from time import perf_counter, time
from typing import Any

from temporalio import activity

from . import schemas
from .apart import fit_apart
from .batch import Batch, Reply
from .build import Build
from .heartbeat import heartbeating
from .matrices import read_matrix, write_predictions
from .paradigms import library_of
from .paradigms.fit import Model
from .paradigms.library import Library
from .paradigms.sizes import default_leaves, usual_rounds
from .space import default_point
from .store import Store
from .transforms import PLAIN_TRANSFORMS

# The version of the contract that is spoken here.
CONTRACT = 1
# Attempts that may be lost with their workers before the next fits in processes of their own: it may be the cause.
MOST_LOST = 2
# Operations for each value that is summed into a histogram.
PER_VALUE = 6


@dataclass(frozen=True)
class ParadigmActivities:
    """What this worker does for its paradigms, over one store."""

    store: Store
    build: Build

    @activity.defn(name="describeParadigm")
    async def describe(self, request: Any) -> Reply:
        schemas.DESCRIBE_PARADIGM.check(request)
        library = library_of(request["paradigm"])
        return {
            "contracts": {"from": CONTRACT, "to": CONTRACT},
            "description": describe(library, request["shape"]),
            "backend": library.backend,
            **self.build.to_json(),
        }

    @activity.defn(name="fitPredict")
    async def fit_predict(self, request: Any) -> Reply:
        schemas.FIT_PREDICT.check(request)
        started, batch = time(), Batch(self.store, request)
        apart = activity.info().attempt > MOST_LOST
        # What an attempt before this one has finished.
        replies = list(takewhile(self._is_there, activity.info().heartbeat_details))

        def work(cancelled: Event) -> None:
            for spec in request["fits"][len(replies) :]:
                replies.append(fit_apart(batch, spec, cancelled) if apart else batch.run(spec, cancelled))

        await heartbeating(work, lambda: replies)
        return {"fits": replies, "span": {"startMs": 1000 * started, "seconds": perf_counter() - batch.start}}

    @activity.defn(name="predictWithModel")
    async def predict(self, request: Any) -> Reply:
        schemas.PREDICT.check(request)
        library = library_of(request["paradigm"])

        def work(_: Event) -> str:
            model = Model.from_bytes(self.store.get(request["model"]), library)
            matrix = read_matrix(self.store, request["matrix"], with_target=False)
            return write_predictions(self.store, model.predict(matrix.x))

        return {"predictions": await heartbeating(work)}

    def _is_there(self, reply: Reply) -> bool:
        refs = [reply.get(name) for name in ("predictions", "importances", "model")]
        exported = reply.get("exported")
        return all(self.store.has(ref) for ref in [*refs, exported and exported["ref"]] if ref)


def describe(library: Library, shape: Mapping[str, Any]) -> Reply:
    """What the paradigm is for a problem of this shape."""
    rows, outputs = shape["rows"], shape["classes"] if shape["classes"] > 2 else 1
    space = library.space(rows)
    rounds = usual_rounds(default_point(space)["learningRate"])
    return {
        "id": library.paradigm,
        "version": library.version,
        "hyperparameters": list(space),
        "architecture": None,
        "transforms": PLAIN_TRANSFORMS,
        "takesMissing": True,
        "defaultWork": PER_VALUE * rows * shape["columns"] * log2(default_leaves(rows)) * outputs * rounds,
    }
