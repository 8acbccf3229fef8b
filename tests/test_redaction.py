from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suggest.redaction import normalise, redact


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("Schreib mir an a.wolters@example.org bitte", "email", "a.wolters@example.org"),
        ("mail: anna [at] example.org", "email", "anna [at] example.org"),
        ("Ruf an: 0176 0000456", "phone", "0176 0000456"),
        ("Tel. +49 (0)30 1234567", "phone", "1234567"),
        ("رقمي ٠١٧٦٠٠٠٠٤٥٦", "phone", "٠١٧٦٠٠٠٠٤٥٦"),
        ("folge @maria_k oder", "handle", "@maria_k"),
        ("siehe https://facebook.com/anna.k/posts/1", "url", "facebook.com/anna.k"),
        ("IBAN DE89 3704 0044 0532 0130 00 ist", "iban", "DE89 3704 0044 0532 0130 00"),
        ("Ich wohne Lindenstraße 12 in Ulm", "address", "Lindenstraße 12"),
        ("geb. 03.04.1990 in Aleppo", "birth-date", "03.04.1990"),
        ("Aktenzeichen: 12-345/B", "number", "12-345/B"),
        ("Ich heiße Fatima Al Hassan und", "name", "Fatima"),
        ("ich bin die Sabine, hallo", "name", "Sabine"),
        ("Frau Müller vom Amt sagt", "name", "Müller"),
        ("Danke! LG Mandy", "name", "Mandy"),
        ("My name is John Smith.", "name", "John Smith"),
        ("me llamo Rocío", "name", "Rocío"),
        ("mi chiamo Giulia", "name", "Giulia"),
        ("اسمي أحمد وأنا", "name", "أحمد"),
        ("a\u200bnna@exam\u200bple.org", "email", "anna@example.org"),
    ],
)
def test_personal_data_is_replaced_by_its_kind(text: str, kind: str, secret: str) -> None:
    redacted = redact(text)
    assert f"[{kind}]" in redacted.text
    assert secret not in redacted.text


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin Krankenschwester aus Syrien und arbeite in Nordrhein-Westfalen, 20 Stunden pro Woche, 603 Euro.",
        "Die Agentur für Arbeit in Köln, § 15 BEEG, seit 01.05.2025, Notruf 112, Hilfetelefon 116 016, 0800 111 0 111",
        "ich bin der Vater und will 2 Monate Elternzeit",
        "Frau und Mann, Herr der Lage",
    ],
)
def test_what_retrieval_needs_stays(text: str) -> None:
    assert redact(text).text == text


def test_spans_point_into_the_normalised_text() -> None:
    text = "Mail a@b.de und Tel. 0176 1234567"
    assert [normalise(text)[span.start : span.end] for span in redact(text).replaced] == ["a@b.de", "0176 1234567"]


@settings(max_examples=150, deadline=1000)
@given(st.text(max_size=400))
def test_any_text_is_redacted_without_an_error_and_a_second_time_changes_little(text: str) -> None:
    once = redact(text)
    assert len(once.replaced) <= len(text)
    assert normalise(once.text) == once.text
