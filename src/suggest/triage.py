"""What a post asks: its single asks, whether it speaks of danger, and which Land it names."""

from __future__ import annotations

from suggest.places import lands_named
from suggest.text import split_sentences
from suggest.types import Ask
from suggest.wording import AGREEMENT, CLAIM, COURTESY, DANGER, DEADLINE, DISMISSED, DISTRESS, EMPLOYEES, INDIVIDUAL, QUESTION

_SHORT_POST = 45
"""Words; up to this a post with one question sentence is one ask as a whole."""
_CONTEXT_WORDS = 60
_MOST_ASKS = 6
_MOST_WINDOWS = 16


def split_asks(text: str) -> tuple[Ask, ...]:
    """The asks of a redacted post in order, at least one; greetings and thanks are left out.

    The ask's `text` is the sentence that asks, its `context` the same with the post's opening and the sentences before it,
    `whole` the post as far as the model reads.
    """
    sentences = [s for s in split_sentences(text) if not COURTESY.search(s)] or [text]
    asking = [i for i, sentence in enumerate(sentences) if QUESTION.search(sentence) and len(sentence.split()) > 1]
    whole = " ".join(sentences)
    groups = _groups(sentences, asking)
    if len(groups) <= 1:
        return (_single(sentences, asking, whole),)
    return tuple(_ask(sentences, group, start, whole) for start, group in _with_starts(groups)[:_MOST_ASKS])


def _groups(sentences: list[str], asking: list[int]) -> list[list[int]]:
    """Question sentences, a short one ("Stimmt das?", "Oder?") joined to the question right before it."""
    groups: list[list[int]] = []
    for i in asking:
        short = len(sentences[i].split()) <= 4
        if groups and groups[-1][-1] == i - 1 and short:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _with_starts(groups: list[list[int]]) -> list[tuple[int, list[int]]]:
    """With each group the first sentence that belongs to it: the one after the group before."""
    ends = [0, *(group[-1] + 1 for group in groups[:-1])]
    return list(zip(ends, groups, strict=True))


def _single(sentences: list[str], asking: list[int], whole: str) -> Ask:
    if len(whole.split()) <= _SHORT_POST or not asking:
        return Ask(text=_first_words(whole), context=_first_words(whole), whole=_first_words(whole))
    asked = " ".join(sentences[i] for i in asking)
    before = " ".join(sentences[: asking[-1] + 1])
    return Ask(text=asked if len(asked.split()) > 4 else _last_words(before), context=_last_words(before), whole=_first_words(whole))


def _ask(sentences: list[str], group: list[int], start: int, whole: str) -> Ask:
    asked = " ".join(sentences[group[0] : group[-1] + 1])
    before = " ".join(sentences[start : group[0]])
    opening = sentences[0] if start > 0 and group[0] > 0 else ""
    return Ask(asked, context=" ".join(part for part in (opening, _last_words(before), asked) if part), whole=_first_words(whole))


def _first_words(text: str, count: int = 3 * _CONTEXT_WORDS) -> str:
    return " ".join(text.split()[:count])


def _last_words(text: str, count: int = _CONTEXT_WORDS) -> str:
    return " ".join(text.split()[-count:])


def windows(text: str) -> tuple[str, ...]:
    """Every two neighbouring sentences of a post: a cry for help often stands in the middle of a story that asks something else."""
    sentences = split_sentences(text)
    pairs = (" ".join(sentences[i : i + 2]) for i in range(len(sentences)))
    return tuple(dict.fromkeys(_first_words(pair, _CONTEXT_WORDS) for pair in pairs))[-_MOST_WINDOWS:] if len(sentences) > 1 else ()


def alarm(text: str) -> str | None:
    """`danger` if the post speaks of danger to life or violence, `agreement`, `dismissed` or `deadline` if days count, else None."""
    lowered = text.casefold()
    patterns = {"danger": DANGER, "agreement": AGREEMENT, "dismissed": DISMISSED, "deadline": DEADLINE}
    return next((name for name, pattern in patterns.items() if pattern.search(lowered)), None)


def asks_for_a_single_case(text: str) -> bool:
    """Whether the post asks to look into, reckon or hurry a case of its own."""
    return bool(INDIVIDUAL.search(text))


def is_distressed(text: str) -> bool:
    """Whether the writer is worried or worn out."""
    return bool(DISTRESS.search(text))


def passes_on_a_claim(text: str) -> bool:
    """Whether the post repeats what somebody said ("stimmt es, dass …", "mein Chef sagt …")."""
    return bool(CLAIM.search(text))


def employees_of(text: str) -> int | None:
    """How many people the post says the employer has ("wir sind 80 Leute"); None where it names none or several numbers."""
    found = {int(match.group("count")) for match in EMPLOYEES.finditer(text)}
    return found.pop() if len(found) == 1 else None


def land_of(text: str) -> str | None:
    """The one Land that the post names; None where it names none or several."""
    named = lands_named(text)
    return named[0] if len(named) == 1 else None
