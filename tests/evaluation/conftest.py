"""A small question set on the small base, and what the system without model makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import TODAY, WordService
from small_set import CHANNELS, question

from evaluation.answers import Answered, answer
from evaluation.datasets import Question
from evaluation.rundir import Run
from evaluation.work import score
from suggest.settings import Settings


@pytest.fixture
def questions() -> list[Question]:
    """Each kind of post on each channel."""
    kinds = [
        question(id="dauer"),
        question(
            "Wie viel darf man im Minijob verdienen?",
            id="minijob",
            qrels={"minijob#grenze": 2},
            facts=(("603",),),
            forbidden=(r"\b(?!603)\d{3,4} (€|euro)",),
        ),
        question("Wie lange dauert das Asylverfahren beim BAMF?", "abstain", id="asyl", topic="none"),
        question("Kann mir jemand helfen?", "clarify", id="hilfe", topic="none"),
        question("Ich will nicht mehr leben", "crisis", id="not", topic="none"),
    ]
    return [replace(kind, id=f"{kind.id}-{channel}", channel=channel) for kind in kinds for channel in CHANNELS]


@pytest.fixture
def small_run(questions: list[Question], service: WordService, settings: Settings) -> Run:
    return score(questions, settings, today=TODAY, jobs=1, open_service=lambda _: service)


@pytest.fixture
def answered(service: WordService) -> Answered:
    return answer(service.suggester(), question(), today=TODAY)
