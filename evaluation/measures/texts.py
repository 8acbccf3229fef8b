"""What can be said of a draft's text alone: facts, wrong statements, register, personal data, how hard it is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from evaluation.datasets import Question
from suggest.phrases import phrase_languages, phrases
from suggest.redaction import normalise
from suggest.retrieval import Catalogue
from suggest.rules import wiener_sachtextformel
from suggest.text import split_sentences
from suggest.types import Register, Replaced, Suggestion

_SHORTEST_SECRET = 3  # a shorter span stands in many words by chance


def says(draft: str, alternatives: Sequence[str]) -> bool:
    """Whether a German draft says a required fact in one of its accepted wordings."""
    return any(re.search(one, draft, re.IGNORECASE) for one in alternatives)


def wrong_statements(draft: str, question: Question) -> list[str]:
    """The forbidden patterns that a German draft matches."""
    return [pattern for pattern in question.forbidden if re.search(pattern, draft, re.IGNORECASE)]


def readability(suggestion: Suggestion) -> float | None:
    """School years by the first Wiener Sachtextformel over the article sentences; None unless they are German."""
    sentences = [s.text for s in suggestion.draft.sentences if s.kind == "article"]
    return wiener_sachtextformel(" ".join(sentences)) if sentences and suggestion.language == "de" else None


def keeps_register(suggestion: Suggestion, register: Register) -> bool:
    """Whether no phrase of the draft stands in the other register (`du` for `Sie` or back)."""
    if suggestion.language not in phrase_languages():
        return True  # emergency phrases have one form
    said = " ".join(s.text for s in suggestion.draft.sentences if s.kind == "phrase").casefold()
    return not any(wrong in said for wrong in _of_other_register(suggestion.language, register))


@lru_cache(maxsize=32)
def _of_other_register(language: str, register: Register) -> frozenset[str]:
    """The sentences that the phrase file has only in the other register, folded."""
    table = phrases(language, register).table
    other: Register = "Sie" if register == "du" else "du"
    own = {s.casefold() for text in _texts(table, register) for s in split_sentences(text)}
    return frozenset(s.casefold() for text in _texts(table, other) for s in split_sentences(text) if "{" not in s) - own


def _texts(table: Mapping[str, object], register: Register) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping) and set(value) == {"du", "Sie"}:
            yield str(value[register])
        elif isinstance(value, Mapping):
            yield from _texts(value, register)


def secrets(text: str, replaced: Sequence[Replaced]) -> list[str]:
    """The stretches of a post that redaction replaced, as they were written, those too short to recognise left out."""
    plain = normalise(text)
    spans = {plain[one.start : one.end].strip() for one in replaced}
    return sorted(span for span in spans if len(span) >= _SHORTEST_SECRET)


def leaks(suggestion: Suggestion, question: Question, catalogue: Catalogue) -> list[str]:
    """The kinds of personal data of the post that stand in the draft although the base does not put them there."""
    allowed = _said_by_the_base(suggestion, catalogue)
    kinds = {normalise(question.text)[one.start : one.end].strip(): one.kind for one in suggestion.replaced}
    found = secrets(question.text, suggestion.replaced)
    return [kinds[span] for span in found if _occurs(span, suggestion.draft.text) and not _occurs(span, allowed)]


def left_unredacted(suggestion: Suggestion, question: Question) -> bool:
    """Whether something that was replaced once still stands elsewhere in the redacted post."""
    kept = " ".join(evidence.ask.whole for evidence in suggestion.evidence)
    return any(_occurs(span, kept) for span in secrets(question.text, suggestion.replaced))


def _occurs(span: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(span)}(?!\w)", text, re.IGNORECASE))


def _said_by_the_base(suggestion: Suggestion, catalogue: Catalogue) -> str:
    """Texts that may hold a name or an address without coming from the post: contacts, sources and cited sections."""
    contacts = [catalogue.base.contacts[r.id] for r in suggestion.draft.referrals if r.id in catalogue.base.contacts]
    said = [f"{' '.join(c.name.values())} {' '.join(c.what_for.values())} {c.url} {c.phone}" for c in contacts]
    for citation in suggestion.draft.citations:
        article, section = catalogue.sections.get(citation.docid, (None, None))
        if article and section:
            said += [article.title, section.heading, *(s.text for s in (*section.sentences, *section.short))]
            said += [f"{source.label} {source.url}" for source in article.sources.values()]
    return " ".join(said)
