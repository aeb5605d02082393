"""Optuna: points that are worth a trial, given those that were tried."""

import logging
import warnings
from collections.abc import Callable
from typing import Any

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import create_trial

from ..space import Parameter, Space, is_active
from .points import unpack
from .studies import Study

# Points before which the estimator knows too little, and chance suggests.
STARTUP = 8
# Digits of a suggested real: more of them would only make candidates longer.
DIGITS = 4
# Suggestions beyond those wanted: where a space is nearly exhausted, most have been tried.
SPARE = 20

logging.getLogger("optuna").setLevel(logging.WARNING)


def suggest(
    space: Space, study: Study, count: int, seed: int, is_new: Callable[[dict[str, Any]], bool]
) -> list[dict[str, Any]]:
    """
    At most `count` points that are new and differ; fewer where the space is nearly exhausted. One is suggested after
    the other, each as if those before it had come to nothing: so they spread.

    `seed`: 32 bits.
    """
    memory = _remember(space, study, seed)
    points: list[dict[str, Any]] = []
    for _ in range(count + SPARE):
        if len(points) == count:
            break
        point = _ask(space, memory.ask())
        if point not in points and is_new(point):
            points.append(point)
    return points


def _remember(space: Space, study: Study, seed: int) -> optuna.Study:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        # In groups: parameters that are only used together are estimated together.
        sampler = optuna.samplers.TPESampler(
            n_startup_trials=STARTUP, multivariate=True, group=True, constant_liar=True, seed=seed
        )
    memory = optuna.create_study(sampler=sampler, direction="minimize")
    distributions = {parameter["name"]: _distribution(parameter) for parameter in space}
    for packed, loss in study.losses.items():
        point = unpack(space, packed)
        used = {name: distributions[name] for name in point}
        memory.add_trial(create_trial(params=point, distributions=used, value=loss))
    return memory


def _distribution(parameter: Parameter) -> BaseDistribution:
    match parameter["type"]:
        case "flag":
            return CategoricalDistribution((False, True))
        case "category":
            return CategoricalDistribution(tuple(parameter["values"]))
    low, high, log = parameter["min"], parameter["max"], parameter["scale"] == "log"
    return IntDistribution(low, high, log) if parameter["type"] == "integer" else FloatDistribution(low, high, log)


def _ask(space: Space, trial: optuna.Trial) -> dict[str, Any]:
    point: dict[str, Any] = {}
    for parameter in space:
        if is_active(parameter, point):
            point[parameter["name"]] = _value(parameter, trial)
    return point


def _value(parameter: Parameter, trial: optuna.Trial) -> Any:
    name = parameter["name"]
    match parameter["type"]:
        case "flag":
            return trial.suggest_categorical(name, (False, True))
        case "category":
            return trial.suggest_categorical(name, parameter["values"])
    low, high, log = parameter["min"], parameter["max"], parameter["scale"] == "log"
    if parameter["type"] == "integer":
        return trial.suggest_int(name, low, high, log=log)
    # Rounding may lead out of the space.
    return min(max(float(f"{trial.suggest_float(name, low, high, log=log):.{DIGITS}g}"), low), high)
