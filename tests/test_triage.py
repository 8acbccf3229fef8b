from __future__ import annotations

import pytest

from suggest.triage import alarm, employees_of, land_of, passes_on_a_claim, split_asks, windows

LONG = (
    "Hallo zusammen, ich arbeite seit vier Jahren als Verkäuferin in einem großen Möbelhaus und möchte ab Sommer von 39 auf 28 Stunden "
    "reduzieren, am liebsten von Montag bis Donnerstag. Wie und wann muss ich das beantragen? Mein Chef ist nicht begeistert davon. "
    "Bekomme ich dann noch mein volles Weihnachtsgeld? Danke und liebe Grüße"
)


def test_a_long_post_is_split_into_its_questions_with_their_context() -> None:
    first, second = split_asks(LONG)
    assert first.text == "Wie und wann muss ich das beantragen?"
    assert "von 39 auf 28 Stunden" in first.context
    assert second.text == "Bekomme ich dann noch mein volles Weihnachtsgeld?"
    assert "Liebe Grüße" not in second.whole
    assert first.whole == second.whole


def test_a_short_post_is_one_ask_and_a_short_question_belongs_to_the_one_before() -> None:
    (ask,) = split_asks("Darf mein Chef Teilzeit ablehnen? Stimmt das?")
    assert ask.text == "Darf mein Chef Teilzeit ablehnen? Stimmt das?"


@pytest.mark.parametrize("text", ["Hallo!", "?", "...", "danke", "a" * 5000])
def test_there_is_always_at_least_one_ask(text: str) -> None:
    assert len(split_asks(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ich will einfach nicht mehr leben", "danger"),
        ("Mein Mann hat mich gestern wieder geschlagen", "danger"),
        ("my husband beats me and the kids", "danger"),
        ("ya no quiero vivir", "danger"),
        ("voglio morire", "danger"),
        ("زوجي يضربني كل يوم", "danger"),
        ("я не хочу більше жити", "danger"),
        ("kocam beni dövüyor", "danger"),
        ("Gestern lag die Kündigung im Briefkasten", "dismissed"),
        ("I got fired yesterday", "dismissed"),
        ("me despidieron hoy", "dismissed"),
        ("Soll morgen einen Aufhebungsvertrag unterschreiben", "agreement"),
        ("Bescheid abgelehnt, Frist läuft übermorgen ab", "deadline"),
        ("Kann mir in der Elternzeit gekündigt werden?", None),
        ("Welche Kündigungsfrist habe ich?", None),
        ("Ich bin unglücklich im Job", None),
        ("هل يحق للشركة أن تفصلني في إجازة الوالدين؟", None),
        ("Mein Baby schreit viel", None),
    ],
)
def test_danger_and_running_deadlines_are_told_from_questions_about_them(text: str, expected: str | None) -> None:
    assert alarm(text) == expected


@pytest.mark.parametrize(
    ("text", "land"),
    [
        ("Ich wohne in Köln", "NW"),
        ("aus Unterfranken", "BY"),
        ("in Sachsen-Anhalt", "ST"),
        ("Sachsen", "SN"),
        ("Berlin oder Hamburg", None),
        ("nach dem Essen", None),
    ],
)
def test_a_land_is_known_by_name_or_town_unless_there_are_two(text: str, land: str | None) -> None:
    assert land_of(text) == land


@pytest.mark.parametrize(
    ("text", "count"),
    [("wir sind 80 Leute", 80), ("Firma mit 8 Mitarbeitern", 8), ("300 MA", 300), ("20 Stunden", None), ("10 Leute, bald 20 Leute", None)],
)
def test_the_size_of_the_employer_is_read(text: str, count: int | None) -> None:
    assert employees_of(text) == count


@pytest.mark.parametrize(("text", "claims"), [("Stimmt es, dass …", True), ("Mein Chef sagt nein", True), ("Wie lange dauert es?", False)])
def test_a_passed_on_claim_is_noticed(text: str, claims: bool) -> None:
    assert passes_on_a_claim(text) is claims


def test_windows_are_neighbouring_sentences_so_that_a_cry_for_help_is_found_in_a_story() -> None:
    assert windows("Eins ist da. Zwei kommt. Drei geht.") == ("Eins ist da. Zwei kommt.", "Zwei kommt. Drei geht.", "Drei geht.")
    assert windows("Nur ein Satz.") == ()
