"""The JSON Schemas of the contracts: what is asked is held against them before anything is done."""

import json
import os
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from .refusal import InvalidRequest

# In Coaxial's own tree, where this example lies; a team of its own takes a copy along, and says where.
IN_TREE = Path(__file__).resolve().parents[3] / "contracts" / "schema"
LONGEST_COMPLAINT = 300


def schema_folder() -> Path:
    """COAXIAL_SCHEMAS, or the folder in Coaxial's tree. Raises FileNotFoundError where there is none."""
    folder = Path(os.environ.get("COAXIAL_SCHEMAS") or IN_TREE)
    if not folder.is_dir():
        raise FileNotFoundError(
            f"there are no JSON Schemas in {folder}: set COAXIAL_SCHEMAS to a copy of contracts/schema"
        )
    return folder


class Schema:
    """One of them, read when it is first needed."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _validator(self) -> Draft202012Validator:
        document = json.loads((schema_folder() / f"{self.name}.json").read_text(encoding="utf-8"))
        return Draft202012Validator(document)

    def check(self, document: Any) -> None:
        """Raises InvalidRequest that says what is wrong with a document, and where in it."""
        if self._validator.is_valid(document):
            return
        error = best_match(self._validator.iter_errors(document))
        where = f" at {error.json_path.removeprefix('$.')}" if error.absolute_path else ""
        raise InvalidRequest(f"this is not a valid {self.name.split('/')[1]}{where}: {error.message[:LONGEST_COMPLAINT]}")


DESCRIBE_PARADIGM = Schema("paradigm-v1/describe-paradigm-request")
FIT_PREDICT = Schema("paradigm-v1/fit-predict-request")
PREDICT = Schema("paradigm-v1/predict-request")
DESCRIBE_AXIS = Schema("axis-v4/describe-axis-request")
ADVANCE_REQUEST = Schema("axis-v4/advance-request")
SEARCH_CONTEXT = Schema("axis-v4/search-context")
STEP_TRIALS = Schema("axis-v4/step-trials")
