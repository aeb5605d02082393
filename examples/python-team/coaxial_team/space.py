"""Search spaces as contracts/candidate/space.ts declares them: lists of parameters, and points with the active ones' values."""

from collections.abc import Mapping, Sequence
from typing import Any

Parameter = Mapping[str, Any]
Space = Sequence[Parameter]
Point = Mapping[str, Any]


def real(name: str, low: float, high: float, default: float, scale: str = "linear") -> Parameter:
    return {"name": name, "type": "real", "min": low, "max": high, "scale": scale, "default": default}


def integer(name: str, low: int, high: int, default: int, scale: str = "linear") -> Parameter:
    return {"name": name, "type": "integer", "min": low, "max": high, "scale": scale, "default": default}


def category(name: str, values: Sequence[str], default: str) -> Parameter:
    return {"name": name, "type": "category", "values": list(values), "default": default}


def only_where(parameter: Parameter, name: str, *values: Any) -> Parameter:
    """The parameter, used only where the one of this name has one of these values."""
    return {**parameter, "when": {"parameter": name, "in": list(values)}}


def is_active(parameter: Parameter, point: Point) -> bool:
    """Whether it has no condition, or its condition holds at the point."""
    when = parameter.get("when")
    return when is None or point.get(when["parameter"]) in when["in"]


def default_point(space: Space) -> dict[str, Any]:
    point: dict[str, Any] = {}
    for parameter in space:
        if is_active(parameter, point):
            point[parameter["name"]] = parameter["default"]
    return point


def point_error(space: Space, point: Point) -> str | None:
    """What is wrong with a point, in words, or None if it lies within the space."""
    for parameter in space:
        name = parameter["name"]
        if is_active(parameter, point):
            error = _value_error(parameter, point[name]) if name in point else f"{name} is missing"
            if error:
                return error
        elif name in point:
            return f"{name} is set though its condition does not hold"
    unknown = sorted(set(point) - {parameter["name"] for parameter in space})
    return f"{unknown[0]} is not a parameter of this space" if unknown else None


def _value_error(parameter: Parameter, value: Any) -> str | None:
    name, kind = parameter["name"], parameter["type"]
    if kind == "flag":
        return None if isinstance(value, bool) else f"{name} must be true or false, not {value}"
    if kind == "category":
        values = parameter["values"]
        return None if value in values else f"{name} must be one of {', '.join(values)}, not {value}"
    low, high = parameter["min"], parameter["max"]
    # In Python a bool is an int, in JSON it is none.
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return f"{name} must lie in [{low}, {high}], not {value}"
    if kind == "integer" and value != int(value):
        return f"{name} must be an integer, not {value}"
    return None
