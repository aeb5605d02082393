"""The activities of the axis: what they take, and what they refuse."""

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from coaxial_team.axis_activities import AxisActivities, answer_of
from coaxial_team.build import Build
from coaxial_team.jsons import canonical
from coaxial_team.schemas import Schema
from coaxial_team.store import Store
from coaxial_team.tpe import advance

from .simulation import Run, defaults, example_context, request_of, through_json


def after_defaults() -> Run:
    run = Run(example_context())
    run.evaluate(defaults(run.context), axis="paradigm")
    return run


@pytest.fixture
def axis(store: Store) -> AxisActivities:
    return AxisActivities(store, Build(None, None))


async def test_reads_its_documents_from_the_payload_or_the_store(axis: AxisActivities, store: Store) -> None:
    document = through_json(after_defaults().input())
    request = request_of(document)
    inline = await ActivityEnvironment().run(axis.suggest, request)
    stored = {name: {"ref": store.put(canonical(request[name]["inline"]).encode())} for name in ("context", "trials")}
    from_store = await ActivityEnvironment().run(axis.suggest, {**request, **stored})
    assert canonical(inline) == canonical(from_store) == canonical(answer_of(advance(document)))


async def test_describes_itself(store: Store) -> None:
    axis = AxisActivities(store, Build("v7", "queue@v7"))
    asked = {"axis": "hyperparameters", "contracts": {"from": 4, "to": 5}}
    reply = await ActivityEnvironment().run(axis.describe, asked)
    Schema("axis-v4/describe-axis-reply").check(reply)
    assert reply["declaration"]["activity"] == "suggestByTpe"
    with pytest.raises(ApplicationError, match="serves the axis hyperparameters, not features"):
        await ActivityEnvironment().run(axis.describe, {**asked, "axis": "features"})


async def test_refuses_what_is_no_request(axis: AxisActivities, store: Store) -> None:
    document = through_json(after_defaults().input())
    trials = {"incumbent": None, "elite": [], "trials": [{}]}
    for wrong, complaint in (
        (request_of(document, contract=2), "at contract: 4 was expected"),
        (request_of(document, axis="features"), "serves the axis hyperparameters, not features"),
        (request_of(document, seed=-1), "at seed: -1 is less than the minimum of 0"),
        (request_of(document, trials={"inline": trials}), "this is not a valid step-trials at trials[0]"),
        (request_of(document, context={"inline": None}), "None is not of type 'object'"),
        (request_of(document, context={"ref": store.put(b"{")}), "is not JSON"),
        (request_of(document, state={"inline": {"version": 99}}), "the state is none of this axis"),
        ({"contract": 4}, "is a required property"),
        (7, "7 is not of type 'object'"),
    ):
        with pytest.raises(ApplicationError) as caught:
            await ActivityEnvironment().run(axis.suggest, wrong)
        assert caught.value.type == "InvalidRequest" and caught.value.non_retryable
        assert complaint in caught.value.message
