"""The language of a post, with "not sure"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

SUPPORTED = ("de", "en", "es", "it", "ar")
"""The languages that drafts are written in."""

UNDERSTOOD = (*SUPPORTED, "tr", "uk", "ru", "fr", "pl", "fa", "ro", "pt", "bg", "ku")
"""The languages that are told apart."""

_NOT_LANGUAGE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[@#]\w+|\[[a-z-]+\]")
# German words for offices and benefits stand in posts of every language and pull them to German.
_GERMAN_TERMS = re.compile(
    r"\b(?:eltern(?:zeit|geld)\w*|mutterschutz|anerkennung\w*|(?:brücken)?teilzeit\w*|m(?:ini|idi)job\w*|mindestlohn|kita|jobcenter|"
    r"agentur für arbeit|arbeitsamt|approbation|ausbildung\w*|bescheid\w*|kündigung\w*|berufserlaubnis|kenntnisprüfung\w*|"
    r"pflegefach\w+|krankenpfleg\w+|ausländerbehörde|gleichwertigkeit\w*|chancenkarte|blaue karte|bundesland|ihk|hwk|zab|anabin|"
    r"kinderkrank\w+|arbeitslosengeld|weiterbildung\w*|bildungsgutschein|jugendamt|krankenkasse|steuerklasse|einbürgerung|"
    r"kindergeld|erzieher\w*|werkstudent\w*|grundsicherung\w*|arbeitgeber|betriebsrat|anpassungslehrgang|berufsanerkennung)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Detected:
    """A language (ISO 639-1) and whether the text is long and clear enough to be sure."""

    language: str
    sure: bool


@lru_cache(maxsize=1)
def _detector() -> ModuleType:
    import eldc

    eldc.init()
    eldc.set_languages(list(UNDERSTOOD))
    module: ModuleType = eldc
    return module


def detect(text: str) -> Detected:
    """The language of a text; German, not sure, where nothing but German terms, links and signs is left."""
    plain = _NOT_LANGUAGE.sub(" ", text)
    without = _GERMAN_TERMS.sub(" ", plain)
    judged = without if len(re.findall(r"\w+", without)) >= _FEWEST_WORDS else plain
    if not re.search(r"[^\W\d_]", judged):
        return Detected("de", sure=False)
    found = _detector().detect_details(judged)
    if found.language not in UNDERSTOOD:
        return Detected("de", sure=False)
    return Detected(found.language, sure=bool(found.reliable))
