from __future__ import annotations

import math

import pytest
from small_set import question

from evaluation.measures.retrieval import RETRIEVAL, retrieval_scores


def scores(ranked: list[str] | None, qrels: dict[str, int]) -> dict[str, float | None]:
    run = {} if ranked is None else {"q": [(key, 1.0 - place / 100) for place, key in enumerate(ranked)]}
    return retrieval_scores([question(qrels=qrels)], run)["q"]


def test_by_hand() -> None:
    """The second of three is graded 1, the third 2; a section graded 2 is not found."""
    found = scores(["x", "helps", "answers"], {"answers": 2, "helps": 1, "missed": 2})
    ideal = 2 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    assert found["nDCG@10"] == pytest.approx((1 / math.log2(3) + 2 / math.log2(4)) / ideal)
    assert found["R@10"] == 0.5
    assert found["RR"] == pytest.approx(1 / 3)
    assert (found["Success@1"], found["Success@3"]) == (0.0, 1.0)
    assert found["Judged@10"] == pytest.approx(2 / 3)


def test_a_judged_question_that_is_missing_from_the_run_scores_0() -> None:
    assert scores(None, {"answers": 2}) == dict.fromkeys(RETRIEVAL, 0.0)
    both = retrieval_scores([question(id="a"), question(id="b")], {"a": [("brueckenteilzeit#dauer", 1.0)]})
    assert both["a"]["Success@1"] == 1.0
    assert both["b"] == dict.fromkeys(RETRIEVAL, 0.0)


def test_what_need_not_be_answered_is_not_judged() -> None:
    assert retrieval_scores([question(outcome="abstain")], {})["q"] == dict.fromkeys(RETRIEVAL)
    assert scores(["helps"], {"helps": 1}) == dict.fromkeys(RETRIEVAL)
