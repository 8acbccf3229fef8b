"""The server follows the live index, and keeps the last good one."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import WordService
from starlette.testclient import TestClient

from api.app import create_app
from api.live import Live
from suggest.errors import IndexMissingError
from suggest.settings import Settings


def change(kb_dir: Path) -> None:
    path = kb_dir / "articles/de/minijob.md"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Minijob", "title: Minijob neu"), encoding="utf-8")


def test_a_new_index_is_served_without_a_restart(client: TestClient, service: WordService, kb_dir: Path) -> None:
    assert client.get("/api/v1/articles/de/minijob").json()["title"] == "Minijob"
    change(kb_dir)
    WordService(service.settings).build()
    service._stores.clear()
    assert client.get("/api/v1/articles/de/minijob").json()["title"] == "Minijob neu"


@pytest.mark.parametrize("damage", ["pointer", "about", "model"])
def test_the_last_good_index_is_kept_when_a_newer_cannot_be_opened(
    client: TestClient, service: WordService, kb_dir: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    index = client.get("/health").json()["index"]
    change(kb_dir)
    name = WordService(service.settings).build().name
    about = service.settings.index_dir / "indexes" / name / "about.json"
    if damage == "pointer":
        (service.settings.index_dir / "pointer.json").write_text("{", encoding="utf-8")
    else:
        about.write_text("{" if damage == "about" else about.read_text().replace('"words"', '"other"'), encoding="utf-8")
    assert client.get("/api/v1/articles/de/minijob").json()["title"] == "Minijob"
    health = client.get("/health").json()
    assert (health["status"], health["index"]) == ("degraded", index)
    assert "suggest index" in health["detail"]
    assert caplog.text.count("cannot be opened") == 1


def test_a_server_without_an_index_serves_once_one_is_built(settings: Settings) -> None:
    service = WordService(settings)
    with TestClient(create_app(service=service, warm=True)) as client:
        assert client.get("/health").status_code == 503
        service.build()
        assert client.get("/health").status_code == 200


def test_a_damaged_first_index_is_a_missing_one(service: WordService) -> None:
    (name,) = service._stores
    (service.settings.index_dir / "indexes" / name / "about.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexMissingError, match="suggest index"):
        Live(WordService(service.settings)).suggester()
