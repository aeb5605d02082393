"""A search without Temporal: steps of the axis, and trials whose scores are made up."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import mean, stdev
from typing import Any

from coaxial_team import schemas
from coaxial_team.axis_activities import answer_of
from coaxial_team.jsons import canonical, derived_seed, hash_of
from coaxial_team.paradigm_activities import describe
from coaxial_team.paradigms import PARADIGMS
from coaxial_team.schemas import Schema
from coaxial_team.space import Space, category, default_point, integer, is_active, only_where, real
from coaxial_team.tpe import advance
from coaxial_team.tpe.axis import HIGHER_IS_BETTER
from coaxial_team.transforms import PLAIN_TRANSFORMS

ANSWER = Schema("axis-v4/advance-answer")
FOLDS = 5
ELITE = 8
Document = dict[str, Any]
Objective = Callable[[Document, Document], Document | None]

# Conditions, all types, all scales, one that depends on another condition.
CROOKED: Space = [
    category("kernel", ["rbf", "poly", "none"], "rbf"),
    only_where(real("gamma", 1e-6, 10, 0.1, "log"), "kernel", "rbf", "poly"),
    only_where(integer("degree", 2, 5, 3), "kernel", "poly"),
    {"name": "shrink", "type": "flag", "default": True},
    only_where(integer("cache", 1, 1_000_000, 200, "log"), "shrink", True),
    real("offset", -3, -1, -2),
]
ARCHITECTURE = {
    "layers": {"min": 1, "max": 3},
    "units": {"min": 8, "max": 256},
    "activations": ["relu"],
    "dropout": {"min": 0, "max": 0.5},
    "default": {"layers": [{"units": 64, "activation": "relu", "batchNorm": False, "dropout": 0, "skip": False}]},
}


def paradigm(id: str, space: Space, **more: Any) -> Document:
    return {
        "id": id,
        "version": 1,
        "hyperparameters": list(space),
        "architecture": None,
        "transforms": PLAIN_TRANSFORMS,
        "takesMissing": True,
        "defaultWork": 1e6,
        **more,
    }


def example_context(columns: int = 6, metric: str = "log-loss", paradigms: list[Document] | None = None) -> Document:
    """As a search would have it: identifiers among its columns, which are not useful."""
    ref = "sha256:" + 64 * "0"
    shape = {"task": "binary", "rows": 640, "columns": columns, "classes": 2}
    return {
        "version": 1,
        "dataRef": ref,
        "assignmentRef": ref,
        "profileRef": ref,
        "fingerprint": "data",
        "target": "target",
        "task": "binary",
        "classes": ["no", "yes"],
        "metric": metric,
        "plan": {
            "method": "k-fold",
            "folds": FOLDS,
            "holdoutRows": 200,
            "searchRows": 800,
            "validationRows": 800,
            "unusedRows": 0,
            "seed": 7,
        },
        "seed": 1,
        "columns": [
            {"name": f"x{i}", "type": "numeric", "missing": 0, "distinct": 99, "skewness": 0, "useful": i % 8 != 7}
            for i in range(columns)
        ],
        "axes": ["hyperparameters"],
        "paradigms": paradigms
        or [
            *(describe(each, shape) | {"served": {"backend": each.backend}} for each in PARADIGMS.values()),
            paradigm("crooked", CROOKED, architecture=ARCHITECTURE),
            paradigm("plain", []),
        ],
    }


def hashed(*parts: Any) -> float:
    """Uniform in [0, 1), the same for the same parts."""
    return derived_seed(*parts) / 2**31


def made_up(candidate: Document, context: Document) -> Document:
    """A score that falls with the distance to an optimum of each hyperparameter, with noise in each fold."""
    [space] = [each["hyperparameters"] for each in context["paradigms"] if each["id"] == candidate["paradigm"]]
    point = candidate["hyperparameters"]
    losses = [distance(candidate["paradigm"], each, point[each["name"]]) for each in space if is_active(each, point)]
    loss = 0.2 + 0.5 * (mean(losses) if losses else 0) + 0.1 * hashed("paradigm", candidate["paradigm"])
    return outcome(loss + 0.05 * hashed("features", candidate["features"]), candidate, context["metric"])


def distance(paradigm: str, parameter: Document, value: Any) -> float:
    best = 0.2 + 0.6 * hashed("optimum", paradigm, parameter["name"])
    if parameter["type"] in ("flag", "category"):
        return hashed("choice", paradigm, str(value))
    scale = math.log if parameter["scale"] == "log" else float
    low, high = scale(parameter["min"]), scale(parameter["max"])
    return ((scale(value) - low) / (high - low) - best) ** 2


def outcome(loss: float, candidate: Document, metric: str = "log-loss", noise: float = 0.01) -> Document:
    own = hash_of(candidate)
    losses = [loss + noise * (hashed("fold", own, fold) - 0.5) for fold in range(FOLDS)]
    scores = [-each if metric in HIGHER_IS_BETTER else each for each in losses]
    return {"status": "completed", "score": mean(scores), "scores": scores, "spread": stdev(scores), "effort": None}


def failing(candidate: Document, context: Document) -> Document:
    return {"status": "failed", "code": "error", "reason": "made up"}


def trial_of(candidate: Document, ended: Document, axis: str = "hyperparameters", step: int = 0) -> Document:
    return {
        "key": hash_of(candidate),
        "origin": {"axis": axis, "step": step},
        "candidate": candidate,
        "outcome": ended,
        "arrays": None,
    }


def trials_in(document: Document) -> Document:
    """StepTrials of what a step works with."""
    return {name: document[name] for name in ("incumbent", "elite", "trials")}


def request_of(document: Document, **more: Any) -> Document:
    """An AdvanceRequest of what a step works with, its documents inline."""
    own = {name: document[name] for name in ("step", "seed", "trialsLeft", "trialsNow")}
    state = document["state"]
    return {
        "contract": 4,
        "axis": "hyperparameters",
        "searchId": "test",
        "context": {"inline": document["context"]},
        "state": None if state is None else {"inline": state},
        "trials": {"inline": trials_in(document)},
        **own,
        **more,
    }


def defaults(context: Document) -> list[Document]:
    """What a search has tried before most axes step."""
    return [
        {
            "features": "0-2",
            "transforms": each["transforms"],
            "paradigm": each["id"],
            "hyperparameters": default_point(each["hyperparameters"]),
            "architecture": each["architecture"] and each["architecture"]["default"],
        }
        for each in context["paradigms"]
    ]


def through_json(value: Any) -> Any:
    """As JavaScript passes it on: 1.0 comes back as 1."""
    return json.loads(canonical(value))


@dataclass
class Run:
    context: Document
    objective: Objective = made_up
    seed: int = 1
    # What the axis may ask for; None for no limit.
    budget: int | None = None
    trials: list[Document] = field(default_factory=list)
    outputs: list[Document] = field(default_factory=list)
    asked: int = 0
    seen: int = 0
    state: Any = None

    def evaluate(self, candidates: list[Document], axis: str = "hyperparameters", step: int = 0) -> None:
        for candidate in candidates:
            ended = self.objective(candidate, self.context)
            if ended is not None:
                self.trials.append(trial_of(candidate, ended, axis, step))

    @property
    def ranked(self) -> list[Document]:
        sign = -1 if self.context["metric"] in HIGHER_IS_BETTER else 1
        completed = [trial for trial in self.trials if trial["outcome"]["status"] == "completed"]
        return sorted(completed, key=lambda trial: sign * trial["outcome"]["score"])

    @property
    def score(self) -> float:
        return self.ranked[0]["outcome"]["score"]

    @property
    def left(self) -> int | None:
        return None if self.budget is None else self.budget - self.asked

    def input(self) -> Document:
        step = len(self.outputs)
        return {
            "context": self.context,
            "state": self.state,
            "incumbent": self.ranked[0] if self.ranked else None,
            "elite": self.ranked[:ELITE],
            "trials": self.trials[self.seen :],
            "step": step,
            "seed": derived_seed("advance", self.seed, step),
            "trialsLeft": self.left,
            "trialsNow": self.left,
        }

    def step(self) -> Document:
        """Through JSON and the schemas, both ways."""
        document = through_json(self.input())
        schemas.SEARCH_CONTEXT.check(document["context"])
        schemas.STEP_TRIALS.check(trials_in(document))
        before = canonical(document)
        output = advance(document)
        assert canonical(document) == before, "a pure function changes nothing that it is given"
        ANSWER.check(answer_of(output))
        output = through_json(output)
        self.seen = len(self.trials)
        self.outputs.append(output)
        self.state = output["state"]
        self.asked += len(output["candidates"])
        self.evaluate(output["candidates"], step=len(self.outputs) - 1)
        return output

    def to_the_end(self, most: int = 60) -> "Run":
        while len(self.outputs) < most and not self.step()["converged"]:
            pass
        return self
