from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import TODAY, WordService
from small_set import question

from evaluation.answers import Answered, answer
from evaluation.datasets import Question
from evaluation.measures.drafts import draft_scores, unaccounted
from suggest.phrases import channels
from suggest.rules import wiener_sachtextformel
from suggest.types import Draft, Suggestion


def scores(answered: Answered, service: WordService) -> dict[str, float | None]:
    return draft_scores(answered, service.suggester().catalogue, today=TODAY)


def rewritten(answered: Answered, old: str, new: str, *, everywhere: bool = True) -> Answered:
    """The same with a wording in the drafts changed, in the sentences too or in the text alone."""
    assert answered.own is not None
    assert old in answered.own.draft.text
    draft = answered.own.draft
    sentences = tuple(replace(s, text=s.text.replace(old, new)) for s in draft.sentences) if everywhere else draft.sentences
    changed = replace(answered.own, draft=Draft(draft.text.replace(old, new), sentences, draft.citations, draft.referrals))
    return replace(answered, own=changed, german=changed)


def test_a_good_draft(answered: Answered, service: WordService) -> None:
    found = scores(answered, service)
    good = ("outcome", "facts", "cites", "citations", "contract", "language", "detected", "length_fits", "register")
    assert {name: found[name] for name in good} == dict.fromkeys(good, 1.0)
    assert (found["forbidden"], found["leaks"]) == (0.0, 0.0)
    assert found["referral"] is None
    assert found["characters"] == len(answered.own.draft.text)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", channels())
def test_every_channel_keeps_contract_register_and_limits(service: WordService, name: str) -> None:
    found = scores(answer(service.suggester(), question(channel=name), today=TODAY), service)
    assert (found["contract"], found["register"], found["length_fits"]) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("facts", "share"),
    [((("fünf jahre",), ("zehn jahre",)), 0.5), ((("zehn jahre", r"ein jahr und höchstens"),), 1.0), ((("FÜNF JAHRE",),), 1.0), ((), None)],
)
def test_facts_by_hand(answered: Answered, service: WordService, facts: tuple[tuple[str, ...], ...], share: float | None) -> None:
    assert scores(replace(answered, question=question(facts=facts)), service)["facts"] == share


def test_a_wrong_figure_is_forbidden_and_breaks_the_contract(answered: Answered, service: WordService) -> None:
    found = scores(rewritten(answered, "fünf Jahre", "drei Jahre"), service)
    assert (found["forbidden"], found["contract"], found["facts"]) == (1.0, 0.0, 0.0)


def test_a_text_that_differs_from_its_sentences_breaks_the_contract(answered: Answered, service: WordService) -> None:
    assert scores(rewritten(answered, "fünf Jahre", "drei Jahre", everywhere=False), service)["contract"] == 0.0


def test_words_beside_the_sentences_break_the_contract(answered: Answered, service: WordService) -> None:
    own = answered.own
    assert own is not None
    assert unaccounted(own) == ""
    added = replace(own, draft=replace(own.draft, text=f"{own.draft.text}\n\nSie bekommen 500 Euro."))
    assert "500" in unaccounted(added)
    assert scores(replace(answered, own=added, german=added), service)["contract"] == 0.0


def test_a_citation_without_address_is_not_valid(answered: Answered, service: WordService) -> None:
    own = answered.own
    assert own is not None
    (citation,) = own.draft.citations
    bare = replace(citation, sources=tuple(replace(source, url="") for source in citation.sources))
    found = scores(replace(answered, own=replace(own, draft=replace(own.draft, citations=(bare,)))), service)
    assert found["citations"] == 0.0


def test_the_other_register_is_noticed(answered: Answered, service: WordService) -> None:
    found = scores(rewritten(answered, "danke für Ihre Frage!", "danke für deine Frage!"), service)
    assert found["register"] == 0.0


def named(service: WordService) -> tuple[Question, Suggestion]:
    asked = question("Ich heiße Fatima. Wie lange dauert Brückenteilzeit?")
    own = answer(service.suggester(), asked, today=TODAY).own
    assert own is not None
    assert [one.kind for one in own.replaced] == ["name"]
    return asked, own


def test_a_leaked_name_is_noticed(service: WordService) -> None:
    asked, own = named(service)
    leaking = replace(own, draft=replace(own.draft, text=own.draft.text.replace("Hallo", "Hallo Fatima")))
    assert scores(Answered(asked, own, own, ()), service)["leaks"] == 0.0
    assert scores(Answered(asked, leaking, leaking, ()), service)["leaks"] == 1.0


def test_what_the_base_itself_says_is_no_leak(service: WordService) -> None:
    asked = question("Siehe https://www.bamf.de/mbe. Kann mir jemand helfen?", "clarify")
    found = answer(service.suggester(), asked, today=TODAY)
    assert found.own is not None
    assert [one.kind for one in found.own.replaced] == ["url"]
    assert scores(found, service)["leaks"] == 0.0


def test_a_refused_question_scores_0(service: WordService) -> None:
    found = scores(answer(service.suggester(), question(" "), today=TODAY), service)
    assert (found["outcome"], found["facts"], found["contract"], found["cites"]) == (0.0, 0.0, 0.0, 0.0)
    assert found["referral"] is None
    assert found["readability"] is None


def test_a_contact_fits_when_one_of_those_listed_is_named(service: WordService) -> None:
    for contacts, wanted in ((("mbe", "other"), 1.0), (("other",), 0.0)):
        asked = question("Kann mir jemand helfen?", "clarify", contacts=contacts)
        assert scores(answer(service.suggester(), asked, today=TODAY), service)["referral"] == wanted


def test_readability_is_that_of_the_article_sentences(answered: Answered, service: WordService) -> None:
    assert answered.own is not None
    text = " ".join(s.text for s in answered.own.draft.sentences if s.kind == "article")
    assert scores(answered, service)["readability"] == wiener_sachtextformel(text)


def test_confidence_speaks_of_the_best_section(answered: Answered, service: WordService) -> None:
    assert scores(answered, service)["right_if_answered"] == 1.0
    assert scores(replace(answered, question=question(qrels={"minijob#grenze": 2})), service)["right_if_answered"] == 0.0
    assert scores(replace(answered, question=question(outcome="abstain")), service)["right_if_answered"] == 0.0
    assert scores(replace(answered, question=question(outcome="crisis")), service)["probability"] is None
