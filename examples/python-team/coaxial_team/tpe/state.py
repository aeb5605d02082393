"""What the axis carries from step to step, as small JSON."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..jsons import hash_of
from ..refusal import InvalidRequest
from ..space import Space
from .points import from_bytes, to_bytes
from .studies import Study

VERSION = 1
# Points that a state holds, of all studies together; of each, so many of the best are kept whatever their age.
MOST_POINTS = 400
BEST_KEPT = 30
# Bytes kept of a candidate's hash, and hashes kept: of two million new candidates, one is taken for an old one.
HASH_BYTES = 4
MOST_TRIED = 2000


@dataclass
class State:
    # Steps that suggested anything, the first that only tries defaults left out.
    steps: int = 0
    # The least loss at the last improvement that was more than noise; None before the first.
    best: float | None = None
    # Steps since then.
    stale: int = 0
    studies: dict[str, Study] = field(default_factory=dict)
    # The beginnings of hashes of candidates that were tried, or asked for; in their order.
    tried: dict[bytes, None] = field(default_factory=dict)

    def has_tried(self, candidate: Mapping[str, Any]) -> bool:
        return _key(candidate) in self.tried

    def add_tried(self, candidate: Mapping[str, Any]) -> None:
        self.tried[_key(candidate)] = None

    def to_json(self) -> dict[str, Any]:
        tried = list(self.tried)[-MOST_TRIED:]
        return {
            "version": VERSION,
            "steps": self.steps,
            "best": self.best,
            "stale": self.stale,
            "studies": [_study_json(study) for study in thinned(self.studies).values()],
            "tried": _text(b"".join(tried)),
        }


def _key(candidate: Mapping[str, Any]) -> bytes:
    return bytes.fromhex(hash_of(candidate)[: 2 * HASH_BYTES])


def _study_json(study: Study) -> dict[str, Any]:
    losses = np.array(list(study.losses.values()), dtype="<f4")
    return {
        "paradigm": study.paradigm,
        "base": study.base,
        "best": study.best,
        "points": _text(to_bytes(list(study.losses))),
        "losses": _text(losses.tobytes()),
    }


def read_state(document: Any, spaces: Mapping[str, Space]) -> State:
    """Raises InvalidRequest where it is not a state of this axis."""
    if document is None:
        return State()
    try:
        if document["version"] != VERSION:
            raise ValueError(f"its version is {document['version']}, not {VERSION}")
        studies = [_read_study(each, spaces[each["paradigm"]]) for each in document["studies"]]
        tried = _bytes(document["tried"])
        return State(
            steps=document["steps"],
            best=document["best"],
            stale=document["stale"],
            studies={study.paradigm: study for study in studies},
            tried=dict.fromkeys(tried[i : i + HASH_BYTES] for i in range(0, len(tried), HASH_BYTES)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidRequest(f"the state is none of this axis: {error!r}") from error


def _read_study(document: Mapping[str, Any], space: Space) -> Study:
    points = from_bytes(_bytes(document["points"]), len(space))
    losses = np.frombuffer(_bytes(document["losses"]), dtype="<f4").tolist()
    known = dict(zip(points, losses, strict=True))
    return Study(document["paradigm"], document["base"], document["best"], known)


def thinned(studies: Mapping[str, Study]) -> dict[str, Study]:
    """At most MOST_POINTS: of the largest study the oldest go first, but for its best."""
    kept = dict(studies)
    while sum(len(study.losses) for study in kept.values()) > MOST_POINTS:
        largest = max(kept.values(), key=lambda study: len(study.losses))
        best = set(sorted(largest.losses, key=largest.losses.__getitem__)[:BEST_KEPT])
        oldest = next((point for point in largest.losses if point not in best), next(iter(largest.losses)))
        losses = {point: loss for point, loss in largest.losses.items() if point != oldest}
        kept[largest.paradigm] = Study(largest.paradigm, largest.base, largest.best, losses)
    return kept


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
