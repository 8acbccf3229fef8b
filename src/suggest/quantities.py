"""Quantities in German text: a number with its unit, in digits or words ("drei Monate", "15 Beschäftigte", "sechsmonatig")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_LIST = r"\d+[a-z]?(?:\s*(?:,|und|oder|bis)\s*\d+[a-z]?(?![\w.]))*"
# What is digits and no quantity: references within statutes, paragraph and list numbers, dates and years.
_NO_QUANTITY = re.compile(
    rf"§§?\s*{_LIST}|\b(?:Abs|Absatz|Absatzes|Absätze|Absätzen|Satz|Satzes|Sätze|Sätzen|Nr|Nrn|Nummer|Nummern|Artikel|Artikels|Art)\b\.?\s*{_LIST}"
    rf"|\(\d+[a-z]?\)|^\s*\d+[a-z]?[.)]\s|\b\d{{1,2}}\.\s*(?:{_MONTHS})\b|\b(?:19|20)\d\d\b(?!\s*(?:Euro|€|Stunden))",
    re.MULTILINE,
)
_PER_CENT = re.compile(r"\bvom Hundert\b|\bv\. ?H\.|%")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_ONES = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_TEENS = ("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_HALVES = {"halb": 0.5, "anderthalb": 1.5} | {f"{one}einhalb": n + 0.5 for n, one in enumerate(_ONES) if n}
_ENDINGS = ("", "e", "en", "em", "er", "es")
# A compound ends with its unit (Lebensmonat, Wochenstunden, Werktage); the first pattern that fits is taken.
_UNITS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "years": r"geburtstage?s?|\w*jahr(?:e|en|es|s)?|jährig\w{0,2}",
        "months": r"\w*monat(?:e|en|es|s)?|monatig\w{0,2}",
        "weeks": r"\w*wochen?|wöchig\w{0,2}",
        "days": r"\w*tag(?:e|en|es|s)?|tägig\w{0,2}",
        "hours": r"\w*stunden?|stündig\w{0,2}",
        "minutes": r"\w*minuten?|minütig\w{0,2}",
        "percent": r"prozent",
        "euros": r"euro|€",
        "employees": r"\w*(?:arbeitnehmer|mitarbeiter)(?:n|s|in|innen)?|\w*(?:beschäftigte|mitarbeitende)[nr]?|personen",
    }.items()
}
_STEMS = {
    "years": "jahr|jähr",
    "months": "monat",
    "weeks": "woche|wöch",
    "days": "tag|täg",
    "hours": "stund|stünd",
    "minutes": "minut|minüt",
}
_SAME = {"years": (12, "months"), "weeks": (7, "days"), "hours": (60, "minutes")}
_LINKS = frozenset(("bis", "und", "oder", "bzw", "beziehungsweise", "-", "–", "/", ","))
_ADVERBS = frozenset(("mindestens", "höchstens", "maximal", "mehr", "weniger", "aber"))
_ADJECTIVE = re.compile(r"[a-zäöüß]{2,}(?:e|en|er|es|em)")
_BOUNDS = _ADVERBS | {
    "spätestens",
    "frühestens",
    "insgesamt",
    "nur",
    "als",
    "bis",
    "zu",
    "um",
    "ab",
    "seit",
    "vor",
    "nach",
    "unter",
    "über",
}
_BOUNDS |= {"von", "innerhalb", "binnen"}
_FURTHEST = 6


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, its unit (None where the text names none) and how the text writes both.

    `vague` says that the number is "ein" without a word that bounds it, so it may be no more than the indefinite article.
    """

    value: float
    unit: str | None
    written: str
    vague: bool = False


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers of a German text in order, with their units; references, list numbers, dates and years are left out.

    Where no unit follows, "ein" and ordinals ("der zweite Elternteil", "des Dritten Buches") are left out too.
    """
    plain = _PER_CENT.sub(" Prozent ", _THOUSANDS.sub("", _NO_QUANTITY.sub(" ; ", text)))
    tokens = _TOKEN.findall(plain)
    for position, (before, token) in enumerate(pairwise(["", *tokens])):
        compound = _compound(token)
        if compound:
            yield compound
        value = _number(token)
        unit, word = _unit_after(tokens, position) if value is not None else (None, "")
        if value is not None and (unit or token[0].isdigit() or (token.lower() in _CARDINALS and value != 1)):
            vague = token.lower().startswith("ein") and value == 1 and before.lower() not in _BOUNDS
            yield Quantity(value, unit, f"{token} {word}".strip(), vague)


def comparable(quantity: Quantity) -> tuple[str | None, float]:
    """Unit and value, years as months, weeks as days and hours as minutes, so that one year equals twelve months."""
    factor, unit = _SAME.get(quantity.unit or "", (1, quantity.unit))
    return unit, quantity.value * factor


def _unit_after(tokens: Sequence[str], position: int) -> tuple[str | None, str]:
    """The unit of the number at this position and its word; only adjectives, adverbs and linked numbers may stand between."""
    links = 0
    for index in range(position + 1, min(position + 1 + _FURTHEST, len(tokens))):
        token = tokens[index]
        unit = next((name for name, pattern in _UNITS.items() if pattern.fullmatch(token)), None)
        if unit:
            return unit, token
        if _number(token) is not None:
            if links != 1:
                break
            links = 0
        elif token.lower() in _LINKS:
            links += 1
        elif not (token in _ADVERBS or _ADJECTIVE.fullmatch(token) or (token == "." and index == position + 1)):
            break
    return None, ""


def _compound(token: str) -> Quantity | None:
    """`sechsmonatigem`, `Dreimonatsfrist`, `Doppelwoche`: a number word joined to its unit."""
    found = _COMPOUND.match(token)
    unit = next((name for name in _STEMS if found and found.group(name)), None)
    return Quantity(_PREFIXES[found.group("number").lower()], unit, token) if found and unit else None


def _number(token: str) -> float | None:
    if not token[0].isdigit():
        return _WORDS.get(token.lower())
    plain = token.replace(".", "") if _GROUPED.fullmatch(token) else token
    try:
        return float(plain.replace(",", "."))
    except ValueError:  # several points: a version or a date
        return None


def _cardinals() -> dict[str, float]:
    below = dict(enumerate((*_ONES, *_TEENS)))
    tens = {20 + 10 * n: word for n, word in enumerate(_TENS)}
    joined = {ten + n: f"{below[n]}und{word}" for ten, word in tens.items() for n in range(1, 10)}
    hundreds = {100: "hundert"} | {100 * n: f"{below[n]}hundert" for n in range(1, 10)}
    return {word: float(n) for n, word in (below | tens | joined | hundreds).items()}


def _inflected(cardinals: Mapping[str, float]) -> dict[str, float]:
    """Number words as they stand before a noun: cardinals, ordinals ("dritten", "zwanzigsten") and halves ("halbes")."""
    ordinals = {f"{word}{'t' if n < 20 else 'st'}": n for word, n in cardinals.items() if n not in (0, 1, 3, 8)}
    ordinals |= {"erst": 1.0, "dritt": 3.0, "siebt": 7.0, "acht": 8.0}
    words = {f"{stem}{ending}": n for stem, n in ordinals.items() for ending in _ENDINGS[1:]}
    words |= {f"{stem}{ending}": n for stem, n in (_HALVES | {"ein": 1.0}).items() for ending in _ENDINGS}
    return words | {"zweier": 2.0, "dreier": 3.0}


_CARDINALS = _cardinals()
_WORDS: Mapping[str, float] = _inflected(_CARDINALS) | _CARDINALS
_PREFIXES: Mapping[str, float] = _CARDINALS | {"halb": 0.5, "doppel": 2.0}
_NUMBER = "|".join(sorted(_PREFIXES, key=len, reverse=True))
_COMPOUND = re.compile(
    rf"(?P<number>{_NUMBER})(?:{'|'.join(f'(?P<{name}>{stem})' for name, stem in _STEMS.items())})",
    re.IGNORECASE,
)
