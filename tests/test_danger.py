"""Danger in the whole post or in one window of it, and what becomes of the other asks."""

from __future__ import annotations

import numpy as np
import pytest

from suggest.classifier import Example, SectionClassifier
from suggest.danger import as_crisis, danger_features, default_danger, nearest_danger
from suggest.evidence import judge
from suggest.selection import Post
from suggest.types import Ask, Evidence, Hit, Situation

WORK, VIOLENCE, DESPAIR = np.eye(3, dtype=np.float32)
CLASSES = ("minijob#grenze", "theme/gewalt-zuhause", "theme/suizid")


def classifier() -> SectionClassifier:
    examples = [Example((name,), 1.0) for name in CLASSES for _ in range(6)]
    return SectionClassifier.fit(examples, np.repeat(np.eye(3, dtype=np.float32), 6, axis=0))


def judged(outcome: str = "answer", probability: float = 0.5) -> Evidence:
    ask = Ask("Lohnt sich das?", "Lohnt sich das?", "Lohnt sich das?")
    return Evidence(ask, outcome, (), (), probability, {})  # type: ignore[arg-type]


def probability(*windows: np.ndarray, hits: tuple[Hit, ...] = (), alarmed: bool = False) -> float:
    post = Post("", WORK, WORK[None], np.array(windows or (WORK,)))
    return default_danger().probability(danger_features(post, [list(hits)], [judged()], classifier(), alarmed=alarmed))


def test_a_window_of_danger_in_a_story_about_work_is_heard() -> None:
    assert probability(WORK, VIOLENCE) > 10 * probability(WORK, WORK)


def test_words_of_danger_and_near_themes_make_it_likelier() -> None:
    near = Hit("theme/suizid", "theme/suizid", "crisis", 0.7, 0.7, 0.7, lexical=0.0, votes=0.6)
    assert probability(alarmed=True) >= default_danger().worry
    assert probability(hits=(near,)) > probability()


@pytest.mark.parametrize(("window", "theme"), [(VIOLENCE, "theme/gewalt-zuhause"), (DESPAIR, "theme/suizid")])
def test_the_theme_is_that_of_the_window(window: np.ndarray, theme: str) -> None:
    assert nearest_danger(Post("", WORK, WORK[None], np.array([WORK, window])), classifier()) == theme


def test_a_crisis_leaves_no_other_ask_and_keeps_a_deadline() -> None:
    assert [one.outcome for one in as_crisis([judged(), judged()], "theme/suizid")] == ["crisis"]
    deadline = judged("crisis")
    assert as_crisis([deadline], "theme/suizid") == [deadline]


def test_words_of_danger_near_a_medical_emergency_name_its_help() -> None:
    ask = Ask("Was tun?", "Was tun?", "Was tun?")
    emergency = Hit("theme/medizinischer-notfall", "theme/medizinischer-notfall", "crisis", 0.8, 0.8, 0.8, lexical=0.0)
    deadline = Hit("theme/kuendigung-frist", "theme/kuendigung-frist", "crisis", 0.9, 0.9, 0.9, lexical=0.0)
    found = judge(ask, [deadline, emergency], situation=Situation(), language="de", threshold=0.5, alarm="danger")
    assert (found.outcome, found.theme) == ("crisis", "theme/medizinischer-notfall")
