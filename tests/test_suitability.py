"""Which contacts come first: those that an article names and those that suit the post."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from suggest.base import load_base
from suggest.embedding import BUNDLED, embedder_id
from suggest.suitability import Suitability, default_suitability, ordered

KB = Path(__file__).parents[1] / "kb"


def test_nothing_learnt_keeps_the_order_of_the_article() -> None:
    assert ordered(["b", "a"], {}) == ["b", "a"]


@pytest.mark.parametrize(
    ("suitable", "wanted"),
    [({"c": 0.2}, ["a", "b", "c"]), ({"c": 0.6}, ["c", "a", "b"]), ({"b": 0.3}, ["b", "a"]), ({"a": 0.1, "b": 0.2}, ["a", "b"])],
)
def test_a_contact_that_suits_comes_before_one_that_is_only_named(suitable: dict[str, float], wanted: list[str]) -> None:
    assert ordered(["a", "b"], suitable) == wanted


def test_the_likelier_side_of_the_mean_suits() -> None:
    one = Suitability("m", ("x",), np.array([[4.0, 0.0]], np.float32), np.zeros(1, np.float32), np.array([0.5, 0.5], np.float32))
    assert one.of(np.array([1.0, 0.5], np.float32))["x"] > 0.8
    assert one.of(np.array([0.0, 0.5], np.float32))["x"] < 0.2


@pytest.mark.whole_base
def test_the_committed_model_knows_only_contacts_of_the_base_and_belongs_to_the_bundled_model() -> None:
    learnt = default_suitability()
    assert learnt.model == embedder_id(BUNDLED)
    assert set(learnt.contacts) <= set(load_base(KB).contacts)
