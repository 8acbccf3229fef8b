"""Pages of other people → a base directory: one Markdown file a page, whose text is one section."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from suggest.base import load_base
from suggest.errors import InputError
from suggest.text import slug

_ANCHOR = "text"
"""What the base calls the text before a page's first heading."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its id, title and plain text."""

    id: str
    title: str
    text: str


def section_key(page_id: str) -> str:
    """The key of the one section that a page becomes."""
    return f"{slug(page_id)}#{_ANCHOR}"


def write_base(directory: Path, pages: Iterable[Page], language: str) -> int:
    """Writes the pages as a base, and returns how many. Raises InputError when two ids give the same file name."""
    directory.mkdir(parents=True, exist_ok=True)
    written: dict[str, str] = {}
    for page in pages:
        name = slug(page.id)
        if written.setdefault(name, page.id) != page.id:
            raise InputError(f"The pages {written[name]!r} and {page.id!r} would both be {name}.md; give one another id.")
        matter = f"---\nid: {json.dumps(name)}\ntitle: {json.dumps(page.title, ensure_ascii=False)}\nlanguage: {language}\n---\n"
        (directory / f"{name}.md").write_text(f"{matter}\n{as_text(page.text)}\n", encoding="utf-8")
    return len(written)


def as_text(text: str) -> str:
    """Plain text that stays text in an article: no headings, fences, marks or figures, a sentence on each line as before."""
    lines = (re.sub(r"^(?:#+|>|\d+[.)]|[-*+])\s+", "", line.strip()) for line in text.splitlines())
    plain = "\n\n".join(line for line in lines if line)
    for special, harmless in (("```", "'''"), ("~~~", "'''"), ("{{", "{ {"), ("[^", "[ ^"), ("{#", "{ #"), ("---", "–")):
        plain = plain.replace(special, harmless)
    return plain


def sections_of_pages(directory: Path) -> dict[str, list[str]]:
    """For each page of a folder of Markdown, named as its path without `.md`, the keys of its sections."""
    return {article.id: [f"{article.id}#{section.anchor}" for section in article.sections] for article in load_base(directory).articles}
