"""The content rules: each an object with a stable id, a severity and a pure function of the base and a day.

The calendar alone never breaks a build: what is overdue or due is a warning.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from suggest.articles import article_digest
from suggest.figures import PLACEHOLDER, value_on
from suggest.redaction import redact
from suggest.types import Article, Base, Section, Sentence
from suggest.wording import ADVICE

Severity = Literal["error", "warning"]
_DUE_SOON = timedelta(days=60)
_LONGEST_SENTENCE = 32
_MOST_SENTENCES = 8
_HARDEST = 11.0
_AMOUNT = re.compile(r"\d[\d.,]*\s?(?:€|Euro|euros?|EUR|Prozent|percent|%)|(?<!\d)20[2-9]\d(?!\d)")
_PARAGRAPH = re.compile(r"§§?\s*(\d+[a-z]?)")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what to do."""

    rule: str
    severity: Severity
    path: Path
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule may look at."""

    base: Base
    today: date
    has_tables: bool
    signed: frozenset[tuple[str, str, str]] = frozenset()


Place = tuple[Article, int, str]
"""Article, line and message of a finding."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its id; `find` yields where it does not hold."""

    id: str
    severity: Severity
    description: str
    find: Callable[[Scope], Iterator[Place]]

    def check(self, scope: Scope) -> Iterator[Finding]:
        """The findings of this rule."""
        for article, line, message in self.find(scope):
            yield Finding(self.id, self.severity, article.path, line, message)


def _sections(scope: Scope) -> Iterator[tuple[Article, Section]]:
    for article in scope.base.articles:
        if article.status != "withdrawn":
            yield from ((article, section) for section in article.sections)


def _sentences(scope: Scope) -> Iterator[tuple[Article, Section, Sentence]]:
    for article, section in _sections(scope):
        yield from ((article, section, sentence) for sentence in (*section.sentences, *section.short))


def _duplicate_id(scope: Scope) -> Iterator[Place]:
    seen: dict[tuple[str, str], Article] = {}
    for article in scope.base.articles:
        first = seen.setdefault((article.language, article.id), article)
        if first is not article:
            yield article, 1, f"the id {article.id!r} is used by {first.path.name} too; give each article its own."


def _duplicate_anchor(scope: Scope) -> Iterator[Place]:
    for article in scope.base.articles:
        anchors = [section.anchor for section in article.sections]
        for section in article.sections:
            if re.search(r"-\d+$", section.anchor) and re.sub(r"-\d+$", "", section.anchor) in anchors:
                yield article, section.line, f"the anchor {section.anchor!r} repeats another one; give each section its own."


def _unknown_source(scope: Scope) -> Iterator[Place]:
    for article, section, sentence in _sentences(scope):
        for key in sentence.sources:
            if key not in article.sources:
                yield article, section.line, f"[^{key}] is not defined in the front matter's sources."


def _unused_source(scope: Scope) -> Iterator[Place]:
    for article in scope.base.articles:
        used = {key for section in article.sections for s in (*section.sentences, *section.short) for key in s.sources}
        for key in article.sources.keys() - used:
            yield article, 1, f"the source {key!r} is used by no sentence; remove it."


def _no_source(scope: Scope) -> Iterator[Place]:
    for article, section, sentence in _sentences(scope):
        facts = sentence.sources == () and (_NUMBER.search(sentence.text) or "§" in sentence.text or PLACEHOLDER.search(sentence.text))
        if facts:
            yield article, section.line, f"a sentence with a number or § has no source: “{sentence.text[:50]}…”."


def _unsourced_section(scope: Scope) -> Iterator[Place]:
    for article, section in _sections(scope):
        if scope.has_tables and section.sentences and not section.sentences[0].sources:
            yield article, section.line, "the first sentence, which answers, has no source."


def _literal_figure(scope: Scope) -> Iterator[Place]:
    for article, section, sentence in _sentences(scope):
        found = _AMOUNT.search(PLACEHOLDER.sub("", sentence.text))
        if found and scope.base.figures and not _fixed_by_law(found.group(), sentence):
            yield article, section.line, f"“{found.group()}” may change by date; make it a figure in figures.toml."


