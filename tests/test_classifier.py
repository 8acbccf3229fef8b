"""The classifier of sections: what it learns, keeps and answers to the unknown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from suggest.classifier import LOWEST, Example, SectionClassifier

CORNERS = np.eye(4, dtype=np.float32)


def classifier() -> SectionClassifier:
    random = np.random.default_rng(0)
    vectors = np.repeat(CORNERS[:3], 8, axis=0) + random.normal(0, 0.05, (24, 4)).astype(np.float32)
    return SectionClassifier.fit([Example((name,), 1.0) for name in "abc" for _ in range(8)], vectors)


@pytest.mark.parametrize(("vector", "name"), [(0, "a"), (1, "b"), (2, "c")])
def test_a_text_is_about_the_section_whose_examples_it_is_like(vector: int, name: str) -> None:
    one = classifier()
    logs = one.log_probabilities(CORNERS[[vector]])[0]
    assert one.classes[int(logs.argmax())] == name
    assert np.exp(logs).sum() == pytest.approx(1.0, abs=1e-5)


def test_a_text_like_no_example_is_surely_about_none() -> None:
    logs = classifier().log_probabilities(CORNERS[[3]])[0]
    assert np.exp(logs).max() < 0.6


def test_an_example_of_two_sections_speaks_for_both_and_more_for_its_own() -> None:
    examples = [Example(("a", "b"), 1.0)] * 6 + [Example(("c",), 1.0)] * 6
    one = SectionClassifier.fit(examples, np.repeat(CORNERS[:2], 6, axis=0))
    a, b, c = one.log_probabilities(CORNERS[[0]])[0]
    assert a > b > c


def test_it_is_kept_as_it_was(tmp_path: Path) -> None:
    one = classifier()
    one.save(tmp_path / "classifier.npz")
    again = SectionClassifier.load(tmp_path / "classifier.npz")
    assert again.classes == one.classes
    np.testing.assert_array_equal(again.log_probabilities(CORNERS), one.log_probabilities(CORNERS))
    assert again.log_probabilities(CORNERS).min() >= LOWEST
