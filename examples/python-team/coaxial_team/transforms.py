"""Transforms of columns, as contracts/candidate/transform.ts describes them."""

_DATE = {"parts": ["timestamp", "year", "month", "weekday"]}
_ORDINAL = {"impute": "none", "indicator": False, "encode": "ordinal"}
_ONE_HOT = {"impute": "none", "indicator": False, "encode": "one-hot"}

# What trees need: missing values left in, categories as ordinals.
PLAIN_TRANSFORMS = {
    "numeric": {"impute": "none", "indicator": False, "shape": "none", "scale": "none"},
    "categorical": _ORDINAL,
    "boolean": _ORDINAL,
    "date": _DATE,
    "overrides": [],
}
# What learners of distances and weighted sums need: nothing missing, one-hot categories, standardised columns.
SCALED_TRANSFORMS = {
    "numeric": {"impute": "median", "indicator": True, "shape": "none", "scale": "standard"},
    "categorical": _ONE_HOT,
    "boolean": _ONE_HOT,
    "date": _DATE,
    "overrides": [],
}
