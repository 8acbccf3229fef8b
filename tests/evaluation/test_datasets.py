from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.datasets import load_questions, question_sets, read_questions
from suggest.errors import InputError

ROW = {"id": "a", "text": "Frage?", "language": "de", "outcome": "answer"}


def written(directory: Path, *rows: object, qrels: str = "") -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (directory / "queries.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (directory / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return directory


@pytest.mark.parametrize("name", question_sets())
def test_the_sets_of_the_product_are_well_formed(name: str) -> None:
    assert load_questions(name)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{", "the line"),
        ({**ROW, "colour": "red"}, "colour"),
        ({**ROW, "outcome": "maybe"}, "outcome"),
        ({**ROW, "facts": [["("]]}, "no regular expression"),
        ({**ROW, "facts": [[]]}, "facts.0"),
        ({**ROW, "channel": "fax"}, "unknown channel"),
        ({**ROW, "land": "XX"}, "unknown Land"),
        ({**ROW, "text": ""}, "text"),
        ({key: value for key, value in ROW.items() if key != "language"}, "language"),
        (ROW, "was used before"),
    ],
)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, row: object, fault: str) -> None:
    with pytest.raises(InputError, match=rf"queries\.jsonl:2: .*{fault}"):
        read_questions(written(tmp_path, ROW, row), "x")


@pytest.mark.parametrize("line", ["a\t0\tx", "a\t0\tx\t9", "a\t0\tx\tgood", "b\t0\tx\t1"])
def test_a_fault_in_the_grades_is_named_with_file_and_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match=r"qrels\.tsv:2"):
        read_questions(written(tmp_path, ROW, qrels=f"a\t0\ty\t2\n{line}\n"), "x")


def test_an_unknown_set_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError, match="known are dev"):
        load_questions("nothing")
