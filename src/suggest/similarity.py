"""Whether two sentences say the same, judged by their words alone."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w{4,}|\d+")
_SAME = 0.6


def repeats(one: str, other: str) -> bool:
    """Whether more than six tenths of the shorter text's longer words and numbers stand in the other."""
    a, b = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > _SAME
