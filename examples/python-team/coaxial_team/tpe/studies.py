"""What is known of the points of one paradigm, on the columns and transforms that it is tuned for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from ..jsons import canonical
from .points import Packed

# All of a candidate but its paradigm and its hyperparameters.
Base = Mapping[str, Any]


@dataclass(frozen=True)
class Measured:
    """A completed trial."""

    paradigm: str
    base: Base
    point: Packed
    # Lower is better, whatever the metric.
    loss: float


@dataclass(frozen=True)
class Study:
    paradigm: str
    base: Base
    # The least loss that was measured on this base.
    best: float
    # In the order in which they were first seen. Those that were measured on other bases only are estimates.
    losses: Mapping[Packed, float]


def base_of(candidate: Mapping[str, Any]) -> Base:
    return {
        name: candidate[name]
        for name in ("features", "foldFeatures", "transforms", "architecture")
        if name in candidate
    }


def grow(study: Study | None, measured: Iterable[Measured], base: Base | None) -> Study | None:
    """
    Takes measurements of one paradigm into its study, which moves to the given base, or to that of the best where none
    is given (a base that one of them has). Losses on other bases count as estimates: what a base is better or worse by
    is read off the points that were measured on both, for other axes change the base and leave the point; or else off
    the bests.
    """
    measured = list(measured)
    known = [*([(study.base, study.best)] if study else []), *((one.base, one.loss) for one in measured)]
    if not known:
        return None
    target = base if base is not None else min(known, key=lambda one: one[1])[0]
    groups: dict[str, dict[Packed, float]] = {}
    for one in measured:
        groups.setdefault(canonical(one.base), {})[one.point] = one.loss
    here = groups.pop(canonical(target), {})
    stays = study is not None and canonical(study.base) == canonical(target)
    losses = dict(study.losses) if stays else {}
    best = min([*([study.best] if stays else []), *here.values()])
    losses |= here
    elsewhere = [*([] if stays or study is None else [study.losses]), *groups.values()]
    for others in elsewhere:
        shift = _shift(others, losses, best)
        losses |= {point: loss + shift for point, loss in others.items() if point not in losses}
    return Study(measured[0].paradigm if measured else study.paradigm, target, best, losses)


def _shift(others: Mapping[Packed, float], here: Mapping[Packed, float], best: float) -> float:
    both = [here[point] - loss for point, loss in others.items() if point in here]
    return median(both) if both else best - min(others.values())
