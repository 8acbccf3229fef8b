"""Which Länder a post names, itself or by a town.

`data/towns.json` holds towns of more than 10,000 inhabitants from GeoNames (CC BY 4.0), the large ones also as other languages
write them. Towns that are everyday words, and names that several Länder share, are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from suggest.wording import LAND_NAMES

_TOWNS = Path(__file__).parent / "data" / "towns.json"
_LANDS = {land: re.compile(rf"(?<!\w)(?:{names})(?!\w)") for land, names in LAND_NAMES.items()}
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_EATING = re.compile(r"(?<!\w)essen(?!\w)")
_IN_ESSEN = re.compile(r"\b(?:in|aus|bei|nach|von) essen\b")
_MOST_WORDS = 3


def lands_named(text: str) -> tuple[str, ...]:
    """The Länder that a text names, in the order of their codes."""
    lowered = text.casefold()
    plain = lowered if _IN_ESSEN.search(lowered) else _EATING.sub(" ", lowered)
    named = {land for land, pattern in _LANDS.items() if pattern.search(plain)}
    named |= {_towns()[name] for name in _capitalised(text) if name in _towns()}
    named |= {_towns()[found.group("town")] for found in _other_scripts().finditer(lowered)}
    return tuple(land for land in _LANDS if land in named)


def _capitalised(text: str) -> list[str]:
    """Runs of up to three words of which the first starts with a capital letter, lower case."""
    words = _WORD.findall(text)
    starts = (i for i, word in enumerate(words) if word[0].isupper())
    return [" ".join(words[i : i + count]).casefold() for i in starts for count in range(1, _MOST_WORDS + 1)]


@lru_cache(maxsize=1)
def _towns() -> Mapping[str, str]:
    towns: Mapping[str, str] = json.loads(_TOWNS.read_text(encoding="utf-8"))
    return towns


@lru_cache(maxsize=1)
def _other_scripts() -> re.Pattern[str]:
    """Names in Cyrillic and Arabic letters, with an ending ("в Мюнхене") or a preposition written on ("بميونخ")."""
    names = [re.escape(name) for name in _towns() if name[0] > "\u0370"]
    return re.compile(rf"(?<!\w)[بلو]?(?P<town>{'|'.join(sorted(names, key=len, reverse=True))})\w{{0,3}}(?!\w)")
