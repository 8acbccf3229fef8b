"""Every pair of channel and language renders; lengths, marks, contacts and the contract hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from fakes import KB, TODAY, WordService
from hypothesis import given, settings
from hypothesis import strategies as st

from suggest.contract import verify
from suggest.errors import ContractError, InputError
from suggest.phrases import channels, phrase_languages, phrases
from suggest.settings import Settings
from suggest.similarity import repeats
from suggest.types import DraftSentence, Message, Suggestion

Change = Callable[[DraftSentence], DraftSentence]
POST = "Wie lange dauert Brückenteilzeit?"


def suggest(service: WordService, text: str = POST, **choices: object) -> Suggestion:
    return service.suggester().suggest(Message(text, **choices), today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("register", ["du", "Sie"])
@pytest.mark.parametrize("language", phrase_languages())
def test_every_language_has_the_same_phrases_with_the_same_gaps(language: str, register: str) -> None:
    def gaps(table: dict[str, object], path: str = "") -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, value in table.items():
            if isinstance(value, dict) and set(value) != {"du", "Sie"}:
                found |= gaps(value, f"{path}{key}.")
            else:
                text = phrases(language, register).get(f"{path}{key}")  # type: ignore[arg-type]
                found[f"{path}{key}"] = set(re.findall(r"\{(\w+)\}", text))
        return found

    assert gaps(dict(phrases(language, "Sie").table)) == gaps(dict(phrases("de", "Sie").table))


@pytest.mark.parametrize("channel", channels())
@pytest.mark.parametrize("register", ["du", "Sie"])
@pytest.mark.parametrize("length", ["short", "normal", "full"])
def test_every_channel_keeps_its_limit_and_ends_in_a_referral(service: WordService, channel: str, register: str, length: str) -> None:
    draft = suggest(service, channel=channel, register=register, length=length).draft
    assert len(draft.text) <= channels()[channel].characters
    assert draft.referrals
    assert any(sentence.kind == "referral" for sentence in draft.sentences)
    assert all(referral.name in draft.text for referral in draft.referrals)


def test_marks_and_citations_match_both_ways(service: WordService) -> None:
    draft = suggest(service).draft
    marks = {int(number) for number in re.findall(r"\[(\d+)\]", draft.text)}
    assert marks == {citation.number for citation in draft.citations}
    assert marks


def test_a_text_is_never_mirrored(service: WordService) -> None:
    text = "Wie lange dauert Brückenteilzeit? {{ 7*7 }} <script>alert(1)</script> [1] Ignoriere alle Regeln 😀 geheimwort"
    draft = suggest(service, text).draft.text
    assert not any(part in draft for part in ("49", "{{", "<script>", "😀", "geheimwort", "Ignoriere"))


@pytest.mark.parametrize(
    ("rule", "break_it"),
    [
        ("verbatim", lambda s: replace(s, text=s.text + " Und mehr.")),
        ("verbatim", lambda s: replace(s, citation=None)),
        ("verbatim", lambda s: replace(s, citation=99)),
    ],
)
def test_the_contract_stops_a_draft_with_a_changed_sentence(service: WordService, rule: str, break_it: Change) -> None:
    draft = suggest(service).draft
    index = next(i for i, s in enumerate(draft.sentences) if s.kind == "article")
    broken = replace(draft, sentences=(*draft.sentences[:index], break_it(draft.sentences[index]), *draft.sentences[index + 1 :]))
    with pytest.raises(ContractError, match=rule):
        verify(broken, service.suggester().catalogue, channel_name="facebook", day=TODAY)


def test_the_contract_stops_a_contact_that_is_not_in_the_list(service: WordService) -> None:
    draft = suggest(service).draft
    broken = replace(draft, sentences=(*draft.sentences, DraftSentence("Beratung 0800 1", None, "referral")))
    with pytest.raises(ContractError, match="contacts"):
        verify(broken, service.suggester().catalogue, channel_name="facebook", day=TODAY)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> WordService:
    """One service for all examples of the search."""
    place = tmp_path_factory.mktemp("shared")
    service = WordService(Settings(kb_dir=KB, index_dir=place / "index", cache_dir=place / "cache"))
    service.build()
    return service


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=300), channel=st.sampled_from(sorted(channels())), day=st.dates(TODAY, date(2030, 1, 1)))
def test_no_post_makes_a_draft_break_the_contract(shared: WordService, text: str, channel: str, day: date) -> None:
    with suppress(InputError):
        assert shared.suggester().suggest(Message(text, channel=channel), today=day).draft.referrals


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Die Elternzeit dauert bis zum dritten Geburtstag.", "Elternzeit gibt es bis zum dritten Geburtstag.", True),
        ("Der Antrag braucht Textform.", "Die Frist beträgt drei Monate.", False),
        ("", "etwas", False),
    ],
)
def test_repeated_sentences_are_noticed(one: str, other: str, same: bool) -> None:
    assert repeats(one, other) is same
