"""Typical posts lead to the sections they rest on, and sections that answer the same question count as one answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import TODAY, WordService

from suggest.base import load_base
from suggest.errors import ArticleError
from suggest.passages import post_passages
from suggest.settings import Settings
from suggest.types import Hit, Message

ARTICLE = """# Urlaub

## Wie viel Urlaub? {#urlaub}

Der Urlaub richtet sich nach den Arbeitstagen je Woche.

## Wie viele freie Tage? {#frei}

Freie Tage richten sich nach den Arbeitstagen je Woche.

## Wann verfällt er? {#verfall}

Er verfällt am Ende des Jahres.
"""
POST = "Chef kürzt meine Sommerferien weil ich dienstags daheim bin"


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    directory = tmp_path / "kb"
    directory.mkdir()
    (directory / "urlaub.md").write_text(ARTICLE, encoding="utf-8")
    row = {"text": POST, "language": "de", "fits": ["urlaub#urlaub", "urlaub#gibt-es-nicht"]}
    (directory / "posts.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return directory


def service_of(kb: Path) -> WordService:
    service = WordService(Settings(kb_dir=kb, index_dir=kb.parent / "index", cache_dir=kb.parent / "cache"))
    service.build()
    return service


def hits(service: WordService) -> dict[str, Hit]:
    (found,) = service.suggester().retriever.search([POST], languages=["de"])
    return {hit.key.split("#")[1]: hit for hit in found}


def test_a_post_leads_to_its_section_and_unknown_sections_are_left_out(kb: Path) -> None:
    assert [passage.key for passage in post_passages(load_base(kb))] == ["urlaub#urlaub"]
    found = hits(service_of(kb))
    assert found["urlaub"].votes == pytest.approx(1.0)
    assert found["urlaub"].score == max(hit.score for hit in found.values())


def test_twins_share_their_votes_and_are_never_cited_together(kb: Path) -> None:
    (kb / "twins.toml").write_text('groups = [["urlaub#urlaub", "urlaub#frei"]]\n', encoding="utf-8")
    service = service_of(kb)
    found = hits(service)
    assert found["frei"].votes == found["urlaub"].votes == pytest.approx(1.0)
    assert found["verfall"].votes == 0
    cited = service.suggester().suggest(Message(POST, length="full"), today=TODAY, section="de/urlaub#urlaub").draft.citations
    assert "de/urlaub#frei" not in [citation.docid for citation in cited]


@pytest.mark.parametrize("line", ["{", '{"text": "a"}', "[]"])
def test_a_broken_line_is_named(kb: Path, line: str) -> None:
    with (kb / "posts.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(ArticleError, match=r"posts\.jsonl:2"):
        load_base(kb)
