"""Scaffolds of new articles and translations: files that `suggest check` accepts and that an editor fills in."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import yaml

from suggest.articles import article_digest, read_article
from suggest.base import article_files, load_tables
from suggest.errors import InputError
from suggest.phrases import phrase_languages
from suggest.types import Topic

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_QUESTIONS = re.compile(r"^```questions\n.*?^```$", re.MULTILINE | re.DOTALL)
_REVIEW_AFTER_MONTHS = 6
_ARTICLE = """\
---
{names}
language: de
topic: {topic}
reviewed: {today}
review_by: {review_by}
status: draft                        # a second reader sets published
referral: [{referral}]
sources:
  # a statute: tzbfg8: {{law: "§ 8 TzBfG", url: "https://www.gesetze-im-internet.de/tzbfg/__8.html", checked: {today}}}
  quelle: {{title: "Titel der Seite, an der man den Satz prüfen kann", url: "https://www.gesetze-im-internet.de/"}}
---

## Welche Frage beantwortet dieser Abschnitt? {{#beispiel}}

Der erste Satz beantwortet die Frage der Überschrift und nennt seine Quelle.[^quelle]

```short
Ein Satz für Kanäle mit wenig Platz.[^quelle]
```

```questions
Erste Frage zu {id}, so wie Menschen sie tippen?
zweite frage zu {id} mit anderen worten
Dritte Frage zu {id}, mit etwas Vorgeschichte. Was gilt dann?
```

```myth
Eine falsche Behauptung, die der Abschnitt widerlegt.
```
"""


def new_article(kb_dir: Path, article_id: str, *, title: str, topic: str, today: date) -> Path:
    """The file of a new German article with one example section, status draft.

    Raises InputError for an id that is no slug, an empty title, an unknown topic and a file that exists.
    """
    root, _ = article_files(kb_dir)
    _check_id(article_id)
    topics = load_tables(kb_dir)["topics"]
    if not title.strip():
        raise InputError("The title is empty; name one with --title.")
    if topic not in topics:
        raise InputError(f"There is no topic {topic!r}; known are {', '.join(topics)}.")
    return _write(root / "de" / f"{article_id}.md", _article(article_id, title, topics[topic], today))


def new_translation(kb_dir: Path, article_id: str, language: str) -> Path:
    """The file of a translation, status draft: the German text to be translated, with its anchors, marks and figures.

    The typical questions are left out, for people ask in their own words in each language.
    Raises InputError for an id that is no slug, an unknown language, a missing original and a file that exists.
    """
    root, _ = article_files(kb_dir)
    _check_id(article_id)
    known = [code for code in phrase_languages() if code != "de"]
    if language not in known:
        raise InputError(f"There are no translations into {language!r}; known are {', '.join(known)}.")
    original = root / "de" / f"{article_id}.md"
    if not original.is_file():
        raise InputError(f"There is no German article {article_id!r} to translate; write it first with: suggest new article.")
    read_article(original, root=root)  # names file and line when the original cannot be read
    return _write(root / language / f"{article_id}.md", _translation(original, language))


def _check_id(article_id: str) -> None:
    if not _SLUG.fullmatch(article_id):
        raise InputError(f"{article_id!r} cannot be an id; write small letters a to z, digits and single hyphens, such as teilzeit-antrag.")


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{path} exists; edit it, or choose another id.") from None
    return path


def _article(article_id: str, title: str, topic: Topic, today: date) -> str:
    names = {"id": article_id, "title": " ".join(title.split())}  # quoted where YAML needs it
    return _ARTICLE.format(
        id=article_id,
        names=yaml.safe_dump(names, allow_unicode=True, width=10**6, sort_keys=False).strip(),
        topic=topic.id,
        referral=", ".join(topic.referral),
        today=today,
        review_by=_months_later(today, _REVIEW_AFTER_MONTHS),
    )


def _months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last: six months after 31 August is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _translation(original: Path, language: str) -> str:
    text = original.read_text(encoding="utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    found = _FRONT_MATTER.match(text)
    lines = found.group(1).split("\n") if found else []
    changed = {
        "language": language,
        "status": "draft",
        "translation": f'{{of: de, digest: "{article_digest(original)}", reviewed_by_native: false}}',
    }
    body = _QUESTIONS.sub("```questions\n```", text[found.end() :] if found else f"\n{text}")
    return "\n".join(["---", *_with(lines, changed), "---", body])


def _with(lines: list[str], changed: Mapping[str, str]) -> Iterator[str]:
    """The lines of a front matter with these keys set: in their place where they stand there, else after `status` or first."""
    keys = [line.split(":")[0] for line in lines]
    missing = [f"{key}: {value}" for key, value in changed.items() if key not in keys]
    if "status" not in keys:
        yield from missing
    for key, line in zip(keys, lines, strict=True):
        yield f"{key}: {changed[key]}" if key in changed else line
        if key == "status":
            yield from missing
