"""The activities of contracts/module/axis.ts, for the axis of this worker."""

import json
from dataclasses import dataclass
from typing import Any

from temporalio import activity

from . import schemas, tpe
from .build import Build
from .heartbeat import heartbeating
from .refusal import InvalidRequest
from .store import Store

# The version of the contract that is spoken here.
CONTRACT = 4


@dataclass(frozen=True)
class AxisActivities:
    """What this worker does for its axis, over one store."""

    store: Store
    build: Build

    @activity.defn(name="describeAxis")
    async def describe(self, request: Any) -> dict[str, Any]:
        schemas.DESCRIBE_AXIS.check(request)
        _check_name(request["axis"])
        return {
            "declaration": tpe.DECLARATION,
            "contracts": {"from": CONTRACT, "to": CONTRACT},
            **self.build.to_json(),
        }

    @activity.defn(name=tpe.DECLARATION["activity"])
    async def suggest(self, request: Any) -> dict[str, Any]:
        return await heartbeating(lambda _: self.advance(request))

    def advance(self, request: Any) -> dict[str, Any]:
        """Raises InvalidRequest where the request, or a document that it refers to, does not have the contract's form."""
        schemas.ADVANCE_REQUEST.check(request)
        _check_name(request["axis"])
        context, trials = self._read(request["context"]), self._read(request["trials"])
        schemas.SEARCH_CONTEXT.check(context)
        schemas.STEP_TRIALS.check(trials)
        state = request["state"] and self._read(request["state"])
        return answer_of(tpe.advance({**request, **trials, "context": context, "state": state}))

    def _read(self, document: dict[str, Any]) -> Any:
        if "inline" in document:
            return document["inline"]
        ref = document["ref"]
        try:
            return json.loads(self.store.get(ref))
        except ValueError as error:
            raise InvalidRequest(f"{ref} is not JSON: {error}") from error


def answer_of(output: dict[str, Any]) -> dict[str, Any]:
    """What a step decides as the contract has it: small states and candidates may stay in the payload."""
    return {**output, "state": {"inline": output["state"]}, "candidates": {"inline": output["candidates"]}}


def _check_name(axis: str) -> None:
    if axis != tpe.DECLARATION["name"]:
        raise InvalidRequest(f"this worker serves the axis {tpe.DECLARATION['name']}, not {axis}")
