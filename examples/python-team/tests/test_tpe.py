"""What every axis owes, and what this one does."""

import base64
import random
from statistics import mean
from typing import Any

import pytest

from coaxial_team.jsons import canonical, hash_of
from coaxial_team.space import Space, default_point, is_active, point_error
from coaxial_team.tpe.axis import halves

from .simulation import (
    CROOKED,
    Document,
    Run,
    defaults,
    example_context,
    failing,
    hashed,
    made_up,
    outcome,
    paradigm,
    trial_of,
)

INLINE_STATE = 16 * 1024
# In a search for better points than chance finds.
TRIALS = 60


def after_defaults(**more: Any) -> Run:
    run = Run(example_context(), **more)
    run.evaluate(defaults(run.context), axis="paradigm")
    return run


def check(run: Run) -> None:
    """Candidates inside their spaces, none that was tried before; nothing only at the end; small states."""
    spaces = {each["id"]: each["hyperparameters"] for each in run.context["paradigms"]}
    for output in run.outputs:
        for candidate in output["candidates"]:
            assert point_error(spaces[candidate["paradigm"]], candidate["hyperparameters"]) is None
        assert output["candidates"] or output["converged"]
        assert output["choice"] is None
        assert len(canonical(output["state"])) < INLINE_STATE
    hashes = [hash_of(trial["candidate"]) for trial in run.trials]
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize("columns, metric", [(1, "log-loss"), (2000, "log-loss"), (40, "roc-auc")])
@pytest.mark.parametrize("tried", ["nothing", "defaults"])
def test_proposes_what_is_valid_and_converges(columns: int, metric: str, tried: str) -> None:
    run = Run(example_context(columns, metric))
    run.evaluate(defaults(run.context) if tried == "defaults" else [], axis="paradigm")
    run.to_the_end()
    check(run)
    assert run.outputs[-1]["converged"]
    assert "no improvement beyond noise in" in run.outputs[-1]["note"]


@pytest.mark.parametrize("budget", [1, 3, 10, 47])
def test_asks_for_no_more_than_it_may(budget: int) -> None:
    run = after_defaults(budget=budget).to_the_end()
    check(run)
    assert run.asked <= budget
    assert run.outputs[-1]["converged"]


@pytest.mark.parametrize("tried", ["nothing", "defaults"])
def test_ends_where_every_trial_fails(tried: str) -> None:
    run = Run(example_context(), objective=failing)
    run.evaluate(defaults(run.context) if tried == "defaults" else [], axis="paradigm")
    run.to_the_end()
    check(run)
    assert run.outputs[-1]["converged"]


def test_goes_on_where_trials_fail_time_out_or_never_come_back() -> None:
    def unlucky(candidate: Document, context: Document) -> Document | None:
        luck = hashed("luck", hash_of(candidate))
        if luck < 0.5:
            return made_up(candidate, context)
        if luck < 0.7:
            return {"status": "timed-out", "limit": "trial", "reason": "made up"}
        return failing(candidate, context) if luck < 0.9 else None

    run = after_defaults(objective=unlucky).to_the_end()
    check(run)
    assert len(run.outputs) > 4 and run.outputs[-1]["converged"]


def test_does_the_same_for_the_same_seed() -> None:
    outputs = [after_defaults(seed=seed, budget=60).to_the_end().outputs for seed in (1, 1, 2)]
    assert canonical(outputs[0]) == canonical(outputs[1])
    assert canonical(outputs[0]) != canonical(outputs[2])


def test_begins_with_the_paradigms_at_their_defaults_on_the_useful_columns() -> None:
    run = Run(example_context(columns=17))
    candidates = run.step()["candidates"]
    assert [each["paradigm"] for each in candidates] == ["lightgbm", "xgboost", "crooked", "plain"]
    for candidate, each in zip(candidates, run.context["paradigms"], strict=True):
        assert candidate["features"] == "0-6,8-14,16"
        assert candidate["hyperparameters"] == default_point(each["hyperparameters"])
        assert candidate["architecture"] == (each["architecture"] and each["architecture"]["default"])
    assert run.outputs[0]["note"] == "nothing to go on from yet: 4 paradigms at their defaults"


@pytest.mark.parametrize("number", range(3))
def test_finds_better_points_than_chance(number: int) -> None:
    context = example_context(paradigms=[example_context()["paradigms"][number]])
    space = context["paradigms"][0]["hyperparameters"]

    def score(seed: int, budget: int | None) -> float:
        run = Run(context, seed=seed, budget=budget)
        run.evaluate(defaults(context), axis="paradigm")
        if budget is not None:
            return run.to_the_end().score
        chance = random.Random(seed)
        run.evaluate([{**one, "hyperparameters": anywhere(space, chance)} for one in defaults(context) * TRIALS])
        return run.score

    seeds = range(3)
    assert mean(score(seed, TRIALS) for seed in seeds) < mean(score(seed, None) for seed in seeds)


