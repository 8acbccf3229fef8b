"""Markdown with front matter → `Article`. Errors name file and line, and what to write instead."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from suggest.errors import ArticleError
from suggest.text import slug, split_sentences
from suggest.types import LAENDER, Article, Section, Sentence, Source, Translation

_FENCES = ("questions", "myth", "short")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n?", re.DOTALL)
_HEADING_ATTRIBUTES = re.compile(r"\s*\{#([\w-]+)((?:\s+\w+=[\w-]+)*)\}\s*$")
_MARKED = re.compile(r"(.+?)((?:\[\^[\w-]+\])+)(?:\s+|$)", re.DOTALL)
_MARK = re.compile(r"\[\^([\w-]+)\]")
_MARKDOWN = MarkdownIt("commonmark")


class _SourceModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    law: str | None = None
    title: str | None = None
    url: str
    checked: date | None = None


class _TranslationModel(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)  # a digest may be all digits
    of: str
    digest: str
    reviewed_by_native: bool = False


class FrontMatter(BaseModel):
    """What may stand in the front matter; everything has a default, so any folder of Markdown can be read."""

    model_config = ConfigDict(extra="forbid")
    id: str | None = None
    title: str | None = None
    language: str | None = None
    topic: str | None = None
    reviewed: date | None = None
    review_by: date | None = None
    status: Literal["draft", "published", "withdrawn"] = "published"
    concepts: list[str] = Field(default_factory=list, alias="for")
    referral: list[str] = Field(default_factory=list)
    sources: dict[str, _SourceModel] = Field(default_factory=dict)
    translation: _TranslationModel | None = None


@dataclass(slots=True)
class _Open:
    """A section while its lines are collected."""

    anchor: str
    heading: str
    land: str | None
    employees: tuple[int, int] | None
    concepts: tuple[str, ...]
    line: int
    lines: list[str] = field(default_factory=list)
    blocks: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _FENCES})


def read_article(path: Path, *, root: Path) -> Article:
    """The article in a file; id and language are taken from its place under `root` where the front matter is silent.

    Raises ArticleError with file, line and remedy.
    """
    try:
        raw = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(f"{path}: not UTF-8 (byte {error.start}); save the file as UTF-8.") from None
    matter, body, first_line = _split(raw, path)
    opened = list(_sections(body, path, first_line))
    relative = path.relative_to(root).with_suffix("")
    folder = relative.parts[0] if len(relative.parts) > 1 and re.fullmatch(r"[a-z]{2}", relative.parts[0]) else None
    named = "/".join(relative.parts[1:] if folder else relative.parts)
    return Article(
        id=matter.id or named,
        title=matter.title or next((s.heading for s in opened if s.heading), named),
        language=matter.language or folder or "de",
        topic=matter.topic,
        status=matter.status,
        reviewed=matter.reviewed,
        review_by=matter.review_by,
        concepts=tuple(matter.concepts),
        referral=tuple(matter.referral),
        sources=_sources(matter),
        sections=tuple(_close(section) for section in _unique(opened)),
        translation=_translation(matter),
        path=path,
    )


def article_digest(path: Path) -> str:
    """Twelve hexadecimal digits that change with the body of an article: what a translation says it was made from."""
    body = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
    return hashlib.sha256(body.strip().encode()).hexdigest()[:12]


def _split(raw: str, path: Path) -> tuple[FrontMatter, str, int]:
    text = raw.replace("\r\n", "\n").removeprefix("\ufeff")
    found = _FRONT_MATTER.match(text)
    if not found:
        return FrontMatter(), text, 0
    try:
        loaded = yaml.load(found.group(1), Loader=yaml.CSafeLoader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise ArticleError(f"{path}:{line}: the front matter is not YAML; compare it with a neighbouring article.") from None
    try:
        return FrontMatter.model_validate(loaded), text[found.end() :], found.group().count("\n")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "front matter"
        raise ArticleError(f"{path}:1: {where}: {first['msg']}; see the format in kb/README.md.") from None


def _sections(body: str, path: Path, first_line: int) -> Iterator[_Open]:
    current = _Open(anchor="text", heading="", land=None, employees=None, concepts=(), line=first_line + 1)
    tokens = _MARKDOWN.parse(body)
    for before, token in zip([None, *tokens], tokens, strict=False):
        line = first_line + 1 + (token.map[0] if token.map else 0)
        if token.type == "inline" and before is not None and before.type == "heading_open":
            if current.lines or current.heading:
                yield current
            current = _heading(token, path, line)
        elif token.type == "inline":
            current.lines.extend(_plain(token).split("\n"))
        elif token.type == "fence" and token.info.strip() in _FENCES:
            block = [stripped for stripped in (item.strip() for item in token.content.split("\n")) if stripped]
            current.blocks[token.info.strip()].extend(block)
        elif token.type in ("fence", "code_block"):
            current.lines.extend(token.content.split("\n"))
    if current.lines or current.heading:
        yield current


def _heading(token: Token, path: Path, line: int) -> _Open:
    text = _plain(token)
    found = _HEADING_ATTRIBUTES.search(text)
    if not found:
        return _Open(anchor=slug(text), heading=text.strip(), land=None, employees=None, concepts=(), line=line)
    attributes = dict(pair.split("=", 1) for pair in found.group(2).split())
    unknown = set(attributes) - {"land", "employees", "for"}
    if unknown:
        raise ArticleError(f"{path}:{line}: unknown attribute {sorted(unknown)[0]!r} after the anchor; known are land, employees and for.")
    land = attributes.get("land")
    if land is not None and land not in LAENDER:
        raise ArticleError(f"{path}:{line}: land={land} is none of {', '.join(LAENDER)}.")
    heading = text[: found.start()].strip()
    concepts = tuple(attributes["for"].split("-")) if "for" in attributes else ()
    return _Open(found.group(1), heading, land, _range(attributes.get("employees"), path, line), concepts, line)


def _range(written: str | None, path: Path, line: int) -> tuple[int, int] | None:
    """`1-15` or `46-`, which has no upper end, as numbers."""
    if written is None:
        return None
    found = re.fullmatch(r"(\d+)-(\d*)", written)
    if not found:
        raise ArticleError(f"{path}:{line}: employees={written} is not a range such as 1-15 or 46-.")
    return int(found.group(1)), int(found.group(2) or 10**9)


def _plain(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
    return "".join(parts)


def _unique(opened: list[_Open]) -> list[_Open]:
    """Gives headings without an anchor of their own a number where their slug was used before."""
    seen: dict[str, int] = {}
    for section in opened:
        count = seen[section.anchor] = seen.get(section.anchor, 0) + 1
        if count > 1:
            section.anchor = f"{section.anchor}-{count}"
    return opened


def _close(opened: _Open) -> Section:
    return Section(
        anchor=opened.anchor,
        heading=opened.heading,
        land=opened.land,
        employees=opened.employees,
        concepts=opened.concepts,
        sentences=tuple(_sentences(opened.lines)),
        short=tuple(_sentences(opened.blocks["short"])),
        questions=tuple(opened.blocks["questions"]),
        myths=tuple(opened.blocks["myth"]),
        line=opened.line,
    )


def _sentences(lines: list[str]) -> Iterator[Sentence]:
    for unit, line in enumerate(lines):
        position = 0
        for found in _MARKED.finditer(line):
            *before, last = split_sentences(found.group(1)) or [""]
            yield from (Sentence(text, (), unit) for text in before)
            yield Sentence(last, tuple(_MARK.findall(found.group(2))), unit)
            position = found.end()
        yield from (Sentence(text, (), unit) for text in split_sentences(line[position:]))


def _sources(matter: FrontMatter) -> Mapping[str, Source]:
    return {
        key: Source(key=key, label=model.law or model.title or model.url, url=model.url, checked=model.checked, is_law=bool(model.law))
        for key, model in matter.sources.items()
    }


def _translation(matter: FrontMatter) -> Translation | None:
    model = matter.translation
    return Translation(model.of, model.digest, model.reviewed_by_native) if model else None
