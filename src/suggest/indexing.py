"""A base → a new immutable index beside the live one, made live by replacing one small pointer file.

An index directory holds `pointer.json` and `indexes/<name>/` with the vectors (`chroma/`), BM25 (`lexical/<language>/`),
the classifier of sections, the vectors of their units, a copy of the base (`kb/`), so that text and vectors never drift apart,
and `about.json`. Readers follow the pointer.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from suggest.base import load_base, published
from suggest.classifier import Example, SectionClassifier
from suggest.embedding import Embedder
from suggest.errors import IndexMissingError, InputError
from suggest.lexical import LexicalIndex
from suggest.passages import passages_of, post_passages, question_passages, section_text, theme_passages
from suggest.stores.base import VectorStore
from suggest.types import Article, Base, Passage
from suggest.units import UnitVectors, rows_of, unit_texts

FORMAT = 2
_TEXT_WEIGHT, _POST_WEIGHT = 0.3, 2.0  # a passage is least, a post most like what people write
_KEPT = 2  # the live index and the one before it, which a reader may still have open

OpenStore = Callable[[Path, str], VectorStore]
"""Opens the store of an index, given its directory and its name."""

Report = Callable[[int, int], None]
"""Is told how many texts are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a rebuild did, in sections, and how many texts it had to embed."""

    name: str
    added: int
    changed: int
    deleted: int
    unchanged: int
    texts: int
    embedded: int


def build_index(
    kb_dir: Path, index_dir: Path, *, embedder: Embedder, open_store: OpenStore, passage_characters: int, report: Report | None = None
) -> Changes:
    """Brings the index in step with the base and makes it live; what was live stays so until the very last step.

    Raises ArticleError for a file that cannot be read, InputError for an empty base or while another process indexes.
    """
    base = load_base(kb_dir)
    if not published(base):
        raise InputError(f"{kb_dir} holds no published article; set `status: published` in at least one.")
    index_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index_dir / "index.lock", timeout=0):
            return _build(base, kb_dir, index_dir, embedder, open_store, passage_characters, report)
    except Timeout:
        raise InputError(f"Another `suggest index` is writing to {index_dir}; wait until it has finished.") from None


def live_index(index_dir: Path) -> Path:
    """The directory of the live index. Raises IndexMissingError with the remedy when there is none."""
    pointer = index_dir / "pointer.json"
    try:
        name: str = json.loads(pointer.read_text(encoding="utf-8"))["index"]
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexMissingError(f"There is no index in {index_dir}; build it with: suggest index.") from None
    directory = index_dir / "indexes" / name
    if not (directory / "about.json").exists() or read_about(directory)["format"] != FORMAT:
        raise IndexMissingError(f"The index in {directory} is incomplete or of another version; build it again with: suggest index.")
    return directory


def read_about(directory: Path) -> Mapping[str, Any]:
    """What `about.json` says: format, model, base digest, digests of the sections."""
    about: Mapping[str, Any] = json.loads((directory / "about.json").read_text(encoding="utf-8"))
    return about


def _build(
    base: Base, kb_dir: Path, index_dir: Path, embedder: Embedder, open_store: OpenStore, limit: int, report: Report | None
) -> Changes:
    articles = published(base)
    passages = [p for article in articles for p in passages_of(article, figures=base.figures, limit=limit)]
    passages += [*question_passages(base), *theme_passages(base.themes), *post_passages(base)]
    sections = _section_digests(articles, passages)
    name = _name(base, kb_dir, embedder, passages)
    directory = index_dir / "indexes" / name
    before = _sections_before(index_dir)
    if not (directory / "about.json").exists():
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        _write(directory, name, base, kb_dir, passages, embedder, open_store, report)
        about = {"format": FORMAT, "model": embedder.id, "name": name, "texts": len(passages), "sections": sections}
        _write_atomically(directory / "about.json", about)
    _write_atomically(index_dir / "pointer.json", {"index": name})
    _remove_old(index_dir, keep=name)
    embedded = int(getattr(embedder, "embedded", len(passages)))
    return _changes(name, before, sections, texts=len(passages), embedded=embedded)


def _write(
    directory: Path,
    name: str,
    base: Base,
    kb_dir: Path,
    passages: list[Passage],
    embedder: Embedder,
    open_store: OpenStore,
    report: Report | None,
) -> None:
    _copy_base(base, kb_dir, directory / "kb")
    vectors = _write_vectors(passages, embedder, open_store(directory, name), report)
    examples, rows = _examples(passages, base.twins)
    SectionClassifier.fit(examples, np.concatenate([vectors[kind] for kind in vectors])[rows]).save(directory / "classifier.npz")
    _unit_vectors(base, embedder).save(directory / "units.npz")
    for language in sorted({article.language for article in published(base)}):
        articles = [article for article in published(base) if article.language == language]
        read = [(f"{a.id}#{s.anchor}", _lexical_text(a, s_index, base)) for a in articles for s_index, s in enumerate(a.sections)]
        LexicalIndex.build(language, [key for key, _ in read], [text for _, text in read]).save(directory / "lexical" / language)


def _lexical_text(article: Article, number: int, base: Base) -> str:
    section = article.sections[number]
    body = section_text(section, base.figures, language=article.language)
    return "\n".join((article.title, section.heading, body, *section.questions))


def _groups(passages: list[Passage]) -> dict[str, list[Passage]]:
    """The passages of each collection of the store, none of them empty."""
    groups = {
        "text": [p for p in passages if p.kind == "text"],
        "question": [p for p in passages if p.kind in ("question", "myth")],
        "theme": [p for p in passages if p.kind in ("outside", "vague", "crisis")],
    }
    return {kind: group for kind, group in groups.items() if group}


def _write_vectors(
    passages: list[Passage], embedder: Embedder, store: VectorStore, report: Report | None
) -> dict[str, NDArray[np.float32]]:
    """Fills the store; the vectors of each collection, in the order of `_groups`."""
    done, vectors = 0, {}

    def progress(more: int) -> None:
        nonlocal done
        done += more
        if report:
            report(done, len(passages))

    for kind, group in _groups(passages).items():
        embed = embedder.embed_passages if kind == "text" else embedder.embed_queries
        vectors[kind] = embed([p.text for p in group], progress)
        store.create(kind, [p.id for p in group], vectors[kind])
    store.close()
    return vectors


def _examples(passages: list[Passage], twins: Mapping[str, str]) -> tuple[list[Example], list[int]]:
    """What the classifier learns from, and each example's row among the vectors: a post that rests on several sections is one."""
    ordered = [p for group in _groups(passages).values() for p in group]
    posts: dict[str, tuple[int, list[str]]] = {}
    examples, rows = [], []
    for row, passage in enumerate(ordered):
        answer = twins.get(passage.key, passage.key)
        if "/post" in passage.id.rsplit("#", 1)[-1]:
            posts.setdefault(passage.text, (row, []))[1].append(answer)
        else:
            examples.append(Example((answer,), _TEXT_WEIGHT if passage.kind == "text" else 1.0))
            rows.append(row)
    for row, answers in posts.values():
        examples.append(Example(tuple(dict.fromkeys(answers)), _POST_WEIGHT))
        rows.append(row)
    return examples, rows


