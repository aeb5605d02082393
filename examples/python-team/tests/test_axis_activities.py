"""The activities of the axis: what they take, and what they refuse."""

from typing import Any

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from coaxial_team.axis_activities import AxisActivities
from coaxial_team.build import Build
from coaxial_team.jsons import canonical
from coaxial_team.schemas import Schema
from coaxial_team.store import Store
from coaxial_team.tpe import advance

from .simulation import Document, Run, defaults, example_context, through_json


def after_defaults() -> Run:
    run = Run(example_context())
    run.evaluate(defaults(run.context), axis="paradigm")
    return run


@pytest.fixture
def axis(store: Store) -> AxisActivities:
    return AxisActivities(store, Build(None, None))


def request(document: Any, **more: Any) -> Document:
    return {"contract": 3, "axis": "hyperparameters", "searchId": "test", "input": {"inline": document}, **more}


async def test_takes_its_input_from_the_payload_or_the_store(axis: AxisActivities, store: Store) -> None:
    document = through_json(after_defaults().input())
    inline = await ActivityEnvironment().run(axis.suggest, request(document))
    ref = store.put(canonical(document).encode())
    from_store = await ActivityEnvironment().run(axis.suggest, request(None, input={"ref": ref}))
    assert canonical(inline) == canonical(from_store) == canonical(advance(document))


async def test_describes_itself(store: Store) -> None:
    axis = AxisActivities(store, Build("v7", "queue@v7"))
    asked = {"axis": "hyperparameters", "contracts": {"from": 3, "to": 4}}
    reply = await ActivityEnvironment().run(axis.describe, asked)
    Schema("axis-v3/describe-axis-reply").check(reply)
    assert reply["input"] == "document" and reply["declaration"]["activity"] == "suggestByTpe"
    with pytest.raises(ApplicationError, match="serves the axis hyperparameters, not features"):
        await ActivityEnvironment().run(axis.describe, {**asked, "axis": "features"})


async def test_refuses_what_is_no_request(axis: AxisActivities, store: Store) -> None:
    document = through_json(after_defaults().input())
    state = {**document, "state": {"version": 99}}
    for wrong, complaint in (
        (request(document, contract=2), "at contract: 3 was expected"),
        (request(document, axis="features"), "serves the axis hyperparameters, not features"),
        (request({**document, "seed": -1}), "at seed: -1 is less than the minimum of 0"),
        (request({**document, "trials": [{}]}), "this is not an advance-input at trials[0]"),
        (request(None), "None is not of type 'object'"),
        (request(None, input={"ref": store.put(b"{")}), "is not JSON"),
        (request(state), "the state is none of this axis"),
        ({"contract": 3}, "is a required property"),
        (7, "7 is not of type 'object'"),
    ):
        with pytest.raises(ApplicationError) as caught:
            await ActivityEnvironment().run(axis.suggest, wrong)
        assert caught.value.type == "InvalidRequest" and caught.value.non_retryable
        assert complaint in caught.value.message
