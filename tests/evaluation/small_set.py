"""Questions on the small base, and a service that another process can open."""

from __future__ import annotations

import shutil
from dataclasses import replace

from fakes import POST, WordService

from evaluation.datasets import Question
from suggest.settings import Settings

CHANNELS = ("facebook", "gutefrage", "telegram", "email", "instagram", "threads")


def question(text: str = POST, outcome: str = "answer", **changes: object) -> Question:
    """A German question about Brückenteilzeit, changed as named."""
    answers = outcome == "answer"
    plain = Question(
        id="q",
        text=text,
        language="de",
        channel="facebook",
        topic="part_time",
        outcome=outcome,  # type: ignore[arg-type]
        land=None,
        qrels={"brueckenteilzeit#dauer": 2} if answers else {},
        facts=(("höchstens fünf jahre",),) if answers else (),
        forbidden=("höchstens drei jahre",),
        contacts=() if answers else ("mbe", "notruf"),
        set="small",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


class BuiltService(WordService):
    """A service that a worker process opens: its store is in memory, so it builds its index anew."""

    def __init__(self, settings: Settings) -> None:
        shutil.rmtree(settings.index_dir)
        super().__init__(settings)
        self.build()
