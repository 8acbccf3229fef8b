"""Pages from templates and texts: autoescape on, an unknown name or text is an error."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from suggest.figures import format_day
from suggest.notices import LANGUAGE_NAMES

_TEMPLATES = Path(__file__).parent / "templates"
INTERFACES = ("de", "en")
"""The languages of the pages; the first is the default."""


def interface_of(request: Request) -> str:
    """The language that `?ui=` asks for, else German."""
    wanted = request.query_params.get("ui", "")
    return wanted if wanted in INTERFACES else INTERFACES[0]


@lru_cache(maxsize=len(INTERFACES))
def texts(interface: str) -> Mapping[str, Any]:
    """Every text of the pages in one language."""
    return tomllib.loads((_TEMPLATES / "texts" / f"{interface}.toml").read_text(encoding="utf-8"))


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or a part of one, in the language of the interface."""
    interface = interface_of(request)
    html = (
        _environment()
        .get_template(template)
        .render(
            ui=interface,
            t=texts(interface),
            path=request.url.path,
            query=f"?ui={interface}" if interface != INTERFACES[0] else "",
            language_names=LANGUAGE_NAMES[interface],
            day=lambda value: _day(value, interface),
            number=lambda value: _number(value, interface),
            **values,
        )
    )
    return HTMLResponse(html, status)


def error_page(request: Request, status: int, detail: str | None) -> HTMLResponse:
    """A page that says in a sentence what went wrong and what to do; only its part about that where htmx asks."""
    table = texts(interface_of(request))["errors"]
    message = table.get(f"status_{status}", table["status_500"])
    template = "failure.html.j2" if request.headers.get("hx-request") else "error.html.j2"
    return page(request, template, status=status, error={"message": message, "detail": detail if status >= 500 else None})


def _day(value: date | None, interface: str) -> str:
    return format_day(value, interface) if value else "–"


def _number(value: int, interface: str) -> str:
    return f"{value:,}".replace(",", "." if interface == "de" else ",")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
