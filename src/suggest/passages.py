"""`Article` → passages (a section in parts of limited length, and its typical questions) and the texts of its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from suggest.figures import labels
from suggest.text import pack
from suggest.types import Article, Base, Figure, Passage, Section, Theme


def passages_of(article: Article, *, figures: Mapping[str, Figure], limit: int) -> list[Passage]:
    """The passages of an article: texts of at most `limit` characters beside title and heading, questions, myths."""
    passages: list[Passage] = []
    for section in article.sections:
        docid = article.docid(section)
        key = f"{article.id}#{section.anchor}"
        kinds = (
            ("text", _texts(article, section, figures, limit)),
            ("question", section.questions),
            ("myth", section.myths),
        )
        for kind, texts in kinds:
            passages.extend(
                Passage(f"{docid}/{kind}{number}", docid, key, article.language, kind, text)  # type: ignore[arg-type]
                for number, text in enumerate(texts)
            )
    return passages


def question_passages(base: Base) -> list[Passage]:
    """One passage for each further typical question of a section that is published in some language."""
    keys = {f"{a.id}#{s.anchor}" for a in base.articles if a.status == "published" for s in a.sections}
    return [
        Passage(f"{language}/{key}/more{number}", f"{language}/{key}", key, language, "question", text)
        for language, table in base.questions.items()
        for key, texts in table.items()
        if key in keys
        for number, text in enumerate(texts)
    ]


def post_passages(base: Base) -> list[Passage]:
    """One passage for each section or theme that a typical post rests on; keys that the base does not have are left out."""
    sections = {f"{a.id}#{s.anchor}" for a in base.articles if a.status == "published" for s in a.sections}
    kinds = {f"theme/{theme.id}": theme.kind for theme in base.themes} | dict.fromkeys(sections, "question")
    passages = []
    for number, post in enumerate(base.posts):
        for key in post.fits:
            if key in kinds:
                docid = key if key.startswith("theme/") else f"{post.language}/{key}"
                passages.append(Passage(f"{docid}/post{number}", docid, key, post.language, kinds[key], post.text))  # type: ignore[arg-type]
    return passages


def theme_passages(themes: Iterable[Theme]) -> list[Passage]:
    """One passage for each typical question of each theme; its language is `xx`, for themes have none."""
    return [
        Passage(f"theme/{theme.id}/{number}", f"theme/{theme.id}", f"theme/{theme.id}", "xx", theme.kind, question)
        for theme in themes
        for number, question in enumerate(theme.questions)
    ]


def section_text(section: Section, figures: Mapping[str, Figure], *, language: str) -> str:
    """The section's text with figures as labels: what lexical search reads."""
    return " ".join(labels(sentence.text, figures, language=language) for sentence in section.sentences)


def _texts(article: Article, section: Section, figures: Mapping[str, Figure], limit: int) -> Iterator[str]:
    head = "\n".join(part for part in (article.title, section.heading) if part)
    sentences = [labels(sentence.text, figures, language=article.language) for sentence in section.sentences]
    for chunk in pack(sentences, limit) or [""]:
        yield f"{head}\n{chunk}".strip()
