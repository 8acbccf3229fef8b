"""`Message` → redacted text: normalise, find personal data, replace each span by a placeholder such as `[name]`.

Best effort by rules: identifiers have checksums or clear shapes, names are found after cues ("ich heiße …", "Frau …").
Professions, countries, Länder and authorities are not touched, for retrieval needs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from suggest.types import Replaced

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HELPLINES = ("116016", "08001110111", "08001110222", "08005465465", "115", "110", "112", "03018151111", "493018151111")

_NAME = r"[A-ZÄÖÜÀ-ÖØ-Þ][\w’'-]+"
_NAMES = rf"{_NAME}(?:[ ]+(?:(?:von|van|de|del|el|al|bin|der|di|da)[ ]+)?{_NAME}){{0,2}}"
_ARABIC_NAME = r"[\u0621-\u064a]{2,}"
_CYRILLIC_NAME = r"[А-ЯЄІЇҐ][а-яєіїґ’']+(?:[ ]+[А-ЯЄІЇҐ][а-яєіїґ’']+)?"
_NOT_NAMES = {
    "Mama", "Mutter", "Vater", "Papa", "Kollegin", "Kollege", "Chefin", "Chef", "Nachbarin", "Frau", "Mann", "Doktor", "Ärztin", "Arzt",
    "Müller-Gruppe", "Lehrerin", "Lehrer", "Krankenschwester", "Ingenieur", "Ingenieurin", "Pflegerin", "Teilzeit", "Vollzeit", "Elternzeit",
    "Student", "Studentin", "Deutsche", "Deutscher", "Syrer", "Syrerin", "Ukrainerin", "Ukrainer", "Alle", "Allen", "Euch", "Ihnen", "Ihr",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Redacted:
    """The text with placeholders, and what stood where in the normalised text."""

    text: str
    replaced: tuple[Replaced, ...]


def normalise(text: str) -> str:
    """NFKC, without characters that hide text (zero width, tags, bidi controls) or control the terminal."""
    composed = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub(" ", _INVISIBLE.sub("", composed)).strip()


def redact(text: str) -> Redacted:
    """The normalised text with every span of personal data that was found replaced by `[kind]`."""
    plain = normalise(text)
    spans = _without_overlaps(_find(plain))
    parts, at = [], 0
    for span in spans:
        parts += [plain[at : span.start], f"[{span.kind}]"]
        at = span.end
    return Redacted("".join([*parts, plain[at:]]), spans)


def _find(text: str) -> Iterator[Replaced]:
    digits = _western_digits(text)
    for kind, pattern, accept in _RULES:
        for found in pattern.finditer(digits):
            group = "x" if "x" in pattern.groupindex else 0
            if accept(found.group(group)):
                yield Replaced(kind, found.start(group), found.end(group))
    yield from _phones(digits)


def _western_digits(text: str) -> str:
    """The same text, character for character, with Arabic and Persian digits as 0 to 9."""
    return "".join(
        str(unicodedata.digit(c)) if not c.isascii() and unicodedata.digit(c, None) is not None and c.isdecimal() else c for c in text
    )


def _without_overlaps(spans: Iterator[Replaced]) -> tuple[Replaced, ...]:
    kept: list[Replaced] = []
    for span in sorted(spans, key=lambda s: (s.start, s.start - s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _phones(text: str) -> Iterator[Replaced]:
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, "DE", leniency=phonenumbers.Leniency.POSSIBLE):
        digits = re.sub(r"\D", "", match.raw_string)
        if len(digits) >= 7 and digits not in _HELPLINES and not _DATE.fullmatch(match.raw_string.strip()):
            yield Replaced("phone", match.start, match.end)


_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")


def _always(_: str) -> bool:
    return True


def _is_iban(value: str) -> bool:
    from stdnum import iban

    return bool(iban.is_valid(value, check_country=False))


def _is_tax_id(value: str) -> bool:
    from stdnum.de import idnr

    return bool(idnr.is_valid(value))


def _is_phone(value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    return 6 <= len(digits) <= 16 and digits not in _HELPLINES


def _is_name(value: str) -> bool:
    return value.split()[0] not in _NOT_NAMES and value not in _NOT_NAMES


_Rule = tuple[str, re.Pattern[str], Callable[[str], bool]]
_I = re.IGNORECASE
_RULES: tuple[_Rule, ...] = (
    ("email", re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\s+at\s+)\s?[\w-]+(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?)(?:[\w-]+\.)*[a-z]{2,}\b", _I), _always),
    ("url", re.compile(r"\b(?:https?://|www\.)\S+|\b(?:t\.me|wa\.me|instagram\.com|facebook\.com|fb\.com)/\S+", _I), _always),
    ("handle", re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,}"), _always),
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,4})?\b", _I), _is_iban),
    ("tax-id", re.compile(r"\b\d{2}[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}\b"), _is_tax_id),
    ("insurance-number", re.compile(r"\b\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}\b|\b[A-Z]\d{9}\b"), _always),
    (
        "phone",
        re.compile(r"(?:tel(?:efon)?|handy|mobil|nummer|nr|whats\s?app|wa|phone|call me|móvil|teléfono|cell(?:ulare)?|رقمي|هاتف|واتساب)\b[^\d\n+]{0,15}(?P<x>\+?\(?\d[\d\s()/.-]{5,18}\d)", _I),
        _is_phone,
    ),
    (
        "number",
        re.compile(r"(?:aktenzeichen|az\.?|kundennummer|kunden-?nr\.?|vorgangsnummer|referenz(?:nummer)?|bg-?nummer|personalnummer|mitgliedsnummer|steuernummer|ausweis-?(?:nr|nummer)\.?|pass(?:nummer|-?nr\.?)|case number|reference)\s*(?:ist|lautet|is|:|#)?\s*(?P<x>[A-Z]*[-\d/][\w/.-]{3,})", _I),
        _always,
    ),
    (
        "birth-date",
        re.compile(r"(?:geb(?:oren|\.)?(?:\s+am)?|geburtsdatum|born(?: on)?|nacid[oa](?: el)?|nat[oa](?: il)?|مواليد|ولدت)\s*:?\s*(?P<x>\d{1,2}[./-]\d{1,2}[./-]\d{2,4})", _I),
        _always,
    ),
    ("address", re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|gasse|allee|platz|ring|damm|ufer)\s+\d{1,4}\s?[a-z]?\b"), _always),
    ("address", re.compile(r"\b(?:\w+(?:er|n|s)\s)?(?:Straße|Str\.|Weg|Allee|Platz)\s+\d{1,4}\s?[a-z]?\b"), _always),
    ("address", re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]+weg\s+\d{1,4}\s?[a-z]?\b"), _always),
    ("postcode", re.compile(rf"\b(?P<x>\d{{5}})\s+(?={_NAME})"), _always),
    ("licence-plate", re.compile(r"\b(?:[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ ]?\d{1,4}[EH]?|[A-ZÄÖÜ]{1,3} [A-Z]{1,2} \d{2,4}[EH]?)\b"), _always),
    ("name", re.compile(rf"(?:\b(?i:mein name ist|ich hei(?:ß|ss)e|ich bin (?:die|der)|my name is|me llamo|mi nombre es|mi chiamo|il mio nome è|je m'appelle|adım|nazywam się|mam na imię|mă numesc))\s+(?P<x>{_NAMES})"), _is_name),
    ("name", re.compile(rf"\b(?:Frau|Herrn?|Hr\.|Fr\.|Dr\.|Prof\.|Mr\.?|Mrs\.?|Ms\.?|Señora?|Sra?\.|Signora?|Sig\.(?:ra)?|Monsieur|Madame|Pani?)\s+(?P<x>{_NAMES})"), _is_name),
    ("name", re.compile(rf"(?i:\b(?:lg|vg|mfg|gruß|grüße|gruss|grüsse|lieben gruß|viele grüße|liebe grüße|saludos|saluti|regards|cheers|best))[,.!\s]+(?:von\s+)?(?P<x>{_NAMES})\s*[.!)❤️🙏😊☺️]*\s*$"), _is_name),
    ("name", re.compile(rf"(?:اسمي|انا اسمي|أنا اسمي|السيدة?|الأستاذة?)\s+(?P<x>{_ARABIC_NAME})"), _always),
    ("name", re.compile(rf"(?i:мене звати|меня зовут|моє ім['’]я|пані|господин|госпожа)\s+(?P<x>{_CYRILLIC_NAME})"), _always),
)  # fmt: skip
