"""The activities of contracts/module/fit-predict.ts, for the paradigms of this worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
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
from .paradigm import Paradigm, Shape, predictions_of
from .refusal import InvalidRequest
from .store import Store

# The version of the contract that is spoken here.
CONTRACT = 1
# Attempts that may be lost with their workers before the next fits in processes of their own: it may be the cause.
MOST_LOST = 2


@dataclass(frozen=True)
class ParadigmActivities:
    """What this worker does for its paradigms, over one store."""

    store: Store
    build: Build
    # By their ids.
    paradigms: Mapping[str, Paradigm]

    @activity.defn(name="describeParadigm")
    async def describe(self, request: Any) -> Reply:
        schemas.DESCRIBE_PARADIGM.check(request)
        paradigm = self._paradigm(request["paradigm"])
        return {
            "contracts": {"from": CONTRACT, "to": CONTRACT},
            "description": describe(paradigm, request["shape"]),
            "backend": paradigm.backend,
            **self.build.to_json(),
        }

    @activity.defn(name="fitPredict")
    async def fit_predict(self, request: Any) -> Reply:
        schemas.FIT_PREDICT.check(request)
        started, batch = time(), Batch(self.store, self._paradigm(request["paradigm"]), request)
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
        paradigm = self._paradigm(request["paradigm"])

        def work(_: Event) -> str:
            model = paradigm.load(self.store.get(request["model"]))
            matrix = read_matrix(self.store, request["matrix"], with_target=False)
            return write_predictions(self.store, predictions_of(model, matrix.x))

        return {"predictions": await heartbeating(work)}

    def _paradigm(self, id: str) -> Paradigm:
        """Raises InvalidRequest where it is not served here."""
        if id not in self.paradigms:
            raise InvalidRequest(f"this worker serves the paradigms {', '.join(self.paradigms)}, not {id}")
        return self.paradigms[id]

    def _is_there(self, reply: Reply) -> bool:
        refs = [reply.get(name) for name in ("predictions", "importances", "model")]
        exported = reply.get("exported")
        return all(self.store.has(ref) for ref in [*refs, exported and exported["ref"]] if ref)


def describe(paradigm: Paradigm, shape: Shape) -> Reply | None:
    """What the paradigm is for a problem of this shape; None where it does not apply."""
    if not paradigm.applies_to(shape):
        return None
    return {
        "id": paradigm.id,
        "version": paradigm.version,
        "hyperparameters": list(paradigm.space(shape["rows"])),
        "architecture": None,
        "transforms": paradigm.transforms,
        "takesMissing": paradigm.takes_missing,
        "defaultWork": paradigm.default_work(shape),
    }
