from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from suggest.lexical import LexicalIndex, normalise, split_compound

TEXTS = {
    "a": "Die Brückenteilzeit dauert höchstens fünf Jahre.",
    "b": "Der Mindestlohn gilt auch in Teilzeit.",
    "c": "Das Elterngeld wird bei der Elterngeldstelle beantragt.",
}


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build("de", list(TEXTS), list(TEXTS.values()))


@pytest.mark.parametrize(
    ("query", "best"),
    [("Wie lange geht Brückenteilzeit", "a"), ("mindestlöhne", "b"), ("elterngeldstellen antrag", "c"), ("Brükenteilzeit", "a")],
)
def test_inflected_and_misspelt_words_are_found(index: LexicalIndex, query: str, best: str) -> None:
    assert index.ids[int(np.argmax(index.scores(query)))] == best


def test_scores_are_absolute_between_0_and_1(index: LexicalIndex) -> None:
    full, partly, none = (index.scores(text).max() for text in (TEXTS["a"], "höchstens fünf Monate Probezeit", "xyz"))
    assert 1.01 >= full > partly > none == 0


def test_an_index_reads_back_as_it_was_written(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    again = LexicalIndex.load(tmp_path)
    assert again.ids == index.ids
    assert np.allclose(again.scores("Mindestlohn Teilzeit"), index.scores("Mindestlohn Teilzeit"))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("teilzeitantrag", ("teilzeit", "antrag")),
        ("arbeitszeitverkuerzung", ("arbeit", "zeit", "verkuerzung")),
        ("anerkennungsverfahren", ("anerkennung", "verfahren")),
        ("baum", ()),
        ("teilzeitxyz", ()),
    ],
)
def test_compounds_are_split_into_known_words(word: str, parts: tuple[str, ...]) -> None:
    known = {"teilzeit", "antrag", "arbeit", "zeit", "verkuerzung", "anerkennung", "verfahren"}
    assert split_compound(word, known) == parts


@pytest.mark.parametrize(("text", "normal"), [("Größe", "grosse"), ("ÉTÉ", "ete"), ("أُمُّ إجازة", "ام اجازه")])
def test_spellings_of_one_word_are_written_alike(text: str, normal: str) -> None:
    assert normalise(text) == normal
