"""Which units go into a reply: thresholds, twins, and asks that stay open."""

from __future__ import annotations

from suggest.selection import Candidate, SelectionModel, Selector, assigned
from suggest.types import Ask, Evidence, Hit

MODEL = SelectionModel({"x": 1.0}, 0.0, least_main=0.5, least_other=0.8)


def hit(key: str, score: float = 0.5, answer: str = "") -> Hit:
    return Hit(f"de/{key}", key, "section", score, score, score, lexical=0.0, answer=answer or key)


def candidate(key: str, unit: int, x: float, answer: str = "") -> Candidate:
    return Candidate(hit(key, answer=answer), unit, {"x": x})


def chosen(*candidates: Candidate) -> dict[str, list[int]]:
    selector = Selector.__new__(Selector)
    return {key: sorted(units) for key, units in selector.chosen(candidates, MODEL).items()}


def test_the_likeliest_unit_leads_and_other_sections_must_be_likelier_than_its_own_units() -> None:
    found = chosen(candidate("a#1", 0, 3.0), candidate("a#1", 2, 0.1), candidate("b#1", 0, 1.0), candidate("c#1", 1, 2.0))
    assert found == {"a#1": [0, 2], "c#1": [1]}
    assert list(found) == ["a#1", "c#1"]


def test_the_best_unit_is_taken_however_unlikely() -> None:
    assert chosen(candidate("a#1", 1, -5.0), candidate("b#1", 0, -6.0)) == {"a#1": [1]}


def test_of_twins_only_one_is_taken() -> None:
    assert chosen(candidate("a#1", 0, 3.0, "a#1"), candidate("b#1", 0, 3.0, "a#1")) == {"a#1": [0]}


def test_an_ask_without_any_unit_stays_open() -> None:
    ask = Ask("Wie lange?", "Wie lange?", "Wie lange?")
    first = Evidence(ask, "answer", (hit("a#1"),), (), 0.9, {})
    second = Evidence(ask, "answer", (hit("b#1"),), (), 0.6, {})
    both = assigned([first, second], [[hit("a#1", 0.9)], [hit("b#1"), hit("a#1", 0.4)]], {"a#1": {0: 0.7}})
    assert [one.outcome for one in both] == ["answer", "abstain"]
    assert both[0].accepted[0].units == {0: 0.7}
    assert [one.key for one in both[1].rejected] == ["b#1"]
