"""What the counsellor is told beside the draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from suggest.drafting import depends_on_land
from suggest.phrases import channel, notice
from suggest.retrieval import Catalogue
from suggest.types import Article, Draft, Evidence, Notice, Outcome, Query

LANGUAGE_NAMES = {
    "de": {
        "de": "Deutsch", "en": "Englisch", "es": "Spanisch", "it": "Italienisch", "ar": "Arabisch", "tr": "Türkisch", "uk": "Ukrainisch",
        "ru": "Russisch", "fr": "Französisch", "pl": "Polnisch", "fa": "Persisch", "ro": "Rumänisch", "pt": "Portugiesisch",
        "bg": "Bulgarisch", "ku": "Kurdisch",
    },
    "en": {
        "de": "German", "en": "English", "es": "Spanish", "it": "Italian", "ar": "Arabic", "tr": "Turkish", "uk": "Ukrainian",
        "ru": "Russian", "fr": "French", "pl": "Polish", "fa": "Persian", "ro": "Romanian", "pt": "Portuguese", "bg": "Bulgarian",
        "ku": "Kurdish",
    },
}  # fmt: skip


def notices_for(
    query: Query,
    evidence: Sequence[Evidence],
    draft: Draft,
    catalogue: Catalogue,
    *,
    outcome: Outcome,
    wanted: str,
    sure: bool,
    asks_left: int,
    day: date,
    interface: str = "de",
) -> tuple[Notice, ...]:
    """The notices in the order of their weight: danger first."""
    cited = [catalogue.sections[citation.docid][0] for citation in draft.citations]
    found = (
        *_crisis(evidence, catalogue, outcome, interface),
        *([notice("worry", interface)] if query.situation.worry and outcome != "crisis" else ()),
        *_language(query, wanted, sure, interface),
        *_content(cited, day, interface),
        *_scope(query, evidence, catalogue, outcome, asks_left, interface),
        *_redacted(query, interface),
    )
    too_long = len(draft.text) - channel(query.channel).characters
    return (*found, notice("too_long", interface, count=too_long)) if too_long > 0 else found


def _crisis(evidence: Sequence[Evidence], catalogue: Catalogue, outcome: Outcome, interface: str) -> Iterator[Notice]:
    if outcome == "crisis":
        themes = [catalogue.themes.get(one.theme or "") for one in evidence if one.outcome == "crisis"]
        deadline = all(theme is not None and theme.section for theme in themes)
        yield notice("deadline" if deadline else "danger", interface)


def _language(query: Query, wanted: str, sure: bool, interface: str) -> Iterator[Notice]:
    names = LANGUAGE_NAMES.get(interface, LANGUAGE_NAMES["de"])
    if not sure:
        yield notice("unsure_language", interface)
    if (
        query.message_language != wanted
        and query.language == wanted
        and query.message_language in names
        and query.message_language != query.language
    ):
        yield notice("no_phrases", interface, message=names[query.message_language], used=names[query.language])
    elif query.language != wanted:
        yield notice("language", interface, wanted=names.get(wanted, wanted), used=names[query.language])


def _content(cited: Sequence[Article], day: date, interface: str) -> Iterator[Notice]:
    overdue = sorted({article.title for article in cited if article.review_by and article.review_by < day})
    if overdue:
        yield notice("overdue", interface, articles=", ".join(overdue))
    if any(article.translation and not article.translation.reviewed_by_native for article in cited):
        yield notice("not_native", interface)


def _scope(
    query: Query, evidence: Sequence[Evidence], catalogue: Catalogue, outcome: Outcome, asks_left: int, interface: str
) -> Iterator[Notice]:
    if outcome == "answer":
        if depends_on_land(catalogue, evidence, query.situation.land):
            yield notice("land", interface)
        if any(one.reason == "myth" for one in evidence):
            yield notice("myth", interface)
        if any(one.outcome != "answer" for one in evidence):
            yield notice("partly", interface)
    if asks_left:
        yield notice("left_out", interface, count=asks_left)


def _redacted(query: Query, interface: str) -> Iterator[Notice]:
    if query.replaced:
        counts = Counter(one.kind for one in query.replaced)
        yield notice("redacted", interface, kinds=", ".join(f"{count} × [{kind}]" for kind, count in sorted(counts.items())))