def _fixed_by_law(text: str, sentence: Sentence) -> bool:
    """Percentages and years that stand in a statute's own text (birth dates, rates) are no figures."""
    return bool(re.search(r"%|Prozent|percent|20[2-9]\d", text)) and bool(sentence.sources)


def _paragraph_not_in_source(scope: Scope) -> Iterator[Place]:
    for article, section, sentence in _sentences(scope):
        labels = " ".join(article.sources[key].label for key in sentence.sources if key in article.sources)
        for number in _PARAGRAPH.findall(sentence.text):
            if not re.search(rf"(?<!\d){number}(?![\da-z])", labels):
                yield article, section.line, f"§ {number} stands in the text but in none of the sentence's sources."


def _advice(scope: Scope) -> Iterator[Place]:
    for article, section, sentence in _sentences(scope):
        pattern = ADVICE.get(article.language)
        found = pattern.search(sentence.text) if pattern else None
        if found:
            yield article, section.line, f"individual advice (“{found.group()}”); say what the law says and what it depends on."


def _overdue(scope: Scope) -> Iterator[Place]:
    for article in scope.base.articles:
        if article.review_by and article.review_by < scope.today:
            yield article, 1, f"the review was due on {article.review_by}; check the sources, then set reviewed and review_by."


def _due_soon(scope: Scope) -> Iterator[Place]:
    for article in scope.base.articles:
        if article.review_by and scope.today <= article.review_by <= scope.today + _DUE_SOON:
            yield article, 1, f"the review is due on {article.review_by}."


def _figure_unknown(scope: Scope) -> Iterator[Place]:
    for article, section, sentence in _sentences(scope):
        for name, part in PLACEHOLDER.findall(sentence.text):
            if name not in scope.base.figures:
                yield article, section.line, f"the figure {name!r} is not in figures.toml."
            elif part not in ("", "from", "next", "next_from"):
                yield article, section.line, f"{{{{ {name}.{part} }}}} is not known; use .from, .next or .next_from."


def _figure_ends(scope: Scope) -> Iterator[Place]:
    ahead = scope.today + 2 * _DUE_SOON
    for article, section, sentence in _sentences(scope):
        for name, part in PLACEHOLDER.findall(sentence.text):
            figure = scope.base.figures.get(name)
            if figure and part in ("", "from") and value_on(figure, scope.today) and value_on(figure, ahead) is None:
                yield article, section.line, f"the figure {name!r} has no value from {ahead} on; add it or change the sentence."


def _long_section(scope: Scope) -> Iterator[Place]:
    for article, section in _sections(scope):
        if scope.has_tables and len(section.sentences) > _MOST_SENTENCES:
            yield article, section.line, f"{len(section.sentences)} sentences; split what answers another question."


def _long_sentence(scope: Scope) -> Iterator[Place]:
    for article, section, sentence in _sentences(scope):
        words = len(sentence.text.split())
        if scope.has_tables and words > _LONGEST_SENTENCE + (8 if article.language in ("es", "it", "ar", "en") else 0):
            yield article, section.line, f"a sentence of {words} words; split it."


def wiener_sachtextformel(text: str) -> float:
    """Bamberger and Vanecek's first formula, in school years: 4 is easy, 15 hard. For German text."""
    words = re.findall(r"[A-Za-zÄÖÜäöüß]+", text)
    sentences = max(1, len(re.findall(r"[.!?]", text)))
    if not words:
        return 0.0
    syllables = [max(1, len(re.findall(r"[aeiouyäöü]+", word.lower()))) for word in words]
    long_words = 100 * sum(count >= 3 for count in syllables) / len(words)
    length = len(words) / sentences
    six_letters = 100 * sum(len(word) > 6 for word in words) / len(words)
    one_syllable = 100 * sum(count == 1 for count in syllables) / len(words)
    return 0.1935 * long_words + 0.1672 * length + 0.1297 * six_letters - 0.0327 * one_syllable - 0.875


