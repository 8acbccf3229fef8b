from __future__ import annotations

import pytest

from suggest.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie lange dauert die Anerkennung?", "de"),
        ("hab elternzeit beantragt und jetzt sagt der chef nein", "de"),
        ("How do I get my Anerkennung for my nursing degree, Agentur für Arbeit says no", "en"),
        ("¿Puedo pedir Elterngeld si trabajo en un Minijob?", "es"),
        ("Posso chiedere il Teilzeit durante la Elternzeit?", "it"),
        ("كيف أقدم طلب Anerkennung لشهادتي؟", "ar"),
        ("Elternzeit sırasında part time çalışabilir miyim?", "tr"),
        ("Чи можу я працювати під час Elternzeit?", "uk"),
        ("Можно ли работать во время Elternzeit?", "ru"),
        ("Puis-je travailler pendant l'Elternzeit ?", "fr"),
        ("Czy mogę pracować podczas Elternzeit?", "pl"),
        ("آیا می‌توانم در دوران Elternzeit کار کنم؟", "fa"),
    ],
)
def test_german_terms_do_not_pull_a_foreign_post_to_german(text: str, language: str) -> None:
    assert detect(text).language == language


@pytest.mark.parametrize("text", ["", "Elternzeit", "😀😀", "https://example.org", "12345"])
def test_nothing_to_go_by_is_german_and_not_sure(text: str) -> None:
    found = detect(text)
    assert (found.language, found.sure) == ("de", False)
