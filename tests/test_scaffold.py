from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from suggest.articles import article_digest, read_article
from suggest.checks import check_base
from suggest.cli import main
from suggest.errors import InputError
from suggest.rules import Finding
from suggest.scaffold import new_article, new_translation

TODAY = date(2026, 11, 22)


def errors(kb_dir: Path, path: Path) -> list[Finding]:
    """The errors of one file; the small base has some of its own, on purpose."""
    return [finding for finding in check_base(kb_dir, today=TODAY) if finding.path == path and finding.severity == "error"]


def write(kb_dir: Path, article_id: str = "teilzeit-antrag", *, title: str = "Teilzeit beantragen", topic: str = "part_time") -> Path:
    return new_article(kb_dir, article_id, title=title, topic=topic, today=TODAY)


def test_a_new_article_is_a_draft_with_one_section_of_every_kind(kb_dir: Path) -> None:
    path = write(kb_dir)
    article = read_article(path, root=kb_dir / "articles")
    assert path == kb_dir / "articles" / "de" / "teilzeit-antrag.md"
    assert (article.id, article.title, article.language, article.topic) == ("teilzeit-antrag", "Teilzeit beantragen", "de", "part_time")
    assert (article.status, article.reviewed, article.review_by) == ("draft", TODAY, date(2027, 5, 22))
    (section,) = article.sections
    assert section.sentences[0].sources == section.short[0].sources == tuple(article.sources)
    assert (len(section.questions), len(section.myths)) == (3, 1)


@pytest.mark.parametrize("article_id", ["teilzeit-antrag", "a", "2027", "null", "1e5"])
@pytest.mark.parametrize("title", ["Teilzeit", 'Was heißt „Teilzeit": ein # und {mehr}?', "yes", "  zwei\n Zeilen ", "x" * 300])
def test_check_finds_no_error_in_a_new_article(kb_dir: Path, article_id: str, title: str) -> None:
    path = write(kb_dir, article_id, title=title)
    assert read_article(path, root=kb_dir / "articles").title == " ".join(title.split())
    assert errors(kb_dir, path) == []


def test_two_new_articles_share_no_question(kb_dir: Path) -> None:
    paths = [write(kb_dir, "eins"), write(kb_dir, "zwei")]
    assert [errors(kb_dir, path) for path in paths] == [[], []]


@pytest.mark.parametrize(
    ("today", "review_by"),
    [
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 6, 1)),
    ],
)
def test_the_review_is_due_in_six_months(kb_dir: Path, today: date, review_by: date) -> None:
    path = new_article(kb_dir, "probe", title="Probe", topic="part_time", today=today)
    assert read_article(path, root=kb_dir / "articles").review_by == review_by


@pytest.mark.parametrize(
    "article_id", ["", "Teilzeit", "teil zeit", "teil_zeit", "-teilzeit", "teil--zeit", "teilzeit-", "../x", "a/b", "größe"]
)
def test_an_id_that_is_no_slug_is_refused(kb_dir: Path, article_id: str) -> None:
    with pytest.raises(InputError, match="cannot be an id"):
        write(kb_dir, article_id)
    with pytest.raises(InputError, match="cannot be an id"):
        new_translation(kb_dir, article_id, "en")


def test_an_unknown_topic_an_empty_title_and_a_missing_base_are_refused(kb_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="known are part_time"):
        write(kb_dir, topic="recognition")
    with pytest.raises(InputError, match="--title"):
        write(kb_dir, title=" ")
    with pytest.raises(InputError, match="--kb DIR"):
        write(tmp_path / "none")
    assert not (kb_dir / "articles" / "de" / "teilzeit-antrag.md").exists()


def test_an_article_that_exists_stays_as_it_is(kb_dir: Path) -> None:
    path = kb_dir / "articles" / "de" / "minijob.md"
    before = path.read_bytes()
    with pytest.raises(InputError, match="exists"):
        write(kb_dir, "minijob")
    assert path.read_bytes() == before


def test_a_new_translation_keeps_anchors_marks_and_figures(kb_dir: Path) -> None:
    path = new_translation(kb_dir, "minijob", "en")
    original = read_article(kb_dir / "articles" / "de" / "minijob.md", root=kb_dir / "articles")
    article = read_article(path, root=kb_dir / "articles")
    assert (article.id, article.language, article.status) == (original.id, "en", "draft")
    assert (article.topic, article.reviewed, article.referral, article.sources) == (
        original.topic, original.reviewed, original.referral, original.sources,
    )  # fmt: skip
    assert article.translation
    assert (article.translation.of, article.translation.digest) == ("de", article_digest(original.path))
    assert not article.translation.reviewed_by_native
    assert [(s.anchor, s.heading, s.land, s.employees, s.sentences, s.short, s.myths) for s in article.sections] == [
        (s.anchor, s.heading, s.land, s.employees, s.sentences, s.short, s.myths) for s in original.sections
    ]
    assert all(not section.questions for section in article.sections)


@pytest.mark.parametrize("article_id", ["brueckenteilzeit", "teilzeit-antrag", "kurz"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_check_finds_no_error_in_a_new_translation(kb_dir: Path, article_id: str, language: str) -> None:
    write(kb_dir)
    (kb_dir / "articles" / "de" / "kurz.md").write_text(
        '---\ntopic: part_time\nsources:\n  a: {title: "T", url: "https://example.org"}\n---\n\n## Was? {#was}\n\nDas.[^a]\n',
        encoding="utf-8",
    )
    assert errors(kb_dir, new_translation(kb_dir, article_id, language)) == []


def test_a_translation_of_a_file_without_front_matter_has_one(kb_dir: Path) -> None:
    (kb_dir / "articles" / "de" / "seite.md").write_text("# Kita\n\nEin Platz.\n", encoding="utf-8")
    article = read_article(new_translation(kb_dir, "seite", "en"), root=kb_dir / "articles")
    assert (article.language, article.status, article.sections[0].heading) == ("en", "draft", "Kita")


@pytest.mark.parametrize(
    ("article_id", "language", "remedy"),
    [
        ("minijob", "de", "known are"),
        ("minijob", "xx", "known are"),
        ("minijob", "../de", "known are"),
        ("gibt-es-nicht", "en", "suggest new article"),
        ("minijob", "ar", "exists"),
    ],
)
def test_a_translation_that_cannot_be_is_refused(kb_dir: Path, article_id: str, language: str, remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        new_translation(kb_dir, article_id, language)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["new", *arguments])


def test_the_command_names_the_file_that_it_wrote(kb_dir: Path) -> None:
    article = run("article", "probe", "--title", "Probe", "--topic", "part_time", "--kb", str(kb_dir))
    translation = run("translation", "probe", "en", "--kb", str(kb_dir))
    assert (article.exit_code, translation.exit_code) == (0, 0)
    assert [Path(result.output.strip()).is_file() for result in (article, translation)] == [True, True]


@pytest.mark.parametrize(
    "arguments",
    [
        ["article", "Kein Slug", "--title", "T", "--topic", "part_time"],
        ["article", "minijob", "--title", "T", "--topic", "part_time"],
        ["article", "neu", "--title", "T", "--topic", "cooking"],
        ["translation", "minijob", "xx"],
        ["translation", "neu", "en"],
    ],
)
def test_the_command_refuses_in_one_sentence(kb_dir: Path, arguments: list[str]) -> None:
    result = run(*arguments, "--kb", str(kb_dir))
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (2, 1)
