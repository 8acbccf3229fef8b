"""A knowledge base directory → `Base`: its articles, figures, contacts, topics and themes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from suggest.articles import read_article
from suggest.errors import ArticleError, InputError
from suggest.figures import read_figures
from suggest.types import Article, Base, Contact, Figure, Theme, Topic, TypicalPost

_M = TypeVar("_M", bound=BaseModel)
_NOT_ARTICLES = ("README.md", "REVIEW.md")


class _ContactModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: dict[str, str]
    what_for: dict[str, str]
    url: str | None = None
    phone: str | None = None
    languages: list[str] = []
    kinds: list[str] = ["referral"]
    topics: list[str] = []
    lands: list[str] = []
    stands_for: list[str] = []
    until: Any = None
    checked: Any = None
    source: str | None = None


class _ThemeModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: str
    name: dict[str, str]
    referral: list[str]
    questions: list[str]
    section: str | None = None
    terms: list[str] = []
    urgent: bool = False
    acute: bool = False


class _ConceptModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    patterns: list[str]
    profession: bool = False
    aside: bool = False


class _TopicModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: dict[str, str]
    referral: list[str]


def article_files(directory: Path) -> tuple[Path, list[Path]]:
    """The folder that ids are relative to, and every article file in it, sorted by path.

    Raises InputError when the directory does not exist.
    """
    if not directory.is_dir():
        raise InputError(f"{directory} is not a directory; name one with --kb DIR.")
    root = directory / "articles" if (directory / "articles").is_dir() else directory
    return root, sorted(path for path in root.rglob("*.md") if path.name not in _NOT_ARTICLES)


def load_base(directory: Path) -> Base:
    """Everything in a knowledge base directory; what is missing is empty.

    Raises ArticleError with file and line for the first file that cannot be read.
    """
    root, files = article_files(directory)
    return Base(articles=tuple(read_article(path, root=root) for path in files), **load_tables(directory))


class Tables(TypedDict):
    """Everything of a base but its articles."""

    figures: Mapping[str, Figure]
    contacts: Mapping[str, Contact]
    topics: Mapping[str, Topic]
    themes: tuple[Theme, ...]
    concepts: Mapping[str, re.Pattern[str]]
    questions: Mapping[str, Mapping[str, tuple[str, ...]]]
    posts: tuple[TypicalPost, ...]
    twins: Mapping[str, str]
    professions: frozenset[str]
    asides: frozenset[str]


def load_tables(directory: Path) -> Tables:
    """The figures, contacts, topics and themes of a base. Raises ArticleError naming file and table."""
    concepts = dict(_read(directory / "concepts.toml", _ConceptModel))
    return Tables(
        figures=read_figures(directory / "figures.toml"),
        contacts={key: _contact(key, model) for key, model in _read(directory / "referrals.toml", _ContactModel)},
        topics={key: Topic(key, model.name, tuple(model.referral)) for key, model in _read(directory / "topics.toml", _TopicModel)},
        themes=tuple(_theme(key, model) for key, model in _read(directory / "themes.toml", _ThemeModel)),
        questions={path.stem: _questions(path) for path in sorted((directory / "questions").glob("*.toml"))},
        posts=_posts(directory / "posts.jsonl"),
        twins={key: min(group) for group in read_toml(directory / "twins.toml").get("groups", ()) for key in group},
        concepts={key: _pattern(key, model.patterns) for key, model in concepts.items()},
        professions=frozenset(key for key, model in concepts.items() if model.profession),
        asides=frozenset(key for key, model in concepts.items() if model.aside),
    )


def published(base: Base) -> tuple[Article, ...]:
    """The articles that may be cited."""
    return tuple(article for article in base.articles if article.status == "published")


def _read(path: Path, model: type[_M]) -> Iterator[tuple[str, _M]]:
    for key, table in read_toml(path).items():
        try:
            yield key, model.model_validate(table)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ArticleError(f"{path}: [{key}] {where}: {first['msg']}; see the head of the file.") from None


def read_toml(path: Path) -> Mapping[str, Any]:
    """The tables of a TOML file; empty where there is no file. Raises ArticleError naming file and line."""
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ArticleError(f"{path}: not TOML: {error}.") from None


def _contact(key: str, model: _ContactModel) -> Contact:
    return Contact(
        id=key,
        name=model.name,
        what_for=model.what_for,
        url=model.url,
        phone=model.phone,
        languages=tuple(model.languages),
        kinds=tuple(model.kinds),
        topics=tuple(model.topics),
        lands=tuple(model.lands),
        stands_for=tuple(model.stands_for),
        until=model.until,
    )


def _questions(path: Path) -> Mapping[str, tuple[str, ...]]:
    table = read_toml(path)
    for key, value in table.items():
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise ArticleError(f'{path}: [{key}] is not a list of questions; write "id#anchor" = ["…", "…"].')
    return {key: tuple(value) for key, value in table.items()}


def _posts(path: Path) -> tuple[TypicalPost, ...]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return tuple(_post(path, number, line) for number, line in enumerate(lines, 1))


def _post(path: Path, number: int, line: str) -> TypicalPost:
    try:
        row = json.loads(line)
        return TypicalPost(str(row["text"]), str(row["language"]), tuple(row["fits"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ArticleError(f"{path}:{number}: {type(error).__name__}: {error}; compare the line with its neighbours.") from None


def _pattern(key: str, patterns: list[str]) -> re.Pattern[str]:
    try:
        return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
    except re.error as error:
        raise ArticleError(f"[{key}] holds no regular expression: {error}; compare it with its neighbours.") from None


def _theme(key: str, model: _ThemeModel) -> Theme:
    if model.kind not in ("outside", "vague", "crisis"):
        raise ArticleError(f"themes.toml: [{key}] kind must be outside, vague or crisis, not {model.kind!r}.")
    return Theme(
        id=key,
        kind=model.kind,  # type: ignore[arg-type]
        name=model.name,
        referral=tuple(model.referral),
        questions=tuple(model.questions),
        section=model.section,
        terms=_pattern(key, model.terms) if model.terms else None,
        urgent=model.urgent,
        acute=model.acute,
    )
