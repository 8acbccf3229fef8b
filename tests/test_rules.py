"""Each content rule with a text that breaks it; the untouched article breaks none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from suggest.articles import article_digest
from suggest.base import load_base
from suggest.checks import as_github, as_json, as_text, check_base, rule_table
from suggest.rules import RULES, sentence_digest, wiener_sachtextformel

TODAY = date(2026, 11, 22)
GOOD = """---
id: probe
title: Teilzeit
language: de
topic: part_time
reviewed: 2026-11-22
review_by: 2027-05-22
status: published
referral: [beratung]
sources:
  a: {law: "§ 8 TzBfG", url: "https://example.org/8", checked: 2026-11-22}
---

## Wann geht Teilzeit? {#wann}

Teilzeit ist nach sechs Monaten möglich.[^a]
Der Betrag liegt bei {{ limit }}.[^a]

```questions
Wann kann ich weniger arbeiten?
ab wann teilzeit
geht teilzeit sofort?
```
"""
ENGLISH = """---
id: probe
title: Part-time
language: en
topic: part_time
reviewed: 2026-11-22
review_by: 2027-05-22
status: published
referral: [beratung]
sources:
  a: {law: "§ 8 TzBfG", url: "https://example.org/8", checked: 2026-11-22}
translation: {of: de, digest: "DIGEST", reviewed_by_native: false}
---

## When is part-time possible? {#wann}

Part-time is possible after six months.[^a]
The amount is {{ limit }}.[^a]

