"""Sections that hold only for a Land, a size of employer or a profession are left out, or lose, where the post says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import WordService

from suggest.settings import Settings
from suggest.types import Hit, Situation

CONCEPTS = """[nurse]
profession = true
patterns = ['pflege\\w*']

[engineer]
profession = true
patterns = ['ingenieur\\w*']
"""
ARTICLE = """# Anerkennung

## Wer ist zuständig in Bayern? {#bayern land=BY}

Zuständig für Anerkennung ist das Landesamt.

## Wer ist zuständig im kleinen Betrieb? {#klein employees=1-15}

Zuständig für Anerkennung ist der kleine Betrieb.

## Wer ist zuständig für Pflege? {#pflege for=nurse}

Zuständig für Anerkennung ist die Pflegestelle.
"""


@pytest.fixture
def service(tmp_path: Path) -> WordService:
    kb = tmp_path / "kb"
    kb.mkdir()
    (kb / "stelle.md").write_text(ARTICLE, encoding="utf-8")
    (kb / "concepts.toml").write_text(CONCEPTS, encoding="utf-8")
    service = WordService(Settings(kb_dir=kb, index_dir=tmp_path / "index", cache_dir=tmp_path / "cache"))
    service.build()
    return service


def search(service: WordService, situation: Situation) -> dict[str, Hit]:
    (hits,) = service.suggester().retriever.search(["Wer ist zuständig für Anerkennung?"], languages=["de"], situation=situation)
    return {hit.key.split("#")[1]: hit for hit in hits}


@pytest.mark.parametrize(("land", "found"), [(None, False), ("BE", False), ("BY", True)])
def test_a_section_for_one_land_is_only_found_for_that_land(service: WordService, land: str | None, found: bool) -> None:
    assert ("bayern" in search(service, Situation(land=land))) is found


@pytest.mark.parametrize(("employees", "found"), [(None, True), (8, True), (80, False)])
def test_a_section_for_small_employers_is_left_out_for_large_ones(service: WordService, employees: int | None, found: bool) -> None:
    assert ("klein" in search(service, Situation(employees=employees))) is found


def test_a_section_for_nurses_loses_where_no_nurse_speaks(service: WordService) -> None:
    nurse, anybody = (search(service, Situation(concepts=frozenset(names)))["pflege"].score for names in (["nurse"], []))
    assert nurse > anybody


def test_a_section_for_nurses_is_left_out_where_only_another_profession_speaks(service: WordService) -> None:
    assert "pflege" not in search(service, Situation(concepts=frozenset(["engineer"])))
    assert "pflege" in search(service, Situation(concepts=frozenset(["engineer", "nurse"])))
