from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from suggest.base import load_base
from suggest.errors import ArticleError
from suggest.figure_report import changes_on
from suggest.figures import fill, labels, read_figures

FIGURES = """
[wage]
label = { de = "der Mindestlohn", en = "the minimum wage" }
unit = "EUR"
values = [{ from = 2026-01-01, value = 13.90, source = "§ 1" }, { from = 2027-01-01, until = 2027-12-31, value = 14.6, source = "§ 1" }]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "figures.toml"
    path.write_text(FIGURES, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "day", "language", "filled"),
    [
        ("{{ wage }} je Stunde", date(2026, 5, 1), "de", "13,90 Euro je Stunde"),
        ("{{wage}} an hour", date(2027, 1, 1), "en", "14.60 euros an hour"),
        ("ab {{ wage.from }}", date(2026, 5, 1), "de", "ab 1. Januar 2026"),
        ("from {{ wage.next_from }}: {{ wage.next }}", date(2026, 5, 1), "en", "from 1 January 2027: 14.60 euros"),
        ("{{ wage }}", date(2026, 5, 1), "ar", "13.90 يورو"),
        ("{{ wage }}", date(2025, 5, 1), "de", None),
        ("{{ wage }}", date(2028, 1, 1), "de", None),
        ("{{ wage.next }}", date(2027, 5, 1), "de", None),
        ("{{ other }}", date(2026, 5, 1), "de", None),
    ],
)
def test_a_figure_is_the_one_of_the_day_or_the_sentence_is_not_used(
    file: Path, text: str, day: date, language: str, filled: str | None
) -> None:
    assert fill(text, read_figures(file), day=day, language=language) == filled


def test_what_is_embedded_is_the_label_so_a_new_year_changes_no_vector(file: Path) -> None:
    assert labels("Es sind {{ wage }} ab {{ wage.from }}.", read_figures(file), language="de") == "Es sind der Mindestlohn ab ."


def test_a_figure_without_values_is_named(tmp_path: Path) -> None:
    path = tmp_path / "figures.toml"
    path.write_text('[wage]\nlabel = {}\nunit = "EUR"\n', encoding="utf-8")
    with pytest.raises(ArticleError, match="values"):
        read_figures(path)


def test_the_report_lists_what_changes_on_a_day_and_where(kb_dir: Path, file: Path) -> None:
    (kb_dir / "figures.toml").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    rows = changes_on(load_base(kb_dir), date(2027, 1, 1))
    assert rows == [{"figure": "wage", "before": 13.9, "after": 14.6, "articles": []}]
    assert changes_on(load_base(kb_dir), date(2027, 1, 2)) == []