def anywhere(space: Space, chance: random.Random) -> dict[str, Any]:
    point: dict[str, Any] = {}
    for parameter in space:
        if not is_active(parameter, point):
            continue
        match parameter["type"]:
            case "flag":
                value: Any = chance.random() < 0.5
            case "category":
                value = chance.choice(parameter["values"])
            case kind:
                low, high = parameter["min"], parameter["max"]
                share = chance.random()
                value = low * (high / low) ** share if parameter["scale"] == "log" else low + share * (high - low)
                value = round(value) if kind == "integer" else value
        point[parameter["name"]] = value
    return point


def test_gives_half_of_a_step_to_the_best_and_half_of_the_rest_to_the_next() -> None:
    assert halves(8, 3) == [5, 2, 1]
    assert halves(8, 1) == [8] and halves(3, 2) == [2, 1] and halves(1, 3) == [1, 0, 0] and halves(5, 0) == []
    run = Run(example_context())
    losses = {"crooked": 0.3, "lightgbm": 0.4, "xgboost": 0.5, "plain": 0.1}
    run.trials = [trial_of(one, outcome(losses[one["paradigm"]], one, noise=0)) for one in defaults(run.context)]
    output = run.step()
    counts = {name: sum(one["paradigm"] == name for one in output["candidates"]) for name in losses}
    assert counts == {"crooked": 5, "lightgbm": 2, "xgboost": 1, "plain": 0}
    assert output["note"] == "step 1 of TPE: 5 of crooked, 2 of lightgbm, 1 of xgboost; best log-loss 0.3 (crooked)"


def test_tunes_each_paradigm_on_the_columns_of_its_best_trial() -> None:
    run = Run(example_context())
    boosting, other, crooked, _ = defaults(run.context)
    folds = [f"{fold}" for fold in range(5)]
    narrow = {**boosting, "features": "1", "foldFeatures": folds}
    run.trials = [
        trial_of(boosting, outcome(0.5, boosting)),
        trial_of(narrow, outcome(0.4, narrow)),
        trial_of(crooked, outcome(0.45, crooked)),
        trial_of(other, failing(other, run.context)),
    ]
    candidates = run.step()["candidates"]
    assert {one["paradigm"] for one in candidates} == {"lightgbm", "crooked"}
    for one in candidates:
        base = narrow if one["paradigm"] == "lightgbm" else crooked
        assert {**one, "hyperparameters": None} == {**base, "hyperparameters": None}


def test_moves_to_the_columns_of_the_incumbent_and_takes_what_it_knows_along() -> None:
    context = example_context(paradigms=[paradigm("crooked", CROOKED)])
    run = Run(context, budget=200)
    run.evaluate(defaults(context), axis="paradigm")
    for _ in range(4):
        run.step()
    known = len(run.trials)
    best = run.ranked[0]
    # Another axis finds other columns, on which all is better by 0.1.
    moved = {**best["candidate"], "features": "0,4"}
    run.trials.append(trial_of(moved, outcome(best["outcome"]["score"] - 0.1, moved, noise=0), "features"))
    output = run.step()
    assert all(one["features"] == "0,4" for one in output["candidates"])
    [study] = output["state"]["studies"]
    assert study["best"] == pytest.approx(run.trials[known]["outcome"]["score"])
    # Of four bytes each.
    assert len(base64.b64decode(study["losses"])) == 4 * known
    assert output["state"]["stale"] == 0


def test_measures_again_what_was_only_measured_on_other_columns() -> None:
    context = example_context(paradigms=[paradigm("small", [{"name": "fast", "type": "flag", "default": True}])])
    run = Run(context)
    [first] = defaults(context)
    other = {**first, "hyperparameters": {"fast": False}}
    for one, loss in ((first, 0.5), (other, 0.6)):
        run.trials.append(trial_of(one, outcome(loss, one, noise=0)))
    assert run.step()["converged"], "both points were tried"
    assert run.outputs[-1]["note"].startswith("all points of the space were tried: best log-loss 0.5")
    moved = {**first, "features": "1"}
    run.trials.append(trial_of(moved, outcome(0.4, moved)))
    assert run.step()["candidates"] == [{**other, "features": "1"}]


def test_has_nothing_to_do_where_there_is_nothing_to_tune() -> None:
    context = example_context(paradigms=[paradigm("plain", [])])
    run = Run(context)
    run.evaluate(defaults(context), axis="paradigm")
    assert run.to_the_end().outputs[0]["candidates"] == []
    assert len(run.outputs) == 1


def test_keeps_its_state_small_however_many_trials_there_are() -> None:
    run = after_defaults()
    chance = random.Random(1)
    spaces = {each["id"]: each["hyperparameters"] for each in run.context["paradigms"]}
    for number in range(500):
        base = defaults(run.context)[number % 3]
        run.evaluate([{**base, "hyperparameters": anywhere(spaces[base["paradigm"]], chance)}])
    run.step()
    run.step()
    check(run)
    # The best are still known.
    best = {study["paradigm"]: study["best"] for study in run.state["studies"]}
    known = [trial for trial in run.trials[: run.seen] if trial["candidate"]["paradigm"] in best]
    assert min(best.values()) == min(trial["outcome"]["score"] for trial in known)