def _hard(scope: Scope) -> Iterator[Place]:
    for article in scope.base.articles:
        if article.language == "de" and scope.has_tables:
            text = " ".join(s.text for section in article.sections for s in section.sentences)
            score = wiener_sachtextformel(text)
            if score > _HARDEST:
                yield article, 1, f"Wiener Sachtextformel {score:.1f} is above {_HARDEST:.0f}; shorter sentences and words help."


def _originals(scope: Scope) -> Iterator[tuple[Article, Article | None]]:
    by_id = {(a.language, a.id): a for a in scope.base.articles}
    for article in scope.base.articles:
        if article.translation:
            yield article, by_id.get((article.translation.of, article.id))


def _stale_translation(scope: Scope) -> Iterator[Place]:
    for article, original in _originals(scope):
        if original is None:
            yield article, 1, "the original of this translation does not exist."
        elif article.translation and article.translation.digest != article_digest(original.path):
            yield article, 1, f"the original has changed since; compare it and set digest: {article_digest(original.path)}."


def _differing_translation(scope: Scope) -> Iterator[Place]:
    for article, original in _originals(scope):
        if original is None:
            continue
        theirs = {section.anchor: section for section in original.sections}
        for missing in theirs.keys() - {section.anchor for section in article.sections}:
            yield article, 1, f"the section {missing!r} of the original is missing."
        for section in article.sections:
            if section.anchor not in theirs:
                yield article, section.line, f"the section {section.anchor!r} is not in the original."
            else:
                yield from _differences(article, section, theirs[section.anchor])


def _differences(article: Article, section: Section, original: Section) -> Iterator[Place]:
    ours, theirs = [s.sources for s in section.sentences], [s.sources for s in original.sentences]
    if len(ours) != len(theirs):
        yield article, section.line, f"{len(ours)} sentences, the original has {len(theirs)}."
    elif ours != theirs:
        yield article, section.line, "the sources of the sentences differ from the original's."
    elif _marks(section) != _marks(original):
        yield article, section.line, f"figures, numbers or §§ differ from the original: {sorted(_marks(section) ^ _marks(original))}."
    if section.land != original.land:
        yield article, section.line, "land= differs from the original."


def _marks(section: Section) -> set[str]:
    """Figures, §§ and numbers in digits; small numbers may be written as words in one language and digits in the other."""
    text = " ".join(sentence.text for sentence in section.sentences)
    figures = {f"{{{name}.{part}}}" for name, part in PLACEHOLDER.findall(text)}
    return figures | {number for number in _NUMBER.findall(PLACEHOLDER.sub("", text)) if int(number) > 31}


def _missing_translation(scope: Scope) -> Iterator[Place]:
    languages = {a.language for a in scope.base.articles if a.translation}
    english = {a.id for a in scope.base.articles if a.language == "en"}
    for article in scope.base.articles:
        if "en" in languages and article.language == "de" and article.id not in english:
            yield article, 1, "there is no English translation yet."


def _duplicate_question(scope: Scope) -> Iterator[Place]:
    seen: dict[str, str] = {}
    for article, section in _sections(scope):
        for question in section.questions:
            plain = " ".join(re.findall(r"\w+", question.casefold()))
            first = seen.setdefault(plain, article.docid(section))
            if first != article.docid(section):
                yield article, section.line, f"the typical question “{question[:50]}” points to {first} too."


def _few_questions(scope: Scope) -> Iterator[Place]:
    for article, section in _sections(scope):
        fewest = 2 if article.translation else 3
        if scope.has_tables and section.land is None and len(section.questions) < fewest:
            yield article, section.line, f"{len(section.questions)} typical questions; write at least {fewest}."


