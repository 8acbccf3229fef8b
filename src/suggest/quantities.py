"""Quantities in German text: a number with its unit, in digits or words ("drei Monate", "15 Beschäftigte", "dreijährig")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
# What names a place in a statute and is no quantity: § 8, Absatz 2, Nummer 3, (1).
_PLACE = re.compile(
    r"§§?\s*\d+[a-z]?\b|\b(?:Abs|Absatz|Absätze|Satz|Sätze|Nr|Nummer|Nummern|Artikel|Art)\b\.?\s*\d+[a-z]?\b|\(\d+[a-z]?\)", re.IGNORECASE
)
_PER_CENT = re.compile(r"\bvom Hundert\b|\bv\. ?H\.|%")
_ONES = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_TEENS = ("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_HALVES = {"halb": 0.5, "anderthalb": 1.5} | {f"{one}einhalb": n + 0.5 for n, one in enumerate(_ONES) if n} | {"eineinhalb": 1.5}
_IRREGULAR_ORDINALS = {"erst": 1.0, "dritt": 3.0, "siebt": 7.0, "acht": 8.0}
_ENDINGS = ("", "e", "en", "em", "er", "es")
_ADJECTIVES = {"jährig": "years", "monatig": "months", "wöchig": "weeks", "tägig": "days", "stündig": "hours", "minütig": "minutes"}
# A compound ends with its unit (Lebensmonat, Wochenstunden, Werktage); the first pattern that fits is taken.
_UNITS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "years": r"geburtstage?s?|\w*jahr(?:e|en|es|s)?",
        "months": r"\w*monat(?:e|en|es|s)?",
        "weeks": r"\w*wochen?",
        "days": r"\w*tag(?:e|en|es|s)?",
        "hours": r"\w*stunden?",
        "minutes": r"\w*minuten?",
        "percent": r"prozent",
        "euros": r"euro|€",
        "employees": r"\w*(?:arbeitnehmer|mitarbeiter)(?:n|s|in|innen)?|\w*(?:beschäftigte|mitarbeitende)[nr]?|personen",
    }.items()
}
_LINKS = frozenset(("bis", "und", "oder", "bzw", "beziehungsweise", "zu", "mehr", "weniger", "mindestens", "höchstens", "aber", "–", "-", "/"))
_ADJECTIVE = re.compile(r"[a-zäöüß]{2,}(?:e|en|er|es|em)")
_FURTHEST = 6


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, and how the text writes both."""

    value: float
    unit: str
    written: str


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a German text in order; §§, paragraph and list numbers, dates and bare years are none."""
    plain = _PER_CENT.sub(" Prozent ", _THOUSANDS.sub("", _PLACE.sub(" § ", text)))
    tokens = _TOKEN.findall(plain)
    for position, token in enumerate(tokens):
        compound = _compound(token)
        if compound:
            yield compound
        value = _number(token)
        unit = _unit_after(tokens, position) if value is not None else None
        if value is not None and unit and not (value == 1 and unit[0] == "employees"):
            yield Quantity(value, unit[0], f"{token} {unit[1]}")


def comparable(quantity: Quantity) -> tuple[str, float]:
    """Unit and value with years as months and weeks as days, so that one year equals twelve months."""
    factor, unit = {"years": (12, "months"), "weeks": (7, "days")}.get(quantity.unit, (1, quantity.unit))
    return unit, quantity.value * factor


def _unit_after(tokens: Sequence[str], position: int) -> tuple[str, str] | None:
    """The unit that a number belongs to and its word; between them stand only links, further numbers and adjectives."""
    linked = False
    for index in range(position + 1, min(position + 1 + _FURTHEST, len(tokens))):
        token, after = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else ""
        unit = _unit(token)
        if unit:
            return unit, token
        if _number(token) is not None:
            if not linked:
                return None
            linked = False
        elif token.lower() in _LINKS or (token == "," and _number(after) is not None):
            linked = True
        elif not (_ADJECTIVE.fullmatch(token) or (token == "." and index == position + 1 and tokens[position].isdigit())):
            return None
    return None


def _unit(token: str) -> str | None:
    lowered = token.lower()
    for stem, unit in _ADJECTIVES.items():
        if lowered.startswith(stem) and lowered.removeprefix(stem) in _ENDINGS:
            return unit
    return next((unit for unit, pattern in _UNITS.items() if pattern.fullmatch(token)), None)


def _compound(token: str) -> Quantity | None:
    """`sechsmonatigem` and its like: a number word joined to a unit."""
    lowered = token.lower()
    for stem, unit in _ADJECTIVES.items():
        word, found, ending = lowered.partition(stem)
        if found and word in _CARDINALS and ending in _ENDINGS:
            return Quantity(_CARDINALS[word], unit, token)
    return None


def _number(token: str) -> float | None:
    if token[0].isdigit():
        plain = token.replace(".", "") if _GROUPED.fullmatch(token) else token
        try:
            return float(plain.replace(",", "."))
        except ValueError:  # a date or a version, such as 1.2.3
            return None
    return _NUMBER_WORDS.get(token.lower())


def _cardinals() -> dict[str, float]:
    below = dict(enumerate((*_ONES, *_TEENS)))
    tens = {20 + 10 * n: word for n, word in enumerate(_TENS)}
    joined = {ten + n: f"{below[n]}und{word}" for ten, word in tens.items() for n in range(1, 10)}
    hundreds = {100: "hundert"} | {100 * n: f"{below[n]}hundert" for n in range(1, 10)}
    return {word: float(n) for n, word in (below | tens | joined | hundreds).items()}


def _ordinals(cardinals: Mapping[str, float]) -> dict[str, float]:
    stems = {f"{word}{'t' if n < 20 else 'st'}": n for word, n in cardinals.items() if n not in (0, 1, 3, 8)} | _IRREGULAR_ORDINALS
    return {f"{stem}{ending}": n for stem, n in stems.items() for ending in _ENDINGS[1:]}


_CARDINALS = _cardinals()
_NUMBER_WORDS: Mapping[str, float] = {
    **_ordinals(_CARDINALS),
    **_CARDINALS,
    **{f"{word}{ending}": n for word, n in _HALVES.items() for ending in _ENDINGS},
    **{f"ein{ending}": 1.0 for ending in _ENDINGS},
    "zweier": 2.0, "dreier": 3.0, "dreissig": 30.0,
}
