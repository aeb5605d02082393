"""Sets of columns as text, as contracts/candidate/column-set.ts describes them."""

from collections.abc import Iterable

LONGEST_RANGES = 256
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def encode_columns(columns: Iterable[int]) -> str:
    """The one text of a set of column indices: ranges, or a bit mask where these took more than 256 characters."""
    ordered = sorted(set(columns))
    starts = [c for i, c in enumerate(ordered) if i == 0 or ordered[i - 1] != c - 1]
    ends = [c for i, c in enumerate(ordered) if i + 1 == len(ordered) or ordered[i + 1] != c + 1]
    text = ",".join(f"{a}" if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))
    return text if len(text) <= LONGEST_RANGES else "~" + _mask(ordered)


def _mask(ordered: list[int]) -> str:
    """Six columns to a character, the lowest in the lowest bit; whole bytes of columns."""
    digits = [0] * -(-(-(-(ordered[-1] + 1) // 8) * 8) // 6)
    for column in ordered:
        digits[column // 6] |= 1 << column % 6
    return "".join(BASE64URL[digit] for digit in digits)
