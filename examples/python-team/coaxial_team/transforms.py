"""Transforms of columns, as contracts/transform.ts describes them."""

_CATEGORIES = {"impute": "none", "indicator": False, "encode": "ordinal"}

# What trees need: missing values left in, categories as ordinals.
PLAIN_TRANSFORMS = {
    "numeric": {"impute": "none", "indicator": False, "shape": "none", "scale": "none"},
    "categorical": _CATEGORIES,
    "boolean": _CATEGORIES,
    "date": {"parts": ["timestamp", "year", "month", "weekday"]},
    "overrides": [],
}
