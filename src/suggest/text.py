"""Small pure functions on text that several modules share: sentence borders, slugs, plain lines."""

from __future__ import annotations

import re
import unicodedata

# What may stand before a full stop without ending a sentence (German first, then the other languages of the base).
_ABBREVIATIONS = (
    "abs|art|aufl|bzw|ca|co|dr|etc|evtl|exkl|fr|ggf|hr|inkl|max|mind|min|mio|nr|o|prof|rd|s|st|std|str|tel|u|usw|v|vgl|z|zb|zt|"
    "b|d|h|e|g|i|a|p|sr|sra|ud|uds|ej|pág|núm|sig|dott|ing|es|ecc|mr|mrs|ms|vs|jan|feb|aug|sept|okt|nov|dez"
)
_END = re.compile(r"(?<=[.!?…؟।])[\"”»“')\]]*\s+|\n+")
_ENDS_WITH_ABBREVIATION = re.compile(rf"(?:^|[\s(.])(?:{_ABBREVIATIONS})\.$", re.IGNORECASE)
_ENDS_WITH_ORDINAL = re.compile(r"(?:^|[\s(])\d{1,2}\.$")
# After "20." German goes on with a noun ("20. Woche"), which is upper case too; these words start a new sentence.
_STARTS = re.compile(
    r"^(?:Der|Die|Das|Den|Dem|Ein|Eine|Einen|Wer|Wenn|Wie|Was|Wo|Für|Bei|Im|In|Ab|Am|An|Auf|Aus|Es|Er|Sie|Ich|Wir|Man|Nach|Vor|Mit|Ohne|"
    r"Auch|Nur|Und|Oder|Aber|Wird|Hat|Ist|Kann|Darf|Muss|Danke|Dann|Danach|Dabei|Davor|Mein|Meine|Jetzt|Gilt|Zum|Zur|Bis|Seit|Von|Ob)\b"
)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text in order, stripped, never empty; borders are end marks before a blank, and line ends."""
    sentences: list[str] = []
    start = 0
    for border in _END.finditer(text):
        part, rest = text[start : border.start()].strip(), text[border.end() :]
        if "\n" not in border.group() and _goes_on(part, rest):
            continue
        if part:
            sentences.append(part)
        start = border.end()
    tail = text[start:].strip()
    return [*sentences, tail] if tail else sentences


def _goes_on(part: str, rest: str) -> bool:
    if _ENDS_WITH_ABBREVIATION.search(part):
        return True
    return bool(_ENDS_WITH_ORDINAL.search(part) and not _STARTS.match(rest))


def slug(text: str) -> str:
    """A heading as an anchor: lower case, umlauts written out, words joined by hyphens; `abschnitt` if nothing is left."""
    lowered = text.lower()
    for umlaut, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        lowered = lowered.replace(umlaut, written)
    decomposed = unicodedata.normalize("NFKD", lowered)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "-".join(re.findall(r"\w+", kept)) or "abschnitt"


def pack(parts: list[str], limit: int) -> list[str]:
    """Neighbouring parts joined by a blank into texts of at most `limit` characters; a longer part stays alone."""
    packed: list[str] = []
    for part in parts:
        if packed and len(packed[-1]) + 1 + len(part) <= limit:
            packed[-1] = f"{packed[-1]} {part}"
        else:
            packed.append(part)
    return packed
