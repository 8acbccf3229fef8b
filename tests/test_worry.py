"""Two levels of danger: a part of the post that is likely a cry for help, and one that only worries."""

from __future__ import annotations

from suggest.evidence import as_cry, worry_of
from suggest.types import Ask, Evidence, Hit


def danger(score: float, votes: float) -> Hit:
    return Hit("theme/suizid", "theme/suizid", "crisis", score, score, score, lexical=0.0, votes=votes)


def judged(probability: float) -> Evidence:
    ask = Ask("Lohnt sich das?", "Lohnt sich das?", "Lohnt sich das?")
    return Evidence(ask, "answer", (), (), probability, {})


def test_the_window_nearest_to_danger_worries() -> None:
    theme, probability = worry_of([[danger(0.4, 0.0)], [danger(0.7, 0.6)]])
    assert theme == "theme/suizid"
    assert probability > 0.5
    assert worry_of([[danger(0.4, 0.0)]])[0] is None
    assert worry_of([])[0] is None


def test_a_likely_cry_for_help_is_a_crisis_unless_something_else_is_surely_asked() -> None:
    assert [one.outcome for one in as_cry([judged(0.5)], "theme/suizid", 0.8)] == ["crisis"]
    assert [one.outcome for one in as_cry([judged(0.9)], "theme/suizid", 0.8)] == ["answer"]
    assert [one.outcome for one in as_cry([judged(0.5)], "theme/suizid", 0.3)] == ["answer"]
