"""Citations against statutes that are written here; the numbers of the statutes are invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from suggest.base import load_base
from suggest.cli import main
from suggest.errors import InputError
from suggest.law import LawFinding, check_law, citations, missing_quantities, read_statutes, statute_key
from suggest.quantities import quantities

HEAD = "# {} – Auszug\n\n- Gesetz: Probe\n- Enthaltene Vorschriften: § 8\n"
TZBFG = """
## § 8 – Zeitlich nicht begrenzte Verringerung

(1) Ein Arbeitnehmer, dessen Arbeitsverhältnis länger als sechs Monate bestanden hat, kann weniger Arbeitszeit verlangen.

(7) Der Arbeitgeber beschäftigt in der Regel mehr als 15 Arbeitnehmer.

## § 9a – Zeitlich begrenzte Verringerung

Der Zeitraum muss mindestens ein Jahr und darf höchstens fünf Jahre betragen.
"""
SGB_3 = """
## § 147

| Monate der Versicherung | Monate des Anspruchs |
| 12 | 6 |

## Anlage – (zu § 147)

Die Frist beträgt 30 Tage.
"""
ARTICLE = """---
id: probe
title: Probe
language: {language}
status: {status}
sources:
  a: {{law: "{law}", url: "https://example.org/8"}}
  b: {{title: "Seite", url: "https://example.org/seite"}}
---

## Wann geht Teilzeit? {{#wann}}

Teilzeit ist möglich.[^a]
{sentence}

