"""Points of a search space in a few bytes, for states that hold hundreds of them."""

import math
from collections.abc import Sequence
from typing import Any

from ..space import Parameter, Point, Space

# Two bytes a parameter; the largest number says that it is not active.
BYTES = 2
INACTIVE = 2 ** (8 * BYTES) - 1
STEPS = INACTIVE - 1

# A point's places on the axes of its space, in the space's order.
Packed = tuple[int, ...]


def pack(space: Space, point: Point) -> Packed:
    """Reals, and integers of more values than there are places, move to the nearest place."""
    return tuple(_place(each, point[each["name"]]) if each["name"] in point else INACTIVE for each in space)


def unpack(space: Space, packed: Packed) -> dict[str, Any]:
    return {each["name"]: _value(each, place) for each, place in zip(space, packed, strict=True) if place != INACTIVE}


def to_bytes(points: Sequence[Packed]) -> bytes:
    return b"".join(place.to_bytes(BYTES, "little") for point in points for place in point)


def from_bytes(data: bytes, width: int) -> list[Packed]:
    """`width`: parameters of the space, at least one. Raises ValueError where these are not points of so many."""
    if len(data) % (BYTES * width):
        raise ValueError(f"{len(data)} bytes hold no points of {width} parameters")
    places = [int.from_bytes(data[i : i + BYTES], "little") for i in range(0, len(data), BYTES)]
    return [tuple(places[i : i + width]) for i in range(0, len(places), width)]


def _place(parameter: Parameter, value: Any) -> int:
    match parameter["type"]:
        case "flag":
            return int(value)
        case "category":
            return parameter["values"].index(value)
    low, high = _bounds(parameter)
    if _is_counted(parameter):
        return int(value) - parameter["min"]
    return round(STEPS * (_scaled(parameter, value) - low) / (high - low)) if high > low else 0


def _value(parameter: Parameter, place: int) -> Any:
    match parameter["type"]:
        case "flag":
            return bool(place)
        case "category":
            return parameter["values"][place]
    if _is_counted(parameter):
        return parameter["min"] + place
    low, high = _bounds(parameter)
    scaled = low + (high - low) * place / STEPS
    value = math.exp(scaled) if parameter["scale"] == "log" else scaled
    # The end of an axis may be missed by a rounding error.
    value = min(max(value, parameter["min"]), parameter["max"])
    return round(value) if parameter["type"] == "integer" else value


def _is_counted(parameter: Parameter) -> bool:
    return parameter["type"] == "integer" and parameter["max"] - parameter["min"] <= STEPS


def _bounds(parameter: Parameter) -> tuple[float, float]:
    return _scaled(parameter, parameter["min"]), _scaled(parameter, parameter["max"])


def _scaled(parameter: Parameter, value: float) -> float:
    return math.log(value) if parameter["scale"] == "log" else value
