"""The paradigms that this worker serves."""

from ..refusal import InvalidRequest
from .library import Library
from .lightgbm_trees import LightGbm
from .xgboost_trees import XgBoost

LIBRARIES: dict[str, Library] = {library.paradigm: library for library in (LightGbm(), XgBoost())}


def library_of(paradigm: str) -> Library:
    """Raises InvalidRequest where it is not served here."""
    if paradigm not in LIBRARIES:
        raise InvalidRequest(f"this worker serves the paradigms {', '.join(LIBRARIES)}, not {paradigm}")
    return LIBRARIES[paradigm]
