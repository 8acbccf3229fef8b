"""Evidence → `Draft`: which sentences, in which order, with which phrases, contacts and sources, fitted to the channel.

A draft is first laid out for the length wanted; while it is longer than the channel allows, it is laid out again with
less: short forms, one section, one contact, sources without addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from suggest.figures import fill
from suggest.phrases import Channel, Phrases, channel, emergency_phrases, in_german, phrase_languages, phrases
from suggest.referrals import choose
from suggest.rendering import Layout, render
from suggest.retrieval import Catalogue
from suggest.similarity import repeats
from suggest.suitability import ordered
from suggest.types import (
    Article,
    Citation,
    Draft,
    DraftSentence,
    Evidence,
    Hit,
    Query,
    Referral,
    Section,
    Sentence,
    Theme,
)
from suggest.units import grouped
from suggest.wording import CORE

_SURE_OF_THEME = 0.62
_QUESTION_MARKS = re.compile(r"[?؟]+")
_LONG_POST = 90
"""Words."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences that are never separated, figures filled in, and the source keys they rest on."""

    texts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What a draft takes from one section."""

    docid: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much a draft holds; each next plan holds less."""

    characters: int
    sections: int
    short: bool
    contacts: int
    addresses: bool
    brief: bool
    units: int


@dataclass(frozen=True, slots=True)
class Writer:
    """What every step of writing one draft needs."""

    query: Query
    catalogue: Catalogue
    channel: Channel
    phrases: Phrases
    day: date
    suitable: Mapping[str, float]


def write(
    query: Query, evidence: Sequence[Evidence], catalogue: Catalogue, *, day: date, suitable: Mapping[str, float] | None = None
) -> Draft:
    """The draft for the asks of one post; the strongest outcome among them decides its kind.

    `suitable` says how well contacts suit the post, by id, 0 to 1 (see `suggest.suitability`).
    """
    spoken = phrases(query.language, query.register) if query.language in phrase_languages() else emergency_phrases(query.language)
    writer = Writer(query, catalogue, channel(query.channel), spoken, day, suitable or {})
    first, *others = _plans(writer)
    draft = _lay_out(writer, evidence, first)
    for plan in others:
        if len(draft.text) <= writer.channel.characters:
            break
        draft = _lay_out(writer, evidence, plan)
    return draft


def _plans(writer: Writer) -> Iterator[Plan]:
    target = writer.channel.target[writer.query.length]
    tight = writer.channel.characters <= 1000
    short = writer.query.length == "short"
    long = writer.query.length == "full"
    full = Plan(
        target,
        sections=1 if short else 3,
        short=tight,
        contacts=1 if short or tight else 2,
        addresses=writer.channel.urls,
        brief=tight,
        units=2 if short else 9 if long else 6,
    )
    yield full
    yield replace(full, short=True, contacts=1, brief=True)
    yield replace(full, sections=1, short=True, contacts=1, addresses=False, brief=True)


def _lay_out(writer: Writer, evidence: Sequence[Evidence], plan: Plan) -> Draft:
    kinds = {one.outcome for one in evidence}
    if "crisis" in kinds:
        crisis = next(one for one in evidence if one.outcome == "crisis")
        return _crisis(writer, crisis, plan)
    if "answer" in kinds:
        return _answer(writer, [one for one in evidence if one.outcome == "answer"], plan, partly=len(kinds) > 1)
    if "clarify" in kinds:
        return _clarify(writer, next(one for one in evidence if one.outcome == "clarify"), plan)
    return _abstain(writer, evidence[0], plan)


# --- answer -------------------------------------------------------------------------------------------------------


