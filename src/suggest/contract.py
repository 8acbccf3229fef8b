"""The sentence contract, checked on every draft before it leaves: a violation stops it and names the rule, not the text."""

from __future__ import annotations

import re
from datetime import date

from suggest.errors import ContractError
from suggest.figures import fill
from suggest.phrases import channel
from suggest.rendering import contact_line, mark
from suggest.retrieval import Catalogue
from suggest.types import Article, Draft, DraftSentence, Section
from suggest.wording import ADVICE

_MARK = re.compile(r"\[(\d+)\]")


def verify(draft: Draft, catalogue: Catalogue, *, channel_name: str, day: date) -> None:
    """Raises ContractError with the name of the first rule that the draft breaks."""
    rules = {
        "article sentences are cited and verbatim": all(
            _is_verbatim(s, draft, catalogue, day) for s in draft.sentences if s.kind == "article"
        ),
        "phrases and contacts carry no citation": all(s.citation is None for s in draft.sentences if s.kind != "article"),
        "every mark has its citation and back": _marks_match(draft),
        "no individual advice": not any(_advises(s, draft, catalogue) for s in draft.sentences if s.kind == "article"),
        "contacts are those of the list": _contacts_match(draft, channel_name),
        "every sentence stands in the text, in order": _in_order(draft),
        "nothing is said twice": _unique(draft),
    }
    for rule, kept in rules.items():
        if not kept:
            raise ContractError(f"The draft was stopped: the rule {rule!r} does not hold. Please report it with the time.")


def _cited(sentence: DraftSentence, draft: Draft, catalogue: Catalogue) -> tuple[Article, Section] | None:
    docid = next((c.docid for c in draft.citations if c.number == sentence.citation), None)
    return catalogue.sections.get(docid or "")


def _is_verbatim(sentence: DraftSentence, draft: Draft, catalogue: Catalogue, day: date) -> bool:
    cited = _cited(sentence, draft, catalogue)
    if cited is None:
        return False
    article, section = cited
    figures = catalogue.base.figures
    allowed = {fill(s.text, figures, day=day, language=article.language) for s in (*section.sentences, *section.short)}
    return article.status == "published" and sentence.text in allowed


def _marks_match(draft: Draft) -> bool:
    in_text = {int(number) for number in _MARK.findall(draft.text)}
    numbers = [citation.number for citation in draft.citations]
    used = {s.citation for s in draft.sentences if s.citation is not None}
    return in_text == set(numbers) == used and numbers == list(range(1, len(numbers) + 1))


def _advises(sentence: DraftSentence, draft: Draft, catalogue: Catalogue) -> bool:
    cited = _cited(sentence, draft, catalogue)
    pattern = ADVICE.get(cited[0].language) if cited else None
    return bool(pattern and pattern.search(sentence.text))


def _contacts_match(draft: Draft, channel_name: str) -> bool:
    urls = channel(channel_name).urls
    lines = {contact_line(r, addresses=urls, brief=brief) for r in draft.referrals for brief in (True, False)}
    return all(s.text in lines for s in draft.sentences if s.kind == "referral")


def _in_order(draft: Draft) -> bool:
    at = 0
    for sentence in draft.sentences:
        found = draft.text.find(re.sub(r"[ \t]+", " ", mark(sentence)).strip(), at)
        if found < 0:
            return False
        at = found + 1
    return True


def _unique(draft: Draft) -> bool:
    texts = [s.text for s in draft.sentences if s.kind == "article"]
    return len(texts) == len(set(texts))
