"""Models as bytes: safetensors files, without code in them, whose metadata says whose they are."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from .jsons import canonical
from .refusal import InvalidRequest

META = "meta"


def pack(paradigm: str, format: int, arrays: Mapping[str, np.ndarray], meta: Mapping[str, Any]) -> bytes:
    """`format`: the version of what is in `arrays` and `meta` (JSON). The same content gives the same bytes."""
    return save(dict(arrays), metadata={META: canonical({**meta, "paradigm": paradigm, "format": format})})


def unpack(data: bytes, paradigm: str, format: int) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays and `meta`. Raises InvalidRequest where these are not bytes of such a model."""
    try:
        arrays, meta = load(data), _metadata(data)
        is_own = meta["format"] == format and meta["paradigm"] == paradigm
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise InvalidRequest(f"this is not a model of {paradigm}: {error!r}") from error
    if not is_own:
        raise InvalidRequest(f"this is a model of {meta['paradigm']}, format {meta['format']}")
    return arrays, meta


def _metadata(data: bytes) -> dict[str, Any]:
    """A safetensors file begins with the length of its header, of 64 bits, and the header, in JSON."""
    length = int.from_bytes(data[:8], "little")
    return json.loads(json.loads(data[8 : 8 + length])["__metadata__"][META])
