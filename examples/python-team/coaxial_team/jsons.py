"""Canonical JSON (RFC 8785): the same text for the same value, in any language."""

import hashlib
from typing import Any

import rfc8785


def canonical(value: Any) -> str:
    """Raises rfc8785.CanonicalizationError for a value that JSON cannot carry (NaN, infinity)."""
    return rfc8785.dumps(value).decode()


def hash_of(value: Any) -> str:
    """SHA-256 of a value's canonical JSON: 64 hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def derived_seed(*parts: Any) -> int:
    """A seed of 31 bits, which every library takes, that depends on every part; what it is for is one of them."""
    return int(hash_of(list(parts))[:8], 16) >> 1
