"""Findings of the content rules over a base: collected, ordered and printed. The rules themselves are in `rules.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from suggest.articles import read_article
from suggest.base import article_files, load_tables
from suggest.errors import ArticleError
from suggest.rules import RULES, Finding, Scope
from suggest.types import Article, Base

_LEAST_BARS = 6


def check_base(kb_dir: Path, *, today: date) -> list[Finding]:
    """All findings in a base, by path and line; a file that cannot be read is one error and the others are still checked.

    Raises InputError when the directory does not exist.
    """
    root, files = article_files(kb_dir)
    articles, findings = _read_all(root, files)
    try:
        tables = load_tables(kb_dir)
    except ArticleError as error:
        return [*findings, Finding("schema", "error", kb_dir, 1, str(error))]
    base = Base(articles=tuple(articles), **tables)
    scope = Scope(base=base, today=today, has_tables=bool(base.contacts), signed=_signed(kb_dir / "REVIEW.md"))
    findings += [finding for rule in RULES for finding in rule.check(scope)]
    return sorted(findings, key=lambda f: (str(f.path), f.line, f.rule, f.message))


def _read_all(root: Path, files: Sequence[Path]) -> tuple[list[Article], list[Finding]]:
    articles, findings = [], []
    for path in files:
        try:
            articles.append(read_article(path, root=root))
        except ArticleError as error:
            findings.append(Finding("schema", "error", path, 1, str(error)))
    return articles, findings


def _signed(path: Path) -> frozenset[tuple[str, str, str]]:
    """Section, number and digest of each sentence that a second reader has signed; empty where there is no log."""
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    cells = [[cell.strip() for cell in row.split("|")] for row in rows if row.count("|") >= _LEAST_BARS]
    return frozenset((row[1], row[2], row[3]) for row in cells)


def as_text(findings: Sequence[Finding]) -> str:
    """A line a finding, then their number."""
    errors = sum(finding.severity == "error" for finding in findings)
    lines = [f"{f.path}:{f.line}: {f.severity} [{f.rule}] {f.message}" for f in findings]
    return "\n".join([*lines, f"{errors} errors, {len(findings) - errors} warnings"])


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON array of the findings."""
    rows = [{"rule": f.rule, "severity": f.severity, "path": str(f.path), "line": f.line, "message": f.message} for f in findings]
    return json.dumps(rows, ensure_ascii=False)


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands that a build service shows at the line."""
    return "\n".join(f"::{f.severity} file={f.path},line={f.line},title={f.rule}::{_escaped(f.message)}" for f in findings)


def _escaped(message: str) -> str:
    return message.replace("%", "%25").replace("\n", "%0A")


def rule_table() -> Iterator[str]:
    """The rows of the table of rules in kb/README.md."""
    yield "| rule | severity | what it finds |"
    yield "|---|---|---|"
    yield "| `schema` | error | a file that cannot be read: front matter, encoding, TOML |"
    for rule in RULES:
        yield f"| `{rule.id}` | {rule.severity} | {rule.description} |"
