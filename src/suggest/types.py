"""The records of the three pipelines, frozen, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from re import Pattern
from typing import Literal

Outcome = Literal["answer", "clarify", "abstain", "crisis"]
Register = Literal["du", "Sie"]
Length = Literal["short", "normal", "full"]
SentenceKind = Literal["article", "phrase", "referral"]

OUTCOMES: tuple[Outcome, ...] = ("crisis", "answer", "clarify", "abstain")
"""All outcomes, the strongest first: a suggestion's outcome is the first that one of its asks has."""

LAENDER = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
"""The sixteen Länder, ISO 3166-2 without the country."""


# --- the knowledge base -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence can be checked: a statute (`law`) or a page (`title`)."""

    key: str
    label: str
    url: str
    checked: date | None
    is_law: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a section, figures not yet filled in.

    Sentences with the same `unit` stand on one line of the article and are never separated in a draft.
    """

    text: str
    sources: tuple[str, ...]
    unit: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that asks, and the text that answers: the unit of citation.

    `land` and `employees` (of the employer, first and last) say for whom alone it holds, `concepts` whom it is meant for.
    """

    anchor: str
    heading: str
    land: str | None
    employees: tuple[int, int] | None
    concepts: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    short: tuple[Sentence, ...]
    questions: tuple[str, ...]
    myths: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Translation:
    """What a translated article says of its original."""

    of: str
    digest: str
    reviewed_by_native: bool


