"""Numbers that change by date: read from figures.toml, filled into sentences for a day and a language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from suggest.errors import ArticleError
from suggest.types import Figure, FigureValue

PLACEHOLDER = re.compile(r"\{\{\s*(\w+)(?:\.(\w+))?\s*\}\}")
_UNITS: Mapping[str, Mapping[str, str]] = {
    "EUR": {"de": "{} Euro", "en": "{} euros", "es": "{} euros", "it": "{} euro", "ar": "{} يورو"},
    "percent": {"de": "{} Prozent", "en": "{} percent", "es": "{} por ciento", "it": "{} per cento", "ar": "{} بالمئة"},
}


def read_figures(path: Path) -> Mapping[str, Figure]:
    """The figures of a file by name; empty where there is no file. Raises ArticleError naming the figure."""
    if not path.exists():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _figure(name, table) for name, table in tables.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ArticleError(f"{path}: {type(error).__name__}: {error}; see the head of the file.") from None


def _figure(name: str, table: Mapping[str, Any]) -> Figure:
    values = sorted(
        (FigureValue(start=v["from"], until=v.get("until"), value=float(v["value"]), source=v["source"]) for v in table["values"]),
        key=lambda value: value.start,
    )
    return Figure(name=name, label=table["label"], unit=table["unit"], values=tuple(values))


def value_on(figure: Figure, day: date) -> FigureValue | None:
    """The value that holds on a day, or None before the first, or after the last one has ended."""
    current = None
    for value in figure.values:
        if value.start <= day:
            current = value
    return current if current and (current.until is None or day <= current.until) else None


def value_after(figure: Figure, day: date) -> FigureValue | None:
    """The first value that comes into force after a day, or None."""
    return next((value for value in figure.values if value.start > day), None)


def fill(text: str, figures: Mapping[str, Figure], *, day: date, language: str) -> str | None:
    """The sentence with its figures as they are on a day, or None if one of them has no value on it."""
    missing = False

    def replace(found: re.Match[str]) -> str:
        nonlocal missing
        written = _written(figures.get(found.group(1)), found.group(2), day, language)
        missing = missing or written is None
        return written or ""

    filled = PLACEHOLDER.sub(replace, text)
    return None if missing else filled


def labels(text: str, figures: Mapping[str, Figure], *, language: str) -> str:
    """The sentence with each figure's label in its place: what is embedded, so that a new year changes no vector."""

    def replace(found: re.Match[str]) -> str:
        figure = figures.get(found.group(1))
        return (figure.label.get(language) or figure.label.get("de", "")) if figure and not found.group(2) else ""

    return PLACEHOLDER.sub(replace, text)


def _written(figure: Figure | None, part: str | None, day: date, language: str) -> str | None:
    if figure is None:
        return None
    value = value_after(figure, day) if part in ("next", "next_from") else value_on(figure, day)
    if value is None:
        return None
    if part in ("from", "next_from"):
        return format_day(value.start, language)
    return _amount(value.value, figure.unit, language)


def format_day(day: date, language: str) -> str:
    """A date in words, such as `1. Januar 2027`."""
    return format_date(day, format="long", locale="en_GB" if language == "en" else language) if language != "ar" else _arabic_day(day)


def _arabic_day(day: date) -> str:
    months = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def _amount(value: float, unit: str, language: str) -> str:
    pattern = "#,##0" if value == int(value) else "#,##0.00"
    number = format_decimal(value, format=pattern, locale="en" if language == "ar" else language)
    shape = _UNITS.get(unit, {})
    return shape.get(language, shape.get("de", "{}")).format(number)