```questions
When can I work less?
part time since when
```
"""


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    (tmp_path / "articles" / "de").mkdir(parents=True)
    (tmp_path / "articles" / "en").mkdir()
    (tmp_path / "articles" / "de" / "probe.md").write_text(GOOD, encoding="utf-8")
    digest = article_digest(tmp_path / "articles" / "de" / "probe.md")
    (tmp_path / "articles" / "en" / "probe.md").write_text(ENGLISH.replace("DIGEST", digest), encoding="utf-8")
    (tmp_path / "figures.toml").write_text(
        '[limit]\nlabel = {de = "die Grenze"}\nunit = "EUR"\nvalues = [{from = 2026-01-01, value = 603, source = "x"}]\n'
    )
    (tmp_path / "topics.toml").write_text('[part_time]\nname = {de = "Teilzeit"}\nreferral = ["beratung"]\n')
    (tmp_path / "referrals.toml").write_text('[beratung]\nname = {de = "Beratung"}\nwhat_for = {de = "alles"}\n')
    return tmp_path


def rules(kb: Path, today: date = TODAY) -> set[str]:
    return {finding.rule for finding in check_base(kb, today=today)}


def change(kb: Path, old: str, new: str, language: str = "de") -> None:
    path = kb / "articles" / language / "probe.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_good_base_has_no_findings(kb: Path) -> None:
    assert check_base(kb, today=TODAY) == []


BROKEN = [
    ("schema", "topic: part_time", "topik: part_time"),
    ("unknown-source", "möglich.[^a]", "möglich.[^b]"),
    ("unused-source", "sources:\n", 'sources:\n  z: {law: "§ 9", url: "https://example.org", checked: 2026-11-22}\n'),
    ("sentence-without-source", "{{ limit }}.[^a]", "{{ limit }}."),
    ("answer-without-source", "möglich.[^a]", "möglich."),
    ("literal-figure", "{{ limit }}", "603 Euro"),
    ("paragraph-not-in-source", "Teilzeit ist", "Teilzeit nach § 15 ist"),
    ("individual-advice", "Teilzeit ist", "Sie haben Anspruch: Teilzeit ist"),
    ("figure-unknown", "{{ limit }}", "{{ limes }}"),
    ("section-too-long", "möglich.[^a]\n", "möglich.[^a]\n" + "Ein Satz.[^a]\n" * 9),
    ("sentence-too-long", "Teilzeit ist", "Teilzeit " + "wirklich " * 33 + "ist"),
    ("few-questions", "ab wann teilzeit\n", ""),
    ("personal-data", "ab wann teilzeit", "ab wann? mail an anna@example.org"),
    ("referral-unknown", "[beratung]", "[unbekannt]"),
    ("topic-unknown", "topic: part_time", "topic: sport"),
    (
        "hard-to-read",
        "Teilzeit ist nach sechs Monaten möglich.",
        "Genehmigungsverfahrensmodalitäten determinieren " * 4 + "Ablehnungsentscheidungen.",
    ),
    ("duplicate-anchor", "```questions", "## Noch eine? {#wann}\n\nText.[^a]\n\n```questions"),
    ("translation-stale", "nach sechs Monaten", "nach 6 Monaten"),
]


@pytest.mark.parametrize(("rule", "old", "new"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_rule_finds_what_breaks_it(kb: Path, rule: str, old: str, new: str) -> None:
    assert rule not in rules(kb)
    change(kb, old, new)
    assert rule in rules(kb)


@pytest.mark.parametrize(
    ("old", "new"),
    [("{{ limit }}", "603"), ("The amount is {{ limit }}.[^a]\n", ""), ("{#wann}", "{#when}"), ("{#wann}", "{#wann land=BY}")],
)
def test_a_translation_that_differs_is_found(kb: Path, old: str, new: str) -> None:
    change(kb, old, new, language="en")
    assert "translation-differs" in rules(kb)


def test_two_articles_with_one_id_are_found(kb: Path) -> None:
    (kb / "articles" / "de" / "zwei.md").write_text(GOOD, encoding="utf-8")
    assert {"duplicate-id", "translation-missing"} & rules(kb) == {"duplicate-id"}


def test_a_question_that_points_to_two_sections_is_found(kb: Path) -> None:
    other = GOOD.replace("id: probe", "id: zwei").replace("{#wann}", "{#anders}")
    (kb / "articles" / "de" / "zwei.md").write_text(other, encoding="utf-8")
    assert {"duplicate-question", "translation-missing"} <= rules(kb)


def test_the_calendar_alone_only_warns(kb: Path) -> None:
    assert "review-due-soon" in rules(kb, today=date(2027, 5, 1))
    findings = check_base(kb, today=date(2028, 1, 1))
    assert {f.rule for f in findings} == {"review-overdue"}
    assert {f.severity for f in findings} == {"warning"}


def test_a_sentence_that_changed_since_it_was_signed_is_found(kb: Path) -> None:
    base = load_base(kb)
    numbered = [(a, s, str(n), x) for a in base.articles for s in a.sections for n, x in enumerate(s.sentences, 1)]
    rows = [f"| {a.docid(s)} | {n} | {sentence_digest(x)} | § 8 | ok |" for a, s, n, x in numbered]
    (kb / "REVIEW.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert "unsigned-sentence" not in rules(kb)
    change(kb, "möglich", "denkbar")
    assert "unsigned-sentence" in rules(kb)


def test_a_figure_that_ends_is_announced(kb: Path) -> None:
    path = kb / "figures.toml"
    path.write_text(path.read_text().replace("from = 2026-01-01,", "from = 2026-01-01, until = 2026-12-31,"))
    assert "figure-ends" in rules(kb)


def test_a_broken_file_does_not_hide_the_findings_of_others(kb: Path) -> None:
    (kb / "articles" / "de" / "kaputt.md").write_text("---\na: [\n---\n", encoding="utf-8")
    change(kb, "möglich.[^a]", "möglich.[^b]")
    assert {"schema", "unknown-source"} <= rules(kb)


def test_every_rule_has_a_test_and_a_row(kb: Path) -> None:
    others = "translation-differs duplicate-id duplicate-question translation-missing review-due-soon review-overdue "
    others += "figure-ends unsigned-sentence"
    tested = {row[0] for row in BROKEN} | set(others.split())
    assert {rule.id for rule in RULES} <= tested
    assert len(list(rule_table())) == len(RULES) + 3


def test_findings_are_written_as_text_json_and_for_a_build_service(kb: Path) -> None:
    change(kb, "möglich.[^a]", "möglich.[^b]")
    findings = check_base(kb, today=TODAY)
    errors = sum(finding.severity == "error" for finding in findings)
    assert errors > 0
    assert as_text(findings).endswith(f"\n{errors} errors, {len(findings) - errors} warnings")
    assert '"rule": "unknown-source"' in as_json(findings)
    assert as_github(findings).startswith("::")


def test_the_formula_ranks_simple_below_hard() -> None:
    assert wiener_sachtextformel("Der Hund ist da. Er isst.") < 4
    assert wiener_sachtextformel("Verwaltungsverfahrensrechtliche Voraussetzungen determinieren Genehmigungsmodalitäten.") > 15