```short
{short}
```
"""
Check = Callable[..., list[LawFinding]]


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    folder = tmp_path / "laws"
    folder.mkdir()
    for stem, title, body in (("TzBfG", "TzBfG", TZBFG), ("SGB_3", "SGB_3", SGB_3), ("BAEO", "BÄO", "\n## § 3\n\nZwei Jahre.\n")):
        (folder / f"{stem}.md").write_text(HEAD.format(title) + body, encoding="utf-8")
    return folder


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    (tmp_path / "kb" / "articles" / "de").mkdir(parents=True)
    return tmp_path / "kb"


def write(
    kb: Path, *, sentence: str = "", law: str = "§ 8 TzBfG", short: str = "", status: str = "published", language: str = "de"
) -> None:
    text = ARTICLE.format(sentence=sentence, law=law, short=short, status=status, language=language)
    (kb / "articles" / "de" / "probe.md").write_text(text, encoding="utf-8")


@pytest.fixture
def check(kb: Path, laws: Path) -> Check:
    """Writes the article and compares it."""

    def run(**parts: str) -> list[LawFinding]:
        write(kb, **parts)
        return check_law(load_base(kb), read_statutes(laws))

    return run


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mehr als 15 Beschäftigte", [(15, "employees")]),
        ("nach sechs Monaten", [(6, "months")]),
        ("nach sechsmonatigem Bestehen", [(6, "months")]),
        ("die Dreimonatsfrist", [(3, "months")]),
        ("90 Stunden in der Doppelwoche", [(90, "hours"), (2, "weeks")]),
        ("ein halbes Jahr oder anderthalb Jahre", [(0.5, "years"), (1.5, "years")]),
        ("in den ersten acht Lebenswochen", [(8, "weeks")]),
        ("vom dritten Geburtstag bis zum achten Lebensjahr", [(3, "years"), (8, "years")]),
        ("im 14. Lebensmonat", [(14, "months")]),
        ("zwei bis vier zusätzliche Monate", [(2, "months"), (4, "months")]),
        ("mindestens 60 und höchstens 90 Minuten", [(60, "minutes"), (90, "minutes")]),
        ("fünf, sechs und zehn Jahre", [(5, "years"), (6, "years"), (10, "years")]),
        ("fünfundzwanzig Wochenstunden", [(25, "hours")]),
        ("67 % oder 67 vom Hundert", [(67, "percent"), (67, "percent")]),
        ("1.200 Euro und 47 460 Euro und 12,50 Euro", [(1200, "euros"), (47460, "euros"), (12.5, "euros")]),
        ("eine 14-tägige Pause", [(14, "days")]),
        ("zwei von drei Jahren", [(2, None), (3, "years")]),
        ("ab 58 bis zu 24 Monate", [(58, None), (24, "months")]),
        ("der zweite Elternteil nach § 8 Absatz 2 Satz 1 Nummer 3 und 4", []),
        ("§§ 15 bis 18 Wochen", []),
        ("am 1. September 2021 und im Jahr 2026", []),
        ("(3) Absatz\n2. Jahre", []),
        ("Ein Antrag genügt", []),
        ("Version 1.2.3 Monate", []),
        ("", []),
    ],
)
def test_numbers_are_read_with_their_unit(text: str, wanted: list[tuple[float, str | None]]) -> None:
    assert [(found.value, found.unit) for found in quantities(text)] == wanted


@pytest.mark.parametrize(
    ("sentence", "law", "missing"),
    [
        ("Nötig sind 6 Monate.", "länger als sechs Monate", []),
        ("Nötig sind sieben Monate.", "länger als sechs Monate", ["sieben Monate"]),
        ("Nötig sind sechs Wochen.", "länger als sechs Monate", ["sechs Wochen"]),
        ("Es dauert höchstens ein Jahr.", "höchstens zwölf Monate", []),
        ("Es dauert höchstens ein Jahr.", "höchstens fünf Jahre", ["ein Jahr"]),
        ("Ein Jahr zählt im Kalender.", "höchstens fünf Jahre", []),
        ("14 Tage vorher.", "zwei Wochen vorher", []),
        ("24 bis 32 Wochenstunden.", "nicht weniger als 24 und nicht mehr als 32 Wochenstunden", []),
        ("Bei 45 Beschäftigten.", "mehr als 15 Arbeitnehmer, Absatz 45", ["45 Beschäftigten"]),
        ("Das sind {{ minijob_limit }} nach § 8 TzBfG seit dem 1. Januar 2026.", "nichts", []),
        ("Erst 7 Tage, dann noch einmal 7 Tage.", "nichts", ["7 Tage"]),
    ],
)
def test_a_number_must_stand_in_the_law_in_any_spelling(sentence: str, law: str, missing: list[str]) -> None:
    assert missing_quantities(sentence, law) == missing


# --- labels and files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("§ 8 TzBfG", [("TzBfG", "8")]),
        ("§§ 15, 28 BEEG", [("BEEG", "15"), ("BEEG", "28")]),
        ("§§ 15 Abs. 7, 28 BEEG", [("BEEG", "15"), ("BEEG", "28")]),
        ("§§ 15 bis 17 BEEG", [("BEEG", "15"), ("BEEG", "16"), ("BEEG", "17")]),
        ("§§ 18a bis 18c AufenthG", [("AufenthG", "18a"), ("AufenthG", "18c")]),
        ("§ 34 Abs. 2 bis 4 SGB III", [("SGB III", "34")]),
        ("§ 8, § 9a TzBfG", [("TzBfG", "8"), ("TzBfG", "9a")]),
        ("§ 15 Abs. 2 S. 1 Nr. 3 BEEG i. V. m. § 8 TzBfG", [("BEEG", "15"), ("TzBfG", "8")]),
        ("§ 1 Abs. 7 BEEG (zu § 23 und § 25 AufenthG)", [("BEEG", "1")]),
        ("§ 20b AufenthG mit Anlage", [("AufenthG", "20b"), ("AufenthG", "Anlage")]),
        ("§ 1 MiLoV5", [("MiLoV5", "1")]),
        ("Art. 3 GG", []),
        ("§ 8", []),
    ],
)
def test_a_label_names_its_sections(label: str, wanted: list[tuple[str, str]]) -> None:
    assert [(found.statute, found.part) for found in citations(label)] == wanted


@pytest.mark.parametrize(
    ("one", "other"), [("SGB III", "SGB_3"), ("SGB IX", "SGB_IX"), ("SGB 9", "SGB_IX"), ("BÄO", "BAEO"), ("DeuFöV", "DeuFoeV")]
)
def test_spellings_of_an_abbreviation_are_one_key(one: str, other: str) -> None:
    assert statute_key(one) == statute_key(other)
    assert statute_key("SGB III") != statute_key("SGB IV")


def test_a_year_in_a_file_name_may_be_left_out_and_the_latest_counts(laws: Path) -> None:
    for year in (2002, 2025, 2026):
        (laws / f"AEApprO_{year}.md").write_text(f"# ÄApprO_{year}\n\n## § {year}\n\nText.\n", encoding="utf-8")
    statutes = read_statutes(laws)
    assert list(statutes[statute_key("ÄApprO")].parts) == ["2026"]
    assert list(statutes[statute_key("ÄApprO_2002")].parts) == ["2002"]


def test_each_part_of_a_file_has_its_own_text(laws: Path) -> None:
    parts = read_statutes(laws)["sgb3"].parts
    assert list(parts) == ["147", "Anlage"]
    assert "30 Tage" in parts["Anlage"]
    assert "30 Tage" not in parts["147"]


@pytest.mark.parametrize("name", ["none", "empty"])
def test_a_directory_without_statutes_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="--law DIR"):
        read_statutes(tmp_path / name)


# --- findings -----------------------------------------------------------------------------------------------------


def test_what_the_statute_says_is_no_finding(check: Check) -> None:
    sentence = "Nötig sind mehr als 6 Monate im Job und mehr als fünfzehn Beschäftigte.[^a]"
    assert check(sentence=sentence, short="Über 6 Monate.[^a]") == []


def test_a_number_that_the_section_does_not_state_is_to_be_read(check: Check) -> None:
    (finding,) = check(sentence="Nötig sind fünf Jahre.[^a]")
    assert (finding.rule, finding.severity, finding.line) == ("law-number", "warning", 14)
    assert (finding.section, finding.sentence, finding.number, finding.law) == ("de/probe#wann", "2", "fünf Jahre", "§ 8 TzBfG")


def test_a_number_in_another_cited_section_is_no_finding(check: Check) -> None:
    assert check(sentence="Nötig sind fünf Jahre.[^a]", law="§§ 8, 9a TzBfG") == []


def test_the_short_sentence_is_compared_too(check: Check) -> None:
    (finding,) = check(short="Nach 7 Monaten.[^a]")
    assert (finding.sentence, finding.line) == ("s1", 17)


def test_a_number_in_a_table_fits_its_unit(check: Check) -> None:
    assert check(sentence="Nach zwölf Monaten gibt es sechs Monate Geld.[^a]", law="§ 147 SGB III") == []


@pytest.mark.parametrize("sentence", ["Nötig sind fünf Jahre.[^b]", "Nötig sind fünf Jahre."])
def test_sentences_without_a_statute_are_left_out(check: Check, sentence: str) -> None:
    assert check(sentence=sentence) == []


@pytest.mark.parametrize(("status", "language"), [("draft", "de"), ("withdrawn", "de"), ("published", "en")])
def test_only_published_german_articles_are_compared(check: Check, status: str, language: str) -> None:
    assert check(law="§ 99 TzBfG", status=status, language=language) == []


@pytest.mark.parametrize(
    ("law", "rule", "severity", "named"),
    [
        ("§ 99 TzBfG", "law-section", "error", "§ 99 does not stand in TzBfG.md"),
        ("§ 9 TzBfG", "law-section", "error", "§ 9 "),
        ("§ 3 BÄO mit Anlage", "law-section", "error", "Anlage does not stand in BAEO.md"),
        ("§ 15 BEEG", "law-statute", "warning", "BEEG is not among the statutes"),
        ("Art. 3 GG", "law-label", "warning", "names no §"),
    ],
)
def test_a_source_that_cannot_be_found_is_one_finding_at_its_line(check: Check, law: str, rule: str, severity: str, named: str) -> None:
    (finding,) = check(law=law, sentence="Nötig sind fünf Jahre.[^a]")
    assert (finding.rule, finding.severity, finding.line) == (rule, severity, 7)
    assert named in finding.message


# --- the command --------------------------------------------------------------------------------------------------


def run(kb: Path, laws: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--kb", str(kb), "--law", str(laws), *arguments])


@pytest.mark.parametrize(
    ("law", "sentence", "code", "count"),
    [
        ("§ 8 TzBfG", "", 0, "0 errors, 0 to be read by a person"),
        ("§ 8 TzBfG", "Nötig sind fünf Jahre.[^a]", 0, "0 errors, 1 to be read by a person"),
        ("§ 15 BEEG", "", 0, "0 errors, 1 to be read by a person"),
        ("§ 99 TzBfG", "", 1, "1 errors, 0 to be read by a person"),
    ],
)
def test_only_a_missing_section_is_exit_code_1(kb: Path, laws: Path, law: str, sentence: str, code: int, count: str) -> None:
    write(kb, law=law, sentence=sentence)
    result = run(kb, laws)
    assert (result.exit_code, result.output.splitlines()[-1]) == (code, count)


def test_json_names_place_number_and_law(kb: Path, laws: Path) -> None:
    write(kb, sentence="Nötig sind fünf Jahre.[^a]")
    (row,) = json.loads(run(kb, laws, "--json").output)
    assert (row["line"], row["sentence"], row["number"], row["law"]) == (14, "2", "fünf Jahre", "§ 8 TzBfG")


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["--format", "github"], "stands alone"),
        (["--links"], "stands alone"),
        (["--report", "r.md"], "stands alone"),
        (["--law", "nowhere"], "--law DIR"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(kb: Path, laws: Path, arguments: list[str], remedy: str) -> None:
    write(kb)
    result = run(kb, laws, *arguments)
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (2, 1)
    assert remedy in result.stderr
