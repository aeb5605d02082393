"""The fits of one request of contracts/module/fit-predict.ts."""

from collections.abc import Mapping
from functools import lru_cache
from threading import Event
from time import perf_counter
from typing import Any

import numpy as np

from .limits import Cancelled, Limits, TimedOut
from .matrices import Matrix, read_matrix, write_importances, write_predictions
from .paradigm import Exported, FitInput, Fitted, Paradigm, predictions_of
from .space import point_error
from .store import Store

# Matrices of a batch that are kept in memory: its fits follow one another fold by fold.
KEPT_MATRICES = 12
LONGEST_REASON = 300

Reply = dict[str, Any]


class Batch:
    """The fits of one request, which begins when this is made."""

    def __init__(self, store: Store, paradigm: Paradigm, request: Mapping[str, Any]) -> None:
        self.store = store
        self.paradigm = paradigm
        self.request = request
        self.start = perf_counter()
        self.matrix = lru_cache(KEPT_MATRICES)(self._matrix)

    def run(self, spec: Mapping[str, Any], cancelled: Event) -> Reply:
        """One of them. Raises Cancelled, and errors of the store."""
        start = perf_counter()
        limits = self._limits(cancelled, start)
        train = self.matrix(spec["train"], True)
        valid = self.matrix(spec["valid"], False) if spec["valid"] else None
        try:
            limits.check()
            error = point_error(self.paradigm.space(len(train.x)), spec["hyperparameters"])
            if error:
                return failed("error", error, start)
            fitted, predictions = self._fit(spec, train, valid, limits)
        except TimedOut as timed_out:
            return failed("timed-out", str(timed_out), start)
        except MemoryError:
            return failed("memory", f"there is not enough memory for {self.paradigm.id}", start)
        except Cancelled:
            raise
        except Exception as error:
            # Whatever a library throws at a candidate is the candidate's outcome.
            memory = "bad_alloc" in str(error) or "bad allocation" in str(error)
            return failed("memory" if memory else "error", f"{type(error).__name__}: {error}", start)
        if predictions is not None and not np.isfinite(predictions).all():
            return failed("not-finite", "some predictions are not numbers", start)
        return self._completed(spec, fitted, predictions, start)

    def _fit(
        self, spec: Mapping[str, Any], train: Matrix, valid: Matrix | None, limits: Limits
    ) -> tuple[Fitted, np.ndarray | None]:
        fitted = self.paradigm.fit(
            FitInput(
                x=train.x,
                y=train.y,
                classes=self.request["classes"],
                hyperparameters=spec["hyperparameters"],
                seed=spec["seed"],
                effort=spec["effort"],
                check=limits.check,
            )
        )
        return fitted, predictions_of(fitted.model, valid.x) if valid else None

    def _completed(
        self, spec: Mapping[str, Any], fitted: Fitted, predictions: np.ndarray | None, start: float
    ) -> Reply:
        model = self.store.put(fitted.model.to_bytes()) if spec["keepModel"] else None
        exported = fitted.model.export() if spec["keepModel"] else None
        return {
            "status": "completed",
            "predictions": None if predictions is None else write_predictions(self.store, predictions),
            "importances": write_importances(self.store, _shares(fitted.importances)),
            "effort": fitted.effort,
            "model": model,
            "exported": exported and self._put_exported(exported),
            "seconds": perf_counter() - start,
        }

    def _put_exported(self, exported: Exported) -> Reply:
        return {"paradigm": exported.paradigm, "version": exported.version, "ref": self.store.put(exported.data)}

    def _limits(self, cancelled: Event, start: float) -> Limits:
        own, left = self.request["fitSeconds"], self.request["secondsLeft"]
        ends = start + own
        if left is not None and self.start + left < ends:
            return Limits(cancelled, self.start + left, "the search's time was over")
        return Limits(cancelled, ends, f"it took longer than {own:g} s")

    def _matrix(self, ref: str, with_target: bool) -> Matrix:
        return read_matrix(self.store, ref, with_target)


def _shares(importances: np.ndarray) -> np.ndarray:
    """Of sum 1, or all 0."""
    total = importances.sum()
    return importances / total if total > 0 else np.zeros(len(importances))


def failed(code: str, reason: str, start: float) -> Reply:
    return {"status": "failed", "code": code, "reason": reason[:LONGEST_REASON], "seconds": perf_counter() - start}
