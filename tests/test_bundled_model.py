from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from suggest import bundled_model
from suggest.bundled_model import prepare_model
from suggest.embedding import LazyEmbedder, SentenceEmbedder, embedder_id, fitting_model
from suggest.errors import ModelError

pytestmark = pytest.mark.model
REFERENCE = Path(__file__).parent / "data" / "reference_vectors.jsonl"


@pytest.fixture(scope="module")
def plain_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_model(tmp_path_factory.mktemp("cache"), fitted=False)


def test_the_converted_model_agrees_with_the_reference_vectors(plain_model: Path) -> None:
    rows = [json.loads(line) for line in REFERENCE.read_text(encoding="utf-8").splitlines()]
    embedder = SentenceEmbedder(str(plain_model), id="plain")
    for role, embed in (("query", embedder.embed_queries), ("passage", embedder.embed_passages)):
        chosen = [row for row in rows if row["role"] == role]
        vectors = embed([row["text"] for row in chosen])
        wanted = np.array([row["vector"] for row in chosen])
        cosines = (vectors * wanted).sum(axis=1) / np.linalg.norm(wanted, axis=1)
        assert len(chosen) == 10
        assert cosines.min() >= 0.999


def test_vectors_do_not_depend_on_the_batch_and_have_length_one(plain_model: Path) -> None:
    embedder = SentenceEmbedder(str(plain_model), id="plain")
    texts = ["kurz", "ein sehr viel längerer Text über Teilzeit und Elternzeit " * 6, "mittel lang"]
    together = embedder.embed_queries(texts)
    alone = np.concatenate([embedder.embed_queries([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)


def test_a_damaged_model_is_written_anew(plain_model: Path) -> None:
    config = plain_model / "config.json"
    good = config.read_text()
    config.write_text(good.replace("384", "385"))
    assert prepare_model(plain_model.parents[1], fitted=False) == plain_model
    assert config.read_text() == good


def test_damaged_weights_are_refused_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "e5-small-q4.bin"
    shutil.copyfile(bundled_model._weights_file(), broken)
    with broken.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\0\1\2\3")
    monkeypatch.setattr(bundled_model, "_weights_file", lambda: broken)
    with pytest.raises(ModelError, match="reinstall"):
        prepare_model(tmp_path / "cache")


def test_a_model_that_does_not_exist_is_named_with_the_setting() -> None:
    with pytest.raises(ModelError, match="SUGGEST_EMBEDDING_MODEL"):
        LazyEmbedder("/no/such/model", cache_dir=Path("/nowhere")).load()


def test_a_base_without_posts_gets_the_model_without_the_adapter(tmp_path: Path) -> None:
    assert fitting_model("bundled", tmp_path) == "general"
    assert embedder_id("general") != embedder_id("bundled")
    (tmp_path / "posts.jsonl").write_text("", encoding="utf-8")
    assert fitting_model("bundled", tmp_path) == "bundled"
    assert fitting_model("/my/model", tmp_path / "elsewhere") == "/my/model"