def _answer(writer: Writer, evidence: Sequence[Evidence], plan: Plan, *, partly: bool) -> Draft:
    parts = _parts(writer, evidence, plan)
    lead = _lead(writer, evidence) if not plan.brief else ()
    closing = [writer.phrases.get("close.disclaimer_short" if plan.brief else "close.disclaimer")]
    if not plan.brief and depends_on_land(writer.catalogue, evidence, writer.query.situation.land):
        closing.insert(0, writer.phrases.get("close.land"))
    if not plan.brief and (partly or _asks_more(writer, parts)):
        closing.append(writer.phrases.get("close.partly"))
    contacts = _contacts(writer, ordered(_wanted(writer, [part.docid for part in parts]), writer.suitable), plan.contacts)
    intro = writer.phrases.get("close.referral_short" if plan.brief else "close.referral")
    return _assemble(writer, plan, lead=lead, parts=parts, closing=closing, contact_intro=intro, contacts=contacts)


def _asks_more(writer: Writer, parts: Sequence[Part]) -> bool:
    """Whether the post asks more than the draft has parts, or tells so much that a part may have been overheard."""
    questions = len(_QUESTION_MARKS.findall(writer.query.text))
    return questions > max(1, len(parts)) or len(writer.query.text.split()) > _LONG_POST * max(1, len(parts))


