from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import TODAY, WordService
from filelock import FileLock

from suggest.errors import ArticleError, IndexMissingError, InputError, ModelError
from suggest.indexing import live_index
from suggest.settings import Settings
from suggest.types import Message


def change(kb_dir: Path, *, addition: str) -> None:
    """Writes one more sentence into the first section of the first German article."""
    path = sorted((kb_dir / "articles" / "de").glob("*.md"))[0]
    first, mark, rest = path.read_text(encoding="utf-8").partition(".[^")
    path.write_text(f"{first} {addition}{mark}{rest}", encoding="utf-8")


def test_a_rebuild_says_what_changed(service: WordService, kb_dir: Path) -> None:
    again = service.build()
    assert (again.added, again.changed, again.deleted) == (0, 0, 0)
    assert again.unchanged > 0
    assert again.embedded == 0
    change(kb_dir, addition="seit heute")
    assert (service.build().changed, service.build().changed) == (1, 0)


def test_a_change_is_live_without_a_restart(service: WordService, kb_dir: Path) -> None:
    before = service.suggester()
    assert service.suggester() is before
    change(kb_dir, addition="seit gestern")
    service.build()
    assert service.suggester() is not before


def test_a_broken_article_leaves_the_last_good_index(service: WordService, kb_dir: Path) -> None:
    good = live_index(service.settings.index_dir)
    (kb_dir / "articles" / "de" / "kaputt.md").write_text("---\nfoo: 1\n---\n", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"kaputt\.md"):
        service.build()
    assert live_index(service.settings.index_dir) == good
    assert service.suggester().suggest(Message("Wie lange dauert Brückenteilzeit?"), today=TODAY).draft.text


def test_an_index_that_was_cut_off_is_built_again(service: WordService) -> None:
    directory = live_index(service.settings.index_dir)
    (directory / "about.json").unlink()
    with pytest.raises(IndexMissingError, match="suggest index"):
        live_index(service.settings.index_dir)
    fresh = WordService(service.settings)
    fresh.build()
    assert live_index(service.settings.index_dir) == directory


@pytest.mark.parametrize("content", ["", "{", '{"index": "gone"}', "[]"])
def test_a_damaged_pointer_is_named_with_the_remedy(service: WordService, content: str) -> None:
    (service.settings.index_dir / "pointer.json").write_text(content)
    with pytest.raises(IndexMissingError, match="suggest index"):
        live_index(service.settings.index_dir)


def test_another_model_is_refused(service: WordService) -> None:
    about = live_index(service.settings.index_dir) / "about.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"model": "other"}))
    with pytest.raises(ModelError, match="built with the model other"):
        WordService(service.settings).suggester()


def test_two_indexers_do_not_meet(service: WordService) -> None:
    with FileLock(service.settings.index_dir / "index.lock"), pytest.raises(InputError, match="Another `suggest index`"):
        service.build()


def test_only_two_indexes_are_kept(service: WordService, kb_dir: Path) -> None:
    for number in range(3):
        change(kb_dir, addition=f"zum {number}")
        service.build()
    assert len(list((service.settings.index_dir / "indexes").iterdir())) == 2


def test_a_base_without_a_published_article_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kb").mkdir()
    settings = Settings(kb_dir=tmp_path / "kb", index_dir=tmp_path / "index", cache_dir=tmp_path / "cache")
    with pytest.raises(InputError, match="no published article"):
        WordService(settings).build()