def _personal_data(scope: Scope) -> Iterator[Place]:
    for article, section in _sections(scope):
        texts = [*(s.text for s in section.sentences), *section.questions, *section.myths]
        for text in texts:
            for span in redact(text).replaced:
                if span.kind not in ("url", "handle", "name", "postcode"):
                    yield article, section.line, f"personal data ({span.kind}) in “{text[:30]}…”."


def _unknown_referral(scope: Scope) -> Iterator[Place]:
    for article in scope.base.articles:
        for name in article.referral:
            if scope.has_tables and name not in scope.base.contacts:
                yield article, 1, f"the referral {name!r} is not in referrals.toml."


def _unknown_topic(scope: Scope) -> Iterator[Place]:
    for article in scope.base.articles:
        if scope.base.topics and article.topic not in scope.base.topics:
            yield article, 1, f"the topic {article.topic!r} is none of {', '.join(scope.base.topics)}."


def sentence_digest(sentence: Sentence) -> str:
    """The first eight digits of the SHA-256 of a sentence as it stands in the file: what a second reader signs."""
    return hashlib.sha256(sentence.text.encode()).hexdigest()[:8]


def _unsigned(scope: Scope) -> Iterator[Place]:
    for article, section in _sections(scope) if scope.signed else ():
        if article.status == "published":
            numbered = [*((str(n), s) for n, s in enumerate(section.sentences, 1)), *((f"s{n}", s) for n, s in enumerate(section.short, 1))]
            for number, sentence in numbered:
                if (article.docid(section), number, sentence_digest(sentence)) not in scope.signed:
                    yield (
                        article,
                        section.line,
                        f"sentence {number} is not signed in REVIEW.md as it stands; let a second reader compare it.",
                    )


RULES: tuple[Rule, ...] = (
    Rule("duplicate-id", "error", "two articles of one language with the same id", _duplicate_id),
    Rule("duplicate-anchor", "error", "two sections of one article with the same anchor", _duplicate_anchor),
    Rule("unknown-source", "error", "a footnote mark without a source in the front matter", _unknown_source),
    Rule("unused-source", "warning", "a source that no sentence uses", _unused_source),
    Rule("sentence-without-source", "error", "a sentence with a number, figure or § and no source", _no_source),
    Rule("answer-without-source", "error", "a first sentence without a source", _unsourced_section),
    Rule("literal-figure", "warning", "an amount in the text that should be a figure", _literal_figure),
    Rule("paragraph-not-in-source", "error", "a § in the text that its source does not name", _paragraph_not_in_source),
    Rule("individual-advice", "error", "wording that advises one person", _advice),
    Rule("review-overdue", "warning", "the day of review has passed", _overdue),
    Rule("review-due-soon", "warning", "the day of review is within 60 days", _due_soon),
    Rule("figure-unknown", "error", "a figure that figures.toml does not have", _figure_unknown),
    Rule("figure-ends", "warning", "a figure without a value 120 days from now", _figure_ends),
    Rule("section-too-long", "warning", "a section of more than 8 sentences", _long_section),
    Rule("sentence-too-long", "warning", "a sentence of more than 32 words (40 in translations)", _long_sentence),
    Rule("hard-to-read", "warning", "a German article above 11 on the Wiener Sachtextformel", _hard),
    Rule("translation-stale", "error", "the original has changed since the translation", _stale_translation),
    Rule("translation-differs", "error", "sections, sources, figures, §§ or numbers differ from the original", _differing_translation),
    Rule("translation-missing", "warning", "a German article without an English version", _missing_translation),
    Rule("duplicate-question", "error", "one typical question that points to two sections", _duplicate_question),
    Rule("few-questions", "warning", "fewer than 3 typical questions (2 in translations)", _few_questions),
    Rule("personal-data", "error", "an e-mail address, number or account in a text", _personal_data),
    Rule("unsigned-sentence", "warning", "a published sentence that REVIEW.md does not list as it stands", _unsigned),
    Rule("referral-unknown", "error", "a referral that referrals.toml does not have", _unknown_referral),
    Rule("topic-unknown", "error", "a topic that topics.toml does not have", _unknown_topic),
)
