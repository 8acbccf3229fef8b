"""Posts with the ideal reply that helpers chose from the base: `evaluation/replies/posts.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from suggest.errors import InputError

POSTS = Path(__file__).parent / "replies" / "posts.jsonl"
_SAME_SENTENCE = 0.8


@dataclass(frozen=True, slots=True)
class IdealReply:
    """A post, what should become of it, and the German sentences by section key that a good reply takes, best first."""

    id: str
    text: str
    language: str
    channel: str
    outcome: str
    theme: str
    contacts: tuple[str, ...]
    plan: Mapping[str, tuple[str, ...]]
    also: frozenset[str]

    def takes(self, key: str, unit: str) -> bool:
        """Whether the reply takes a unit of a section; a sentence that was edited since is still the same one."""
        return any(
            sentence in unit or SequenceMatcher(None, sentence, unit).ratio() > _SAME_SENTENCE for sentence in self.plan.get(key, ())
        )


def load_replies(path: Path = POSTS) -> list[IdealReply]:
    """The posts in the order of the file. Raises InputError with file and line."""
    replies = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            replies.append(_reply(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: {type(error).__name__}: {error}; compare it with its neighbours.") from None
    return replies


def _reply(row: Mapping[str, object]) -> IdealReply:
    plan, contacts, also = row["plan"], row["contacts"], row["also"]
    assert isinstance(plan, list)
    assert isinstance(contacts, list)
    assert isinstance(also, list)
    return IdealReply(
        id=str(row["id"]),
        text=str(row["text"]),
        language=str(row["language"]),
        channel=str(row["channel"]),
        outcome=str(row["outcome"]),
        theme=str(row["theme"]),
        contacts=tuple(contacts),
        plan={part["section"]: tuple(part["sentences"]) for part in plan},
        also=frozenset(also),
    )
