"""A step of the axis: from what an AdvanceRequest of contracts/module/axis.ts holds to what an AdvanceAnswer does."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..columns import encode_columns
from ..jsons import canonical, derived_seed
from ..space import Space, default_point, point_error
from .points import pack
from .progress import count_progress, noise_of, patience, step_size
from .state import State, read_state
from .studies import Measured, Study, base_of, grow
from .suggest import suggest

DECLARATION = {
    "name": "hyperparameters",
    "activity": "suggestByTpe",
    "varies": "part",
    "requires": None,
    "order": 50,
    "share": 4,
    "importances": "none",
}

HIGHER_IS_BETTER = {"roc-auc", "accuracy", "balanced-accuracy", "f1", "mcc", "r2"}
# Steps at most: a search without an end is none.
MOST_STEPS = 200

Document = Mapping[str, Any]
Candidate = dict[str, Any]


def advance(given: Document) -> dict[str, Any]:
    """
    Pure: the same for the same input, which is a request with what its documents hold in their place: `incumbent`,
    `elite` and `trials` of StepTrials, the SearchContext as `context`, and the state. A study for each paradigm that was tried, rebuilt from the state and the trials
    that came in since; half of a step's candidates go to the paradigm with the least loss, half of the rest to the
    next, and so on. Raises InvalidRequest for a state that is none of this axis.
    """
    context = given["context"]
    spaces = {each["id"]: each["hyperparameters"] for each in context["paradigms"]}
    state = take_trials(read_state(given["state"], spaces), given, spaces)
    size = step_size(given["trialsLeft"], given["trialsNow"])
    stop = _stop_reason(state, size, given)
    if stop:
        candidates = []
    elif given["incumbent"] is None and not state.studies:
        candidates = _defaults(context, state)[: given["trialsNow"]]
    else:
        candidates = _suggestions(spaces, state, size, given["seed"])
        state.steps += 1
    for candidate in candidates:
        state.add_tried(candidate)
    return {
        "state": state.to_json(),
        "candidates": candidates,
        "converged": not candidates,
        "choice": None,
        "note": _note(context["metric"], state, candidates, stop),
    }


def take_trials(state: State, given: Document, spaces: Mapping[str, Space]) -> State:
    """What is known once the trials that came in are, too."""
    for trial in given["trials"]:
        state.add_tried(trial["candidate"])
    context, incumbent = given["context"], given["incumbent"]
    trials = [*given["elite"], *([incumbent] if incumbent else []), *given["trials"]]
    measured = [one for trial in trials if (one := _measured(context["metric"], trial, spaces))]
    own = _measured(context["metric"], incumbent, spaces) if incumbent else None
    moved = False
    for paradigm in spaces:
        before = state.studies.get(paradigm)
        base = own.base if own and own.paradigm == paradigm else None
        study = grow(before, [one for one in measured if one.paradigm == paradigm], base)
        if study:
            state.studies[paradigm] = study
        moved |= bool(base and before) and canonical(before.base) != canonical(base)
    if state.studies:
        best = min(study.best for study in state.studies.values())
        # Losses on other columns or transforms start again.
        state.best, state.stale = count_progress(None if moved else state.best, state.stale, best, noise_of(incumbent))
    return state


def _measured(metric: str, trial: Document, spaces: Mapping[str, Space]) -> Measured | None:
    """None where the trial was not completed, or its point lies in no space to search."""
    candidate, outcome = trial["candidate"], trial["outcome"]
    space = spaces.get(candidate["paradigm"])
    if outcome["status"] != "completed" or not space or point_error(space, candidate["hyperparameters"]):
        return None
    loss = -outcome["score"] if metric in HIGHER_IS_BETTER else outcome["score"]
    return Measured(candidate["paradigm"], base_of(candidate), pack(space, candidate["hyperparameters"]), loss)


def _stop_reason(state: State, size: int, given: Document) -> str | None:
    if state.stale >= patience(size, given["trialsLeft"]):
        return f"no improvement beyond noise in {state.stale} steps"
    if state.steps >= MOST_STEPS:
        return f"{MOST_STEPS} steps were made"
    return "no trials are left" if given["trialsNow"] == 0 else None


def _defaults(context: Document, state: State) -> list[Candidate]:
    """The paradigms at their defaults on the useful columns, where nothing was completed yet; those not tried."""
    useful = [i for i, column in enumerate(context["columns"]) if column["useful"]]
    features = encode_columns(useful or range(len(context["columns"])))
    candidates = [
        {
            "features": features,
            "transforms": paradigm["transforms"],
            "paradigm": paradigm["id"],
            "hyperparameters": default_point(paradigm["hyperparameters"]),
            "architecture": paradigm["architecture"] and paradigm["architecture"]["default"],
        }
        for paradigm in context["paradigms"]
    ]
    return [candidate for candidate in candidates if not state.has_tried(candidate)]


def _suggestions(spaces: Mapping[str, Space], state: State, size: int, seed: int) -> list[Candidate]:
    """For each paradigm half of what is left, the best first; the best gets what the others have no use for."""
    ranked = sorted(state.studies.values(), key=lambda study: study.best)
    counts = halves(size, len(ranked))
    candidates: list[Candidate] = []
    # From the worst to the best, so that what is left over moves on to a better one.
    missing = 0
    for study, count in reversed(list(zip(ranked, counts, strict=True))):
        found = _suggested(spaces[study.paradigm], study, count + missing, state, seed)
        missing += count - len(found)
        candidates = [*found, *candidates]
    return candidates


def halves(count: int, parts: int) -> list[int]:
    """Whole numbers that add up to `count`: half of it, half of the rest, …; the first gets what is left in the end."""
    out, left = [], count
    for _ in range(parts):
        out.append(-(-left // 2))
        left -= out[-1]
    return [out[0] + left, *out[1:]] if out else []


def _suggested(space: Space, study: Study, count: int, state: State, seed: int) -> list[Candidate]:
    def candidate(point: dict[str, Any]) -> Candidate:
        return {**study.base, "paradigm": study.paradigm, "hyperparameters": point}

    own = derived_seed("tpe", seed, study.paradigm)
    points = suggest(space, study, count, own, lambda point: not state.has_tried(candidate(point))) if count else []
    return [candidate(point) for point in points]


def _note(metric: str, state: State, candidates: Sequence[Candidate], stop: str | None) -> str:
    if not state.studies:
        what = f"nothing to go on from yet: {len(candidates)} paradigms at their defaults"
        return what if candidates else f"{stop or 'no trial of a paradigm with hyperparameters was completed'}"
    best = min(state.studies.values(), key=lambda study: study.best)
    score = -best.best if metric in HIGHER_IS_BETTER else best.best
    standing = f"best {metric} {score:.4g} ({best.paradigm})"
    if not candidates:
        return f"{stop or 'all points of the space were tried'}: {standing}"
    counts = {one["paradigm"]: 0 for one in candidates}
    for one in candidates:
        counts[one["paradigm"]] += 1
    parts = ", ".join(f"{count} of {paradigm}" for paradigm, count in counts.items())
    return f"step {state.steps} of TPE: {parts}; {standing}"[:300]
