"""The activities of contracts/fit-predict.ts, for the paradigms of this worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from math import log2
from threading import Event
from time import perf_counter, time
from typing import Any

import numpy as np
from temporalio import activity

from . import schemas
from .build import Build
from .heartbeat import heartbeating
from .limits import Cancelled, Limits, TimedOut
from .matrices import Matrix, read_matrix, write_importances, write_predictions
from .paradigms import library_of
from .paradigms.fit import Fitted, Model, fit
from .paradigms.library import Library
from .paradigms.sizes import default_leaves, usual_rounds
from .paradigms.trees import EXPORTED_AS, EXPORTED_VERSION
from .space import default_point, point_error
from .store import Store
from .transforms import PLAIN_TRANSFORMS

# The version of the contract that is spoken here.
CONTRACT = 1
# Matrices of a batch that are kept in memory: its fits follow one another fold by fold.
KEPT_MATRICES = 12
LONGEST_REASON = 300
# Operations for each value that is summed into a histogram.
PER_VALUE = 6

Reply = dict[str, Any]


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
        started, batch = time(), self.batch(request)
        # What an attempt before this one has finished.
        replies = list(takewhile(self._is_there, activity.info().heartbeat_details))

        def work(cancelled: Event) -> None:
            for spec in request["fits"][len(replies) :]:
                replies.append(batch.run(spec, cancelled))

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

    def batch(self, request: Mapping[str, Any]) -> "Batch":
        """The fits of a request, which begin now. Raises InvalidRequest for a paradigm that is not served here."""
        return Batch(self.store, library_of(request["paradigm"]), request, perf_counter())

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


class Batch:
    """The fits of one request."""

    def __init__(self, store: Store, library: Library, request: Mapping[str, Any], start: float) -> None:
        self.store = store
        self.library = library
        self.request = request
        self.start = start
        self.matrix = lru_cache(KEPT_MATRICES)(self._matrix)

    def run(self, spec: Mapping[str, Any], cancelled: Event) -> Reply:
        """One of them. Raises Cancelled, and errors of the store."""
        start = perf_counter()
        limits = self._limits(cancelled, start)
        train = self.matrix(spec["train"], True)
        valid = self.matrix(spec["valid"], False) if spec["valid"] else None
        try:
            limits.check()
            error = point_error(self.library.space(len(train.x)), spec["hyperparameters"])
            if error:
                return failed("error", error, start)
            fitted, predictions = self._fit(spec, train, valid, limits)
        except TimedOut as timed_out:
            return failed("timed-out", str(timed_out), start)
        except MemoryError:
            return failed("memory", f"there is not enough memory for {self.library.paradigm}", start)
        except Cancelled:
            raise
        except Exception as error:
            # Whatever a library throws at a candidate is the candidate's outcome.
            memory = "bad_alloc" in str(error) or "bad allocation" in str(error)
            return failed("memory" if memory else "error", f"{type(error).__name__}: {error}", start)
        if predictions is not None and not np.isfinite(predictions).all():
            return failed("not-finite", "some predictions are no numbers", start)
        return self._completed(spec, fitted, predictions, start)

    def _fit(
        self, spec: Mapping[str, Any], train: Matrix, valid: Matrix | None, limits: Limits
    ) -> tuple[Fitted, np.ndarray | None]:
        fitted = fit(
            self.library,
            train.x,
            train.y,
            self.request["classes"],
            spec["hyperparameters"],
            spec["seed"],
            spec["effort"],
            limits.check,
        )
        return fitted, fitted.model.predict(valid.x) if valid else None

    def _completed(
        self, spec: Mapping[str, Any], fitted: Fitted, predictions: np.ndarray | None, start: float
    ) -> Reply:
        model, exported = None, None
        if spec["keepModel"]:
            model = self.store.put(fitted.model.to_bytes())
            ref = self.store.put(fitted.model.export().to_safetensors())
            exported = {"paradigm": EXPORTED_AS, "version": EXPORTED_VERSION, "ref": ref}
        return {
            "status": "completed",
            "predictions": None if predictions is None else write_predictions(self.store, predictions),
            "importances": write_importances(self.store, fitted.importances),
            "effort": fitted.rounds,
            "model": model,
            "exported": exported,
            "seconds": perf_counter() - start,
        }

    def _limits(self, cancelled: Event, start: float) -> Limits:
        own, left = self.request["fitSeconds"], self.request["secondsLeft"]
        ends = start + own
        if left is not None and self.start + left < ends:
            return Limits(cancelled, self.start + left, "the search's time was over")
        return Limits(cancelled, ends, f"it took longer than {own:g} s")

    def _matrix(self, ref: str, with_target: bool) -> Matrix:
        return read_matrix(self.store, ref, with_target)


def failed(code: str, reason: str, start: float) -> Reply:
    return {"status": "failed", "code": code, "reason": reason[:LONGEST_REASON], "seconds": perf_counter() - start}
