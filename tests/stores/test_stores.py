"""The contract of a vector store; each store is one line in `stores`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from suggest.errors import IndexMissingError
from suggest.stores.base import VectorStore
from suggest.stores.chroma import ChromaStore
from suggest.stores.memory import MemoryStore

STORES: dict[str, Callable[[Path], VectorStore]] = {
    "memory": lambda _: MemoryStore(),
    "chroma": lambda path: ChromaStore.embedded(path / "chroma"),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorStore]:
    store = STORES[request.param](tmp_path)
    yield store
    store.close()


def unit(rows: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(rows, 16)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_nearest_come_first_with_their_cosines(store: VectorStore) -> None:
    vectors = unit(50)
    store.create("set", [f"id{i:02}" for i in range(50)], vectors)
    (found,) = store.query("set", vectors[7:8], 5)
    cosines = vectors @ vectors[7]
    assert [name for name, _ in found] == [f"id{i:02}" for i in np.argsort(-cosines)[:5]]
    assert np.allclose([cosine for _, cosine in found], np.sort(cosines)[::-1][:5], atol=1e-4)


def test_several_rows_are_answered_at_once_in_their_order(store: VectorStore) -> None:
    vectors = unit(20)
    store.create("set", [str(i) for i in range(20)], vectors)
    assert [rows[0][0] for rows in store.query("set", vectors[[3, 11, 0]], 1)] == ["3", "11", "0"]


def test_equal_vectors_are_ordered_by_id(store: VectorStore) -> None:
    vector = unit(1)
    store.create("set", ["b", "c", "a"], np.repeat(vector, 3, axis=0))
    assert [name for name, _ in store.query("set", vector, 3)[0]] == ["a", "b", "c"]


def test_sets_are_apart_and_an_unknown_one_is_empty(store: VectorStore) -> None:
    store.create("one", ["x"], unit(1))
    store.create("two", ["y"], unit(1))
    assert store.query("one", unit(1), 5)[0][0][0] == "x"
    assert store.query("none", unit(1), 5) == [[]]
    assert (store.count("one"), store.count("none")) == (1, 0)


def test_chroma_keeps_its_vectors_between_openings(tmp_path: Path) -> None:
    first = ChromaStore.embedded(tmp_path)
    first.create("set", ["x"], unit(1))
    first.close()
    again = ChromaStore.embedded(tmp_path)
    assert again.count("set") == 1
    again.close()


def test_chroma_finds_what_exact_search_finds(tmp_path: Path) -> None:
    vectors, queries = unit(3000), unit(40, seed=1)
    names = [str(i) for i in range(3000)]
    exact, chroma = MemoryStore(), ChromaStore.embedded(tmp_path)
    for one in (exact, chroma):
        one.create("set", names, vectors)
    pairs = zip(exact.query("set", queries, 10), chroma.query("set", queries, 10), strict=True)
    recalls = [len({n for n, _ in a} & {n for n, _ in b}) / 10 for a, b in pairs]
    assert np.mean(recalls) >= 0.99
    chroma.close()


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(IndexMissingError, match="SUGGEST_CHROMA_URL"):
        ChromaStore.server("http://127.0.0.1:9", prefix="x-")
