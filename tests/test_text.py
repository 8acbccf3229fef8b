from __future__ import annotations

import pytest

from suggest.text import pack, slug, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Eins. Zwei! Drei? Vier", ["Eins.", "Zwei!", "Drei?", "Vier"]),
        (
            "Nach § 15 Abs. 7 BEEG gilt das, z. B. in Teilzeit. Danach nicht.",
            ["Nach § 15 Abs. 7 BEEG gilt das, z. B. in Teilzeit.", "Danach nicht."],
        ),
        ("Ab dem 1. Mai 2025 reicht eine E-Mail.", ["Ab dem 1. Mai 2025 reicht eine E-Mail."]),
        ("Ab der 20. Schwangerschaftswoche gilt es.", ["Ab der 20. Schwangerschaftswoche gilt es."]),
        ("Wir sind 15. Die Firma ist klein.", ["Wir sind 15.", "Die Firma ist klein."]),
        ("Zeile eins\nZeile zwei", ["Zeile eins", "Zeile zwei"]),
        ("هل يمكنني؟ نعم.", ["هل يمكنني؟", "نعم."]),
        ("  \n ", []),
    ],
)
def test_sentences_end_at_marks_and_lines(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Wie lange dauert Brückenteilzeit?", "wie-lange-dauert-brueckenteilzeit"),
        ("Straße", "strasse"),
        ("…", "abschnitt"),
        ("Été 2", "ete-2"),
    ],
)
def test_a_heading_becomes_an_anchor(text: str, anchor: str) -> None:
    assert slug(text) == anchor


def test_packed_texts_stay_within_the_limit_but_a_long_part_stays_whole() -> None:
    assert pack(["aa", "bb", "c" * 9, "d"], 6) == ["aa bb", "c" * 9, "d"]
