"""The §§ that the German articles cite, compared with the statutes' own text: that they exist, and that quoted numbers stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from suggest.base import published
from suggest.errors import InputError
from suggest.figures import PLACEHOLDER
from suggest.quantities import Quantity, comparable, quantities
from suggest.rules import Finding
from suggest.types import Article, Base, Section, Sentence

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_PART = re.compile(r"^## +(?:§ *(\d+[a-z]?)|(Anlage(?: \d+[a-z]?)?))(?= |$)[^\n]*\n?(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"\A# +(\S+(?: [IVX]+\b)?)")
_YEAR = re.compile(r"[ _-](?:19|20)\d\d$")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_SUBDIVISION = re.compile(
    r"\b(?:Abs(?:atz|ätze)?|S(?:atz|ätze)?|Nr|Nrn|Nummern?|Buchst(?:abe)?|Halbs(?:atz)?|Hs|Alt)\b\.?\s*(?:\d+|[a-z]\b)"
    r"(?:\s*(?:und|bis|-|–)\s*\d+\b)?"
)
_ABBREVIATION = re.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]+\d*(?:[ _](?:[IVX]+|\d+)\b)?")
_ANNEX = re.compile(r"\bAnlage(?: \d+[a-z]?)?")
_RANGE = re.compile(r"(\d+)([a-z]?)\s*(?:bis|-|–)\s*(\d+)([a-z]?)")
_SECTION_NUMBER = re.compile(r"\d+[a-z]?")


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute's file and the text of each of its parts, by number ("9a") or "Anlage"."""

    path: Path
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Citation:
    """One part of one statute that a label names."""

    statute: str
    part: str


@dataclass(frozen=True, slots=True)
class LawFinding(Finding):
    """A finding with the source's label and, for a number, the section, the sentence as REVIEW.md counts it and the number."""

    law: str
    section: str = ""
    sentence: str = ""
    number: str = ""


def read_statutes(directory: Path) -> Mapping[str, Statute]:
    """The statutes in a directory by the key of their abbreviation, see `statute_key`.

    Raises InputError when there is no such directory or no Markdown file in it.
    """
    files = sorted(directory.glob("*.md"), reverse=True) if directory.is_dir() else []
    if not files:
        raise InputError(f"{directory} holds no statutes in Markdown; name their directory with --law DIR.")
    statutes: dict[str, Statute] = {}
    for path in files:  # of SVBezGrV_2025 and SVBezGrV_2026 the later answers to the name without the year
        text = path.read_text(encoding="utf-8")
        title = _TITLE.search(text)
        statute = Statute(path, {found.group(1) or found.group(2): found.group(3) for found in _PART.finditer(text)})
        for name in (path.stem, title.group(1) if title else path.stem):
            statutes.setdefault(statute_key(name), statute)
            statutes.setdefault(statute_key(_YEAR.sub("", name)), statute)
    return statutes


def statute_key(name: str) -> str:
    """An abbreviation in one spelling: `SGB III`, `SGB_3` and `sgb 3` are sgb3, `BÄO` and `BAEO` are baeo."""
    first, *rest = re.split(r"[\s_-]+", name.strip())
    joined = "".join([first, *(str(_ROMAN.index(word) + 1) if word in _ROMAN else word for word in rest)]).lower()
    for umlaut, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        joined = joined.replace(umlaut, written)
    return joined


def citations(label: str) -> tuple[Citation, ...]:
    """What a label such as "§§ 15, 28 BEEG" or "§ 8 TzBfG, § 15 Abs. 7 BEEG" names; what stands in brackets explains and is left out."""
    plain = _SUBDIVISION.sub("", _IN_BRACKETS.sub("", label))
    found: list[Citation] = []
    waiting: list[str] = []
    for sign, rest in re.findall(r"(§§?)([^§]*)", plain):
        name = _ABBREVIATION.search(_ANNEX.sub("", rest))
        numbers = _SECTION_NUMBER.findall(_spelled_out(rest[: rest.index(name.group())] if name else rest))
        waiting += numbers if sign == "§§" else numbers[:1]
        if name:
            found += [Citation(name.group(), part) for part in [*waiting, *_ANNEX.findall(rest)]]
            waiting = []
    return tuple(found)


def _spelled_out(numbers: str) -> str:
    """ "15 bis 18" as "15 16 17 18"; a range with letters as its ends."""
    return _RANGE.sub(
        lambda m: " ".join(map(str, range(int(m[1]), int(m[3]) + 1))) if not (m[2] or m[4]) else f"{m[1]}{m[2]} {m[3]}{m[4]}", numbers
    )


