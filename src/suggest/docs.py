"""The generated parts of README.md and kb/README.md: python -m suggest.docs writes them, a test compares them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from suggest.base import load_base, published
from suggest.checks import rule_table
from suggest.settings import Settings
from suggest.types import Base

_ROOT = Path(__file__).parents[2]


def settings_table() -> Iterator[str]:
    """A row a setting: name, default, what it is."""
    yield "| setting | default | what it is |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = "the user's cache" if name == "cache_dir" else "none" if field.default is None else f"`{field.default}`"
        yield f"| `SUGGEST_{name.upper()}` | {default} | {field.description} |"


def counts_table(base: Base) -> Iterator[str]:
    """Published articles and their sections by topic and language."""
    articles = published(base)
    languages = sorted({a.language for a in articles}, key=lambda code: ["de", "en", "es", "it", "ar", code].index(code))
    yield f"| topic | {' | '.join(languages)} |"
    yield "|---|" + "---|" * len(languages)
    for topic, names in base.topics.items():
        cells = [_count([a.sections for a in articles if (a.topic, a.language) == (topic, code)]) for code in languages]
        yield f"| {names.name['en']} | {' | '.join(cells)} |"
    kinds = Counter(theme.kind for theme in base.themes)
    yield ""
    yield f"Articles (sections) that are published. Beside them {len(base.contacts)} contacts and {kinds.total()} themes of other posts."


def _count(articles: list[tuple[object, ...]]) -> str:
    return f"{len(articles)} ({sum(len(sections) for sections in articles)})"


def fill_in(text: str, name: str, lines: Iterator[str]) -> str:
    """The text with the lines between the marks of this name."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    return re.sub(rf"{begin}.*?{end}", lambda _: f"{begin}\n{chr(10).join(lines)}\n{end}", text, flags=re.DOTALL)


def documents(root: Path = _ROOT) -> Iterator[tuple[Path, str]]:
    """Each document with generated parts, as it should be."""
    readme, guide = root / "README.md", root / "kb" / "README.md"
    text = fill_in(readme.read_text(encoding="utf-8"), "settings", settings_table())
    yield readme, fill_in(text, "counts", counts_table(load_base(root / "kb")))
    yield guide, fill_in(guide.read_text(encoding="utf-8"), "rules", rule_table())


if __name__ == "__main__":
    for path, text in documents():
        path.write_text(text, encoding="utf-8")
