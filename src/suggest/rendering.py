"""A laid-out draft → its text in the channel's template, and its sentences in the order in which they stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from suggest.phrases import Channel, Phrases
from suggest.types import Citation, Draft, DraftSentence, Referral, Source

_TEMPLATES = Path(__file__).parent / "templates"
_SINGLE_SECTION = re.compile(r"§ (\d+\w*) (.+)")
_LONGEST_ADDRESS = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a draft in one language for one channel."""

    channel: Channel
    phrases: Phrases
    lead: tuple[DraftSentence, ...]
    paragraphs: tuple[tuple[DraftSentence, ...], ...]
    closing: tuple[DraftSentence, ...]
    contact_intro: str
    contacts: tuple[Referral, ...]
    contacts_first: bool
    citations: tuple[Citation, ...]
    addresses: bool
    brief: bool
    wish: bool
    foreword: str = ""


def render(layout: Layout) -> Draft:
    """The draft. Its text comes from the channel's template, so its order is that of the sentences returned."""
    opening = _opening(layout)
    contacts = _contact_sentences(layout)
    wish = () if not layout.wish else (DraftSentence(_farewell(layout), None, "phrase"),)
    intro = (DraftSentence(layout.contact_intro, None, "phrase"),) if layout.contact_intro and contacts else ()
    sources = source_list(layout.citations, layout.phrases, addresses=layout.addresses)
    text = _template(layout.channel.id).render(
        opening=_marked_all(opening),
        paragraphs=[_marked_all(paragraph) for paragraph in layout.paragraphs],
        closing=_marked_all(layout.closing),
        contact_intro=_marked_all(intro),
        contacts=[sentence.text for sentence in contacts],
        contacts_first=layout.contacts_first,
        wish=_marked_all(wish),
        bullet=layout.channel.bullet,
        sources=sources,
    )
    middle = [*contacts, *layout.closing] if layout.contacts_first else [*layout.closing, *intro, *contacts]
    sentences = (*opening, *(s for paragraph in layout.paragraphs for s in paragraph), *middle, *wish)
    return Draft(_tidy(text), sentences, layout.citations, layout.contacts)


def mark(sentence: DraftSentence) -> str:
    """The sentence as it stands in a draft: with its citation number, if it has one."""
    return sentence.text if sentence.citation is None else f"{sentence.text} [{sentence.citation}]"


def source_list(citations: Sequence[Citation], phrases: Phrases, *, addresses: bool) -> str:
    """The short list at a draft's end: each source once, with the numbers it belongs to. Empty without citations.

    Several §§ of one statute are one entry (`§§ 15, 28 BEEG`), so that the list stays shorter than the answer.
    """
    entries: dict[str, list[int]] = {}
    for citation in citations:
        for text in _entries(citation.sources, addresses=addresses):
            entries.setdefault(text, []).append(citation.number)
    if not entries:
        return ""
    grouped: dict[tuple[int, ...], list[str]] = {}
    for text, numbers in entries.items():
        grouped.setdefault(tuple(numbers), []).append(text)
    listed = [f"{' '.join(f'[{n}]' for n in numbers)} {'; '.join(texts)}" for numbers, texts in grouped.items()]
    return f"{phrases.get('close.source' if len(entries) == 1 else 'close.sources')} {' · '.join(listed)}"


def _entries(sources: Sequence[Source], *, addresses: bool) -> list[str]:
    statutes: dict[str, list[tuple[str, str]]] = {}
    entries: dict[str, str] = {}
    for source in sources:
        found = _SINGLE_SECTION.fullmatch(source.label)
        if found:
            statutes.setdefault(found.group(2), []).append((found.group(1), source.url))
            entries.setdefault(found.group(2), "")
        else:
            entries[source.label] = f"{source.label}, {_page_address(source.url)}" if addresses else source.label
    for law, sections in statutes.items():
        entries[law] = _statute(law, sections, addresses=addresses)
    return list(entries.values())


def _statute(law: str, sections: Sequence[tuple[str, str]], *, addresses: bool) -> str:
    label = f"§ {sections[0][0]} {law}" if len(sections) == 1 else f"§§ {', '.join(number for number, _ in sections)} {law}"
    address = sections[0][1] if len(sections) == 1 else sections[0][1].rsplit("/", 1)[0]
    return f"{label}, {short_url(address)}" if addresses else label


def _page_address(url: str) -> str:
    """A page's address, or only its host where the address would be longer than a line."""
    short = short_url(url)
    return short if len(short) <= _LONGEST_ADDRESS else short.split("/", 1)[0]


def short_url(url: str) -> str:
    """An address as people write it: without scheme, `www.` and a closing slash."""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")


def _opening(layout: Layout) -> tuple[DraftSentence, ...]:
    """The greeting joined with the first phrase, which goes on in lower case; before it the foreword, if there is one."""
    greeting = layout.phrases.get("greeting.formal" if layout.channel.formal else "greeting.informal")
    comma = "،" if layout.phrases.language == "ar" else ","
    foreword = (DraftSentence(layout.foreword, None, "phrase"),) if layout.foreword else ()
    if not layout.lead:
        return (*foreword, DraftSentence(f"{greeting}!", None, "phrase"))
    first, *rest = layout.lead
    return (*foreword, DraftSentence(f"{greeting}{comma} {first.text}", None, "phrase"), *rest)


def _farewell(layout: Layout) -> str:
    return layout.phrases.get("close.sign_off" if layout.channel.formal else "close.wish")


def _contact_sentences(layout: Layout) -> tuple[DraftSentence, ...]:
    return tuple(
        DraftSentence(contact_line(c, addresses=layout.channel.urls, brief=layout.brief), None, "referral") for c in layout.contacts
    )


def contact_line(referral: Referral, *, addresses: bool, brief: bool) -> str:
    """A contact in one line: name, what it is for, and how it is reached."""
    what = f": {referral.what_for}" if referral.what_for and not brief else ""
    reach = [referral.phone or "", _page_address(referral.url) if referral.url and (addresses or brief) else ""]
    ways = ", ".join(way for way in reach if way)
    return f"{referral.name}{what}{f' ({ways})' if ways else ''}"


def _marked_all(sentences: Sequence[DraftSentence]) -> str:
    """Sentences joined by blanks; a heading before an answer stands on a line of its own."""
    headed = len(sentences) > 1 and sentences[0].kind == "phrase" and sentences[1].kind == "article"
    texts = [mark(sentence) for sentence in sentences]
    return "\n".join([texts[0], " ".join(texts[1:])]) if headed else " ".join(texts)


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


@lru_cache(maxsize=16)
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.txt.j2")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