def check_law(base: Base, statutes: Mapping[str, Statute]) -> list[LawFinding]:
    """What does not agree between the published German articles and the statutes, by path and line.

    An error is only a § that a statute at hand does not have; the rest is for a person to read.
    """
    findings: list[LawFinding] = []
    for article in published(base):
        if article.language == "de":
            lines = article.path.read_text(encoding="utf-8").splitlines()
            findings += [*_source_findings(article, statutes, lines), *_number_findings(article, statutes, lines)]
    return sorted(findings, key=lambda f: (str(f.path), f.line, f.message))


def _source_findings(article: Article, statutes: Mapping[str, Statute], lines: Sequence[str]) -> Iterator[LawFinding]:
    for source in article.sources.values():
        if not source.is_law:
            continue
        line = next((n for n, text in enumerate(lines, 1) if text.strip().startswith(f"{source.key}:")), 1)
        cited = citations(source.label)
        if not cited:
            yield LawFinding("law-label", "warning", article.path, line, f"“{source.label}” names no § of a statute.", source.label)
        for name in dict.fromkeys(citation.statute for citation in cited if statute_key(citation.statute) not in statutes):
            message = f"{name} is not among the statutes at hand; compare the sentences that cite {source.label}."
            yield LawFinding("law-statute", "warning", article.path, line, message, source.label)
        for citation in cited:
            statute = statutes.get(statute_key(citation.statute))
            if statute and citation.part not in statute.parts:
                part = citation.part if citation.part.startswith("Anlage") else f"§ {citation.part}"
                message = f"{part} does not stand in {statute.path.name}; correct the source, or add the § where the file is an excerpt."
                yield LawFinding("law-section", "error", article.path, line, message, source.label)


def _number_findings(article: Article, statutes: Mapping[str, Statute], lines: Sequence[str]) -> Iterator[LawFinding]:
    for section, number, sentence in _numbered(article):
        labels = [article.sources[key].label for key in sentence.sources if key in article.sources and article.sources[key].is_law]
        text = _text_of([citation for label in labels for citation in citations(label)], statutes)
        for quantity in missing_quantities(sentence.text, text) if text else ():
            line = next((n for n, raw in enumerate(lines[section.line :], section.line + 1) if sentence.text in raw), section.line)
            law = ", ".join(labels)
            message = f"{article.docid(section)} sentence {number}: “{quantity}” does not stand in {law}."
            yield LawFinding("law-number", "warning", article.path, line, message, law, article.docid(section), number, quantity)


def _numbered(article: Article) -> Iterator[tuple[Section, str, Sentence]]:
    for section in article.sections:
        yield from ((section, str(n), sentence) for n, sentence in enumerate(section.sentences, 1))
        yield from ((section, f"s{n}", sentence) for n, sentence in enumerate(section.short, 1))


def _text_of(cited: Sequence[Citation], statutes: Mapping[str, Statute]) -> str:
    """The text of all parts; empty when one is not at hand, which is a finding of its own."""
    found = [statutes[key].parts.get(c.part, "") if (key := statute_key(c.statute)) in statutes else "" for c in cited]
    return "\n\n".join(found) if all(found) else ""


def missing_quantities(sentence: str, law: str) -> list[str]:
    """The quantities of a sentence, as written, that do not stand in the text of the law in any spelling, each once.

    A number that the law writes without a unit of its own (in a table, or "mindestens 60, höchstens 90 Minuten") fits every unit.
    """
    stated = {comparable(quantity) for quantity in quantities(law)}
    quoted = [quantity for quantity in quantities(PLACEHOLDER.sub("", sentence)) if _is_claim(quantity)]
    return list(dict.fromkeys(q.written for q in quoted if comparable(q) not in stated and (None, q.value) not in stated))


def _is_claim(quantity: Quantity) -> bool:
    return quantity.unit is not None and not quantity.vague and not (quantity.unit == "employees" and quantity.value == 1)


def law_as_text(findings: Sequence[LawFinding]) -> str:
    """Sections that do not exist first, then what a person is to read, then how many of each."""
    errors = [f"{f.path}:{f.line}: error [{f.rule}] {f.message}" for f in findings if f.severity == "error"]
    to_read = [f"{f.path}:{f.line}: [{f.rule}] {f.message}" for f in findings if f.severity != "error"]
    count = f"{len(errors)} errors, {len(to_read)} to be read by a person"
    return "\n".join([*errors, *(["To be read by a person:", *to_read] if to_read else []), count])


def law_as_json(findings: Sequence[LawFinding]) -> str:
    """A JSON array of the findings."""
    fields = ("rule", "severity", "line", "law", "section", "sentence", "number", "message")
    rows = [{"path": str(finding.path)} | {name: getattr(finding, name) for name in fields} for finding in findings]
    return json.dumps(rows, ensure_ascii=False)