@dataclass(frozen=True, slots=True)
class Article:
    """One Markdown file in one language; `concepts` (in the front matter `for`) are what its readers speak of, empty for all."""

    id: str
    title: str
    language: str
    topic: str | None
    status: str
    reviewed: date | None
    review_by: date | None
    concepts: tuple[str, ...]
    referral: tuple[str, ...]
    sources: Mapping[str, Source]
    sections: tuple[Section, ...]
    translation: Translation | None
    path: Path

    def docid(self, section: Section) -> str:
        """The section's name in every run file and citation: `<language>/<id>#<anchor>`."""
        return f"{self.language}/{self.id}#{section.anchor}"


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A number and the days on which it holds; `until` is its last day, or None."""

    start: date
    until: date | None
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that changes by date, with its label in each language."""

    name: str
    label: Mapping[str, str]
    unit: str
    values: tuple[FigureValue, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """A counselling centre or office of the dated list, in every language it is described in."""

    id: str
    name: Mapping[str, str]
    what_for: Mapping[str, str]
    url: str | None
    phone: str | None
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    lands: tuple[str, ...]
    stands_for: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Theme:
    """A kind of post that no section answers: `outside` the topics, too `vague` to answer, or a `crisis`.

    It is retrieved like a section, by its typical `questions`, helped by its own `terms`, and names the contacts that fit.
    An acute deadline is a crisis whose `section` (`<id>#<anchor>`) says what is urgent, `acute` if whoever needs that section is in a
    hurry; outside the topics, `urgent` says that deadlines may run.
    """

    id: str
    kind: Literal["outside", "vague", "crisis"]
    name: Mapping[str, str]
    referral: tuple[str, ...]
    questions: tuple[str, ...]
    section: str | None = None
    terms: Pattern[str] | None = None
    urgent: bool = False
    acute: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """One of the fields of the base and its contacts when no article names better ones."""

    id: str
    name: Mapping[str, str]
    referral: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypicalPost:
    """A whole post as people write it, and the keys of the sections (or the theme) that a good reply rests on, best first."""

    text: str
    language: str
    fits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """Everything that is written in a knowledge base directory.

    `questions` are further typical questions by language and section key, also in languages without articles; `posts` are
    longer and may rest on several sections. `twins` names, for a section that others answer in other words, one for all of them;
    `professions` are the concepts of which a post that names one excludes what is for others; `asides`
    those that a sentence may speak of beside its section's question.
    """

    articles: tuple[Article, ...]
    figures: Mapping[str, Figure]
    contacts: Mapping[str, Contact]
    topics: Mapping[str, Topic]
    themes: tuple[Theme, ...]
    concepts: Mapping[str, Pattern[str]]
    questions: Mapping[str, Mapping[str, tuple[str, ...]]]
    posts: tuple[TypicalPost, ...] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    professions: frozenset[str] = frozenset()
    asides: frozenset[str] = frozenset()


# --- the index ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded: a part of a section, or one of its typical questions; the unit of retrieval."""

    id: str
    docid: str
    key: str
    language: str
    kind: Literal["text", "question", "myth", "outside", "vague", "crisis"]
    text: str


# --- from a post to a suggestion ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """The raw pasted post and the counsellor's choices; private, so its text is never part of its `repr`."""

    text: str = field(repr=False)
    channel: str = "facebook"
    language: str | None = None
    land: str | None = None
    register: Register | None = None
    length: Length = "normal"


@dataclass(frozen=True, slots=True)
class Replaced:
    """A stretch of the normalised post that was replaced by a placeholder."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """The redacted post with its languages and choices: what every step after redaction may see."""

    text: str = field(repr=False)
    message_language: str
    language: str
    channel: str
    situation: Situation
    register: Register
    length: Length
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a post says of where it comes from, as far as sections are limited by it; `urgent` are those themes that never wait.

    `worry` is the theme of danger that some sentence of the post comes near, though the post as a whole asks something else.
    """

    land: str | None = None
    employees: int | None = None
    concepts: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    urgent: frozenset[str] = frozenset()
    worry: str | None = None
    single_case: bool = False
    distressed: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One question inside a post: the sentence that asks, the same with the sentences it leans on, and the whole post."""

    text: str = field(repr=False)
    context: str = field(repr=False)
    whole: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """A section (or theme) found for an ask; `docid` is its version in the language that will be shown.

    `dense` is the cosine of its best passage, `question` the mean of the two best of its typical questions and posts, `nearest` the
    best, `votes` its share among all that are near, `lexical` BM25, `classified` a tenth of the logarithm of its probability among
    all; `meant` and `limited` say how it fits the situation; `answer` is the key of the section, or the one key of all its twins.
    `units` are the section's units that belong into the reply, by number, each with its probability; None is not chosen yet.
    """

    docid: str
    key: str
    kind: Literal["section", "outside", "vague", "crisis"]
    score: float
    dense: float
    question: float
    lexical: float
    myth: float = 0.0
    nearest: float = 0.0
    votes: float = 0.0
    meant: float = 0.0
    limited: float = 0.0
    classified: float = -2.0
    answer: str = ""
    units: Mapping[int, float] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one ask, and which of it counts; `probability` is that an accepted hit answers."""

    ask: Ask
    outcome: Outcome
    accepted: tuple[Hit, ...]
    rejected: tuple[Hit, ...]
    probability: float
    features: Mapping[str, float]
    theme: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited section; its number stands in brackets after each of its sentences."""

    number: int
    docid: str
    article: str
    title: str
    heading: str
    sources: tuple[Source, ...]
    reviewed: date | None


@dataclass(frozen=True, slots=True)
class Referral:
    """A contact in the language of the draft."""

    id: str
    name: str
    what_for: str
    url: str | None
    phone: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as it stands in the draft, without its citation mark."""

    text: str
    citation: int | None
    kind: SentenceKind


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the counsellor should know; never part of the text to paste."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class AskResult:
    """How one ask was dealt with."""

    text_redacted: str = field(repr=False)
    outcome: Outcome
    sentences: tuple[str, ...]
    referrals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The text to paste and the sentences it is made of, in order."""

    text: str
    sentences: tuple[DraftSentence, ...]
    citations: tuple[Citation, ...]
    referrals: tuple[Referral, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The draft and how it came about."""

    id: str
    outcome: Outcome
    language: str
    message_language: str
    topics: tuple[str, ...]
    draft: Draft
    asks: tuple[AskResult, ...]
    notices: tuple[Notice, ...]
    alternatives: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    replaced: tuple[Replaced, ...]
    timings_ms: Mapping[str, float]
