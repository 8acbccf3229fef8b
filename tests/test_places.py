"""The Land that a post names, itself or by a town."""

from __future__ import annotations

import pytest

from suggest.places import lands_named


@pytest.mark.parametrize(
    ("text", "lands"),
    [
        ("Wir wohnen in Pforzheim.", ("BW",)),
        ("ingegnere edile, a Monaco", ("BY",)),
        ("живу в Мюнхене", ("BY",)),
        ("Umzug von Rostock nach Fulda", ("HE", "MV")),
        ("aus Sachsen-Anhalt", ("ST",)),
        ("Ich will in der Lehre etwas essen", ()),
    ],
)
def test_towns_and_lands_are_named_and_everyday_words_are_not(text: str, lands: tuple[str, ...]) -> None:
    assert lands_named(text) == lands
