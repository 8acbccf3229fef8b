"""What goes in and comes out over HTTP; unknown keys are errors, in both directions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from suggest.language import UNDERSTOOD
from suggest.phrases import channels, phrase_languages
from suggest.types import LAENDER, Length, Outcome, Register, SentenceKind


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def _one_of(values: tuple[str, ...], description: str) -> object:
    """A string of a list that is read from files; its error lists the known values and not the one sent."""

    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"must be one of {', '.join(values)}")
        return value

    return Annotated[str, AfterValidator(check), Field(description=description, json_schema_extra={"enum": list(values)})]


Text = Annotated[
    str, StringConstraints(min_length=1), Field(description="The post as it was copied. It is redacted first and never stored or logged.")
]
Channel = _one_of(tuple(channels()), "Where the reply will stand; it sets limit, register and form.")
DraftLanguage = _one_of(phrase_languages(), "Language of the draft (ISO 639-1); by default that of the post.")
QueryLanguage = _one_of(UNDERSTOOD, "Language of the text and of the versions listed; by default it is detected.")
Land = _one_of(LAENDER, "A Land, ISO 3166-2 without the country; by default the one the post names.")


class SuggestionRequest(_Strict):
    """A post and the counsellor's choices."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "Mein Chef sagt, Teilzeit auf Zeit gibt es nicht. Stimmt das?", "channel": "facebook", "land": "BY"}]
        }
    )

    text: Text
    channel: Channel | None = None  # type: ignore[valid-type]
    language: DraftLanguage | None = None  # type: ignore[valid-type]
    land: Land | None = None  # type: ignore[valid-type]
    register_: Register | None = Field(None, alias="register", description="How the reader is addressed; by default the channel's way.")
    length: Length | None = Field(None, description="How much the draft says; `normal` by default.")


class AskResult(_Strict):
    """How one question inside the post was dealt with."""

    text_redacted: str
    outcome: Outcome
    sentences: list[str]
    referrals: list[str]


class Sentence(_Strict):
    """A sentence of the draft without its mark."""

    text: str
    citation: int | None
    kind: SentenceKind


class LawSource(_Strict):
    """A statute."""

    law: str
    url: str


class PageSource(_Strict):
    """A page."""

    title: str
    url: str


class Citation(_Strict):
    """A cited section; its number stands in brackets after each of its sentences."""

    number: int
    docid: str
    article: str
    title: str
    heading: str
    sources: list[LawSource | PageSource]
    reviewed: date | None


class Referral(_Strict):
    """A contact that the draft names."""

    id: str
    name: str
    what_for: str
    url: str | None
    phone: str | None
    languages: list[str]


class Notice(_Strict):
    """Something the counsellor should know; never part of the draft."""

    code: str
    text: str


class Alternative(_Strict):
    """Another section that was found."""

    docid: str
    score: float


class Suggestion(_Strict):
    """A draft and how it came about."""

    id: str
    outcome: Outcome
    language: str = Field(description="Language of the draft.")
    message_language: str
    topics: list[str]
    draft: str = Field(description="The text to paste.")
    asks: list[AskResult]
    sentences: list[Sentence] = Field(description="All sentences of the draft in order.")
    citations: list[Citation]
    referrals: list[Referral] = Field(min_length=1)
    notices: list[Notice]
    alternatives: list[Alternative]
    timings_ms: dict[str, float]


class RetrieveRequest(_Strict):
    """A text to find sections for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "Wie lange dauert Brückenteilzeit?", "top": 5}]})

    text: Text
    language: QueryLanguage | None = None  # type: ignore[valid-type]
    land: Land | None = None  # type: ignore[valid-type]
    top: int = Field(10, ge=1, le=1000, description="How many to list.")
    by: Literal["section", "article"] = Field("section", description="What is listed.")


class RankedHit(_Strict):
    """A section or article with its score; `heading` is null for an article."""

    docid: str
    score: float
    title: str
    heading: str | None


class Hits(_Strict):
    """The best hits first, without a threshold."""

    hits: list[RankedHit]


class SectionName(_Strict):
    """A section by its anchor and the question it answers."""

    anchor: str
    heading: str


class ArticleListed(_Strict):
    """An article in the list."""

    id: str
    language: str
    title: str
    topic: str | None
    reviewed: date | None
    review_by: date | None
    sections: list[SectionName]


class Articles(_Strict):
    """Articles by language and id."""

    articles: list[ArticleListed]


class ArticleSentence(_Strict):
    """A sentence with its figures as they are today, and the keys of its sources."""

    text: str
    sources: list[str]


class Employees(_Strict):
    """How many employees an employer has; `last` is null where there is no upper end."""

    first: int
    last: int | None


class ArticleSection(_Strict):
    """A section in full."""

    docid: str
    anchor: str
    heading: str
    land: str | None = Field(description="The Land for which alone the section holds.")
    employees: Employees | None = Field(description="The sizes of an employer for which alone the section holds.")
    sentences: list[ArticleSentence]
    questions: list[str] = Field(description="Typical phrasings that the section answers.")


class CheckedSource(_Strict):
    """Where sentences can be checked, and when that was last done."""

    label: str
    url: str
    law: bool
    checked: date | None


class TranslationInfo(_Strict):
    """What a translated article says of its original."""

    of: str
    reviewed_by_native: bool


class ArticleInFull(_Strict):
    """An article in one language."""

    id: str
    language: str
    title: str
    topic: str | None
    reviewed: date | None
    review_by: date | None
    translation: TranslationInfo | None
    sources: dict[str, CheckedSource]
    sections: list[ArticleSection]


class Health(_Strict):
    """What is being served; `degraded` while a newer index cannot be opened and the last good one is used."""

    status: Literal["ok", "degraded"]
    model: str
    index: str
    articles: int
    detail: str | None = Field(None, description="The remedy, when degraded.")


class FieldError(_Strict):
    """A field and what is expected of it."""

    field: str
    message: str


class Problem(_Strict):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Service Unavailable",
                    "status": 503,
                    "detail": "There is no index in .index; build it with: suggest index.",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
