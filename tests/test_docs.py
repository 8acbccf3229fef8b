from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from suggest.cli import main
from suggest.docs import documents
from suggest.phrases import channels, phrase_languages

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.whole_base
@pytest.mark.parametrize("path", ["README.md", "kb/README.md"])
def test_generated_tables_are_current(path: str) -> None:
    wanted = {str(document.relative_to(ROOT)): text for document, text in documents(ROOT)}
    assert (ROOT / path).read_text(encoding="utf-8") == wanted[path], "write them anew: python -m suggest.docs"


def test_the_readme_lists_every_command_and_no_other() -> None:
    assert set(re.findall(r"^\| `suggest (\w+)`", README, re.MULTILINE)) == set(main.commands)


@pytest.mark.parametrize("command", ["", *main.commands])
def test_every_command_has_help(command: str) -> None:
    result = CliRunner().invoke(main, [*([command] if command else []), "--help"])
    assert result.exit_code == 0
    assert "--help" in result.output


def test_every_phrase_language_has_articles_and_every_channel_a_template() -> None:
    assert set(phrase_languages()) <= {path.name for path in (ROOT / "kb" / "articles").iterdir()}
    assert all((ROOT / "src/suggest/templates" / f"{name}.txt.j2").exists() for name in channels())


def test_links_in_the_documents_exist() -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_no_machine_path_stands_in_the_project() -> None:
    texts = [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), ROOT / "Makefile", *ROOT.glob("src/**/*.py"), *ROOT.glob("api/**/*.py")]
    assert not [path for path in texts if re.search(r"(?<![\w.])/(?:work|root|home)/", path.read_text(encoding="utf-8"))]