def _lead(writer: Writer, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    thanks = writer.phrases.get("thanks.trust" if writer.query.situation.distressed else "thanks.question")
    if writer.query.situation.single_case:
        return (thanks, writer.phrases.get("close.single_case"))
    if any(one.reason == "myth" for one in evidence):
        return (thanks, writer.phrases.get("lead.claim"))  # neutral: what was passed on may be right
    return (thanks,)


def _parts(writer: Writer, evidence: Sequence[Evidence], plan: Plan) -> list[Part]:
    """The likeliest units while there is room, from at most so many sections; nothing twice, a section's units in its own order."""
    hits = {hit.docid: hit for one in evidence for hit in one.accepted}
    units = {docid: _units(writer, hit, plan) for docid, hit in hits.items()}
    ordered = sorted(
        ((probability, docid, number) for docid, own in units.items() for number, (probability, _) in own.items()),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    room = plan.characters - (250 if plan.brief else 480)
    taken: dict[str, list[int]] = {}
    used: list[Unit] = []
    for _, docid, number in ordered:
        unit = units[docid][number][1]
        full = len(used) == plan.units or (docid not in taken and len(taken) == plan.sections)
        if full or (used and _length(unit) > room) or any(_same(unit, other) for other in used):
            continue
        taken.setdefault(docid, []).append(number)
        used.append(unit)
        room -= _length(unit)
    return [Part(docid, tuple(units[docid][number][1] for number in sorted(numbers))) for docid, numbers in taken.items()]


def _units(writer: Writer, hit: Hit, plan: Plan) -> dict[int, tuple[float, Unit]]:
    """The units of a section that may be used, by number, with the probability that they belong; those of its short form are one choice."""
    article, section = _section(writer, hit)
    if plan.short and section.short:
        best = max((hit.units or {0: 1.0}).values())
        return {number: (best - number / 1000, unit) for number, unit in section_units(writer, article, section.short).items()}
    own = section_units(writer, article, section.sentences)
    if hit.units is None:
        return {number: (1.0 - number / 1000, unit) for number, unit in own.items()}
    return {number: (probability, own[number]) for number, probability in hit.units.items() if number in own}


def _same(unit: Unit, other: Unit) -> bool:
    return repeats(" ".join(unit.texts), " ".join(other.texts))


def section_units(writer: Writer, article: Article, sentences: Sequence[Sentence]) -> dict[int, Unit]:
    """The units of sentences whose figures all have a value on the day of the draft, by their place in the section."""
    units = {}
    for number, group in enumerate(grouped(sentences)):
        texts = [fill(s.text, writer.catalogue.base.figures, day=writer.day, language=article.language) for s in group]
        if all(texts):
            keys = tuple(dict.fromkeys(key for sentence in group for key in sentence.sources))
            units[number] = Unit(tuple(text for text in texts if text), keys)
    return units


def _section(writer: Writer, hit: Hit) -> tuple[Article, Section]:
    return writer.catalogue.sections[hit.docid]


def _length(unit: Unit) -> int:
    return sum(len(text) + 5 for text in unit.texts)


def depends_on_land(catalogue: Catalogue, evidence: Sequence[Evidence], land: str | None) -> bool:
    """Whether an answering section's article has sections for single Länder while the post names no Land."""
    if land:
        return False
    articles = [catalogue.sections[one.accepted[0].docid][0] for one in evidence if one.accepted]
    return any(section.land for article in articles for section in article.sections)


def _wanted(writer: Writer, docids: Sequence[str]) -> list[str]:
    """The referral ids of the articles cited, those of the first article first, then of their topics."""
    articles = [writer.catalogue.sections[docid][0] for docid in docids]
    own = [name for article in articles for name in article.referral]
    topics = [topic for topic in (writer.catalogue.base.topics.get(a.topic or "") for a in articles) if topic]
    return [*own, *(name for topic in topics for name in topic.referral)]


# --- clarify, abstain, crisis -------------------------------------------------------------------------------------


def _clarify(writer: Writer, evidence: Evidence, plan: Plan) -> Draft:
    name, wanted = _theme(writer, evidence)
    intro = writer.phrases.first(f"clarify.{name}.intro", "clarify.intro")
    question = writer.phrases.first(f"clarify.{name}.question", "clarify.question")
    contacts = _contacts(writer, ordered(wanted, writer.suitable), 2 if plan.brief else 4)
    return _assemble(writer, plan, lead=(intro,), contacts=contacts, contacts_first=True, closing=[question])


def _abstain(writer: Writer, evidence: Evidence, plan: Plan) -> Draft:
    theme = writer.catalogue.themes.get(evidence.theme or "")
    if theme is not None and not _is_sure_of(theme, evidence, writer):
        theme, evidence = None, replace(evidence, theme=None)  # the contacts of the closest section fit better than a guess
    name, wanted = _theme(writer, evidence)
    contacts = _contacts(writer, ordered(wanted, writer.suitable), 1 if plan.brief else 2)
    lead = [_said(writer, theme, name)]
    if writer.query.situation.single_case:
        lead.append(writer.phrases.get("close.single_case"))
    closing = [writer.phrases.get("abstain.urgent")] if theme is not None and theme.urgent else []
    return _assemble(writer, plan, lead=lead, closing=closing, contact_intro=writer.phrases.get("abstain.referral"), contacts=contacts)


def _said(writer: Writer, theme: Theme | None, name: str) -> str:
    """Why there is no answer: another theme, by its name; a question of the topics that goes too far; or something unknown."""
    if name == "smalltalk-werbung":
        return writer.phrases.get("abstain.social")
    if theme is not None:
        return writer.phrases.get("abstain.theme", theme=theme.name.get(writer.query.language, theme.name.get("de", "")))
    return writer.phrases.get("abstain.unsure" if writer.query.situation.concepts & CORE else "abstain.general")


def _is_sure_of(theme: Theme, evidence: Evidence, writer: Writer) -> bool:
    """Whether the post itself names what it is about, or is very close to it: a wrong name would be worse than none."""
    return f"theme/{theme.id}" in writer.query.situation.themes or evidence.features["outside"] >= _SURE_OF_THEME


def _crisis(writer: Writer, evidence: Evidence, plan: Plan) -> Draft:
    theme = writer.catalogue.themes.get(evidence.theme or "")
    if theme is not None and theme.section in writer.catalogue.versions:
        return _deadline(writer, evidence, plan, theme.section or "")
    _, wanted = _theme(writer, evidence)
    contacts = _contacts(writer, wanted, 3)
    close = [writer.phrases.get("crisis.danger_close")]
    lead = (writer.phrases.get("crisis.danger"),)
    return _assemble(writer, plan, lead=lead, contacts=contacts, contacts_first=True, closing=close, wish=False)


def _deadline(writer: Writer, evidence: Evidence, plan: Plan, key: str) -> Draft:
    docid = writer.catalogue.version(key, writer.query.language)
    hit = Hit(docid=docid, key=key, kind="section", score=1.0, dense=1.0, question=1.0, lexical=0.0)
    parts = _parts(writer, [replace(evidence, accepted=(hit,))], plan)
    _, wanted = _theme(writer, evidence)
    contacts = _contacts(writer, wanted, 1 if plan.brief else 3)
    closing = [writer.phrases.get("close.disclaimer_short" if plan.brief else "close.disclaimer")]
    lead = (writer.phrases.get("lead.deadline"),)
    intro = writer.phrases.get("crisis.deadline_referral")
    return _assemble(writer, plan, lead=lead, parts=parts, closing=closing, contact_intro=intro, contacts=contacts)


def _theme(writer: Writer, evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    theme = writer.catalogue.themes.get(evidence.theme or "")
    if theme is not None:
        return theme.id, theme.referral
    if evidence.rejected and writer.query.situation.concepts & CORE:
        topic = writer.catalogue.base.topics.get(_section(writer, evidence.rejected[0])[0].topic or "")
        return "", topic.referral if topic else ()
    return "", ()  # the general contact


def _contacts(writer: Writer, wanted: Sequence[str], most: int) -> tuple[Referral, ...]:
    """The contacts wanted, and where a part of the post sounds like danger one for that too."""
    query, base = writer.query, writer.catalogue.base
    chosen = choose(base, wanted, language=query.language, land=query.situation.land, day=writer.day, most=most)
    theme = writer.catalogue.themes.get(query.situation.worry or "")
    if theme is None:
        return chosen
    more = choose(base, theme.referral, language=query.language, land=query.situation.land, day=writer.day, most=1)
    return (*chosen, *(contact for contact in more if contact.id not in {one.id for one in chosen}))


# --- putting it together ------------------------------------------------------------------------------------------


def _assemble(
    writer: Writer,
    plan: Plan,
    *,
    lead: Sequence[str],
    parts: Sequence[Part] = (),
    closing: Sequence[str] = (),
    contact_intro: str = "",
    contacts: Sequence[Referral] = (),
    contacts_first: bool = False,
    wish: bool = True,
) -> Draft:
    if writer.query.situation.worry and wish and not plan.brief:
        closing = (*closing, writer.phrases.get("close.worry"))
    citations = _citations(writer, parts)
    numbers = {citation.docid: citation.number for citation in citations}
    paragraphs = [_paragraph(part, numbers[part.docid]) for part in parts]
    layout = Layout(
        channel=writer.channel,
        phrases=writer.phrases,
        lead=tuple(DraftSentence(text, None, "phrase") for text in lead),
        paragraphs=tuple(paragraphs),
        closing=tuple(DraftSentence(text, None, "phrase") for text in closing),
        contact_intro=contact_intro,
        contacts=tuple(contacts),
        contacts_first=contacts_first,
        citations=citations,
        addresses=plan.addresses,
        brief=plan.brief,
        wish=wish and not plan.brief,
        foreword=in_german(writer.query.message_language) if writer.query.language == "de" and not plan.brief else "",
    )
    return render(layout)


def _paragraph(part: Part, number: int) -> tuple[DraftSentence, ...]:
    return tuple(DraftSentence(text, number, "article") for unit in part.units for text in unit.texts)


def _citations(writer: Writer, parts: Sequence[Part]) -> tuple[Citation, ...]:
    """One number a section, in the order of the draft; its sources are those of the sentences used."""
    citations = []
    for number, part in enumerate(parts, 1):
        article, section = writer.catalogue.sections[part.docid]
        keys = dict.fromkeys(key for unit in part.units for key in unit.sources)
        sources = tuple(article.sources[key] for key in keys if key in article.sources)
        citations.append(Citation(number, part.docid, article.id, article.title, section.heading, sources, article.reviewed))
    return tuple(citations)
