from __future__ import annotations

from pathlib import Path

import pytest

from suggest.articles import article_digest, read_article
from suggest.errors import ArticleError

ARTICLE = """---
id: probe
title: Eine Probe
language: de
topic: part_time
for: [doctor]
referral: [mbe]
sources:
  a: {law: "§ 8 TzBfG", url: "https://example.org/8", checked: 2026-11-22}
---

## Wer darf das? {#wer land=BY}

Satz eins.[^a] Satz zwei.[^a]
Satz drei, ohne Quelle.

```short
Kurz.[^a]
```

```questions
Darf ich das?
wer darf??
```

```myth
Niemand darf.
```

## Zweite Frage {#zwei employees=1-15}

Antwort.[^a]
"""


def write(tmp_path: Path, text: str, name: str = "probe.md") -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_article_is_read_with_all_its_parts(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, ARTICLE), root=tmp_path)
    first, second = article.sections
    assert (article.id, article.topic, article.concepts, article.referral) == ("probe", "part_time", ("doctor",), ("mbe",))
    assert (first.anchor, first.heading, first.land, second.employees) == ("wer", "Wer darf das?", "BY", (1, 15))
    assert [(s.text, s.sources, s.unit) for s in first.sentences] == [
        ("Satz eins.", ("a",), 0),
        ("Satz zwei.", ("a",), 0),
        ("Satz drei, ohne Quelle.", (), 1),
    ]
    assert first.questions == ("Darf ich das?", "wer darf??")
    assert first.myths == ("Niemand darf.",)
    assert first.short[0].text == "Kurz."
    assert article.docid(first) == "de/probe#wer"


def test_a_bare_file_gets_what_is_missing_from_its_place_and_its_headings(tmp_path: Path) -> None:
    article = read_article(
        write(tmp_path, "Vorab.\n\n# Titel\n\nText *eins*.\n\n## Öffnung\n\nText zwei.\n", "stadt/seite.md"), root=tmp_path
    )
    assert (article.id, article.language, article.title, article.status) == ("stadt/seite", "de", "Titel", "published")
    assert [section.anchor for section in article.sections] == ["text", "titel", "oeffnung"]
    assert article.sections[1].sentences[0].text == "Text eins."


def test_a_language_folder_is_the_language_and_no_part_of_the_id(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, "# Page\n\nText.\n", "en/page.md"), root=tmp_path)
    assert (article.language, article.id) == ("en", "page")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("topic: part_time", "topik: part_time"), "topik"),
        (("language: de", "language: [de"), "not YAML"),
        (("land=BY", "land=XX"), "land=XX is none of"),
        (("land=BY", "stadt=Ulm"), "unknown attribute 'stadt'"),
        (("employees=1-15", "employees=viele"), "not a range"),
    ],
)
def test_a_broken_article_is_named_with_the_remedy(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = write(tmp_path, ARTICLE.replace(*change))
    with pytest.raises(ArticleError, match=r"probe\.md") as raised:
        read_article(path, root=tmp_path)
    assert message in str(raised.value)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.md"
    path.write_bytes("für".encode("latin-1"))
    with pytest.raises(ArticleError, match="UTF-8"):
        read_article(path, root=tmp_path)


def test_the_digest_follows_the_body_not_the_front_matter(tmp_path: Path) -> None:
    path = write(tmp_path, ARTICLE)
    before = article_digest(path)
    write(tmp_path, ARTICLE.replace("title: Eine Probe", "title: Andere"))
    assert article_digest(path) == before
    write(tmp_path, ARTICLE.replace("Satz eins", "Satz 1"))
    assert article_digest(path) != before