def _unit_vectors(base: Base, embedder: Embedder) -> UnitVectors:
    texts = unit_texts(published(base), base.figures)
    alone = embedder.embed_passages([text for one in texts for text in one.alone])
    return UnitVectors(alone, embedder.embed_passages([text for one in texts for text in one.headed]), rows_of(texts))


def _copy_base(base: Base, kb_dir: Path, target: Path) -> None:
    for article in base.articles:
        place = target / article.path.relative_to(kb_dir)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(article.path, place)
    for file in _tables(kb_dir):
        place = target / file.relative_to(kb_dir)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)


def _tables(kb_dir: Path) -> list[Path]:
    return sorted([*kb_dir.glob("*.toml"), *kb_dir.glob("questions/*.toml"), *kb_dir.glob("*.jsonl")])


def _section_digests(articles: tuple[Article, ...], passages: list[Passage]) -> dict[str, str]:
    texts: dict[str, list[str]] = {article.docid(section): [] for article in articles for section in article.sections}
    for passage in passages:
        texts.setdefault(passage.docid, []).append(passage.text)
    return {docid: hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12] for docid, parts in texts.items()}


def _name(base: Base, kb_dir: Path, embedder: Embedder, passages: list[Passage]) -> str:
    """A digest of everything that goes into the index, so that the same base and model give the same index."""
    digest = hashlib.sha256(f"{FORMAT}\0{embedder.id}".encode())
    for passage in passages:
        digest.update(f"{passage.id}\0{passage.text}\0".encode())
    files = [article.path for article in base.articles] + _tables(kb_dir)
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _sections_before(index_dir: Path) -> Mapping[str, str]:
    try:
        sections: Mapping[str, str] = read_about(live_index(index_dir))["sections"]
    except (IndexMissingError, ValueError, KeyError):
        return {}
    return sections


def _changes(name: str, before: Mapping[str, str], after: Mapping[str, str], *, texts: int, embedded: int) -> Changes:
    both = before.keys() & after.keys()
    changed = sum(before[docid] != after[docid] for docid in both)
    return Changes(
        name=name,
        added=len(after.keys() - both),
        changed=changed,
        deleted=len(before.keys() - both),
        unchanged=len(both) - changed,
        texts=texts,
        embedded=embedded,
    )


def _write_atomically(path: Path, value: object) -> None:
    building = path.with_suffix(".new")
    with building.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    building.replace(path)


def _remove_old(index_dir: Path, *, keep: str) -> None:
    others = [path for path in (index_dir / "indexes").iterdir() if path.name != keep]
    newest = sorted(others, key=lambda path: -path.stat().st_mtime)
    for path in newest[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def changes_as_json(changes: Changes) -> dict[str, object]:
    """The changes as plain values."""
    return asdict(changes)
