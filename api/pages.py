"""The desk and the articles as server-rendered pages; they work without JavaScript, htmx only replaces the result part."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from api.articles import chosen_articles, find_article
from api.live import Live
from api.problems import status_of
from api.rendering import interface_of, page, texts
from api.routes import Config, LiveIndex, Sections, Today
from api.schemas.models import SuggestionRequest
from api.views import View, card_of, view_of
from suggest.batch import message_of
from suggest.errors import InputError, SuggestError
from suggest.phrases import channels, phrase_languages
from suggest.settings import Settings
from suggest.types import LAENDER

router = APIRouter(include_in_schema=False)
_CHOICES = ("channel", "language", "land", "register", "length")


class DeskForm(BaseModel):
    """The form as a browser sends it: every field a string, empty where nothing was chosen."""

    text: str = ""
    channel: str = ""
    language: str = ""
    land: str = ""
    address: str = ""
    length: str = ""
    section: str = ""

    def wanted(self) -> dict[str, Any]:
        """The request of the API that the form stands for. Raises ValidationError for a choice that is not known."""
        values = {"text": self.plain_text(), "register": self.address}
        values |= {name: getattr(self, name) for name in _CHOICES if name != "register"}
        request = SuggestionRequest.model_validate({name: value for name, value in values.items() if value})
        return request.model_dump(by_alias=True)

    def plain_text(self) -> str:
        """The post with plain line ends; browsers send two characters for each, which would count twice."""
        return self.text.replace("\r\n", "\n")


@router.get("/")
def show_desk(request: Request, settings: Config) -> Response:
    """The empty desk."""
    return _desk(request, DeskForm(channel=settings.channel, length=settings.length), settings)


@router.post("/")
def write_draft(request: Request, form: Annotated[DeskForm, Form()], live: LiveIndex, settings: Config, today: Today) -> Response:
    """The desk with a draft, or with the reason why there is none; the pasted text stays in the form."""
    try:
        view = _view(form, live, settings, today, interface_of(request))
    except ValidationError:
        return _desk(request, form, settings, status=422, error=_error(request, "empty" if not form.text.strip() else "invalid"))
    except SuggestError as error:
        status = status_of(error)
        detail = str(error) if status >= 500 else None
        return _desk(request, form, settings, status=status, error=_error(request, _name(error, form), detail))
    return _desk(request, form, settings, view=view)


@router.get("/articles")
def show_articles(request: Request, catalogue: Sections, language: str = "de", topic: str = "") -> Response:
    """The articles of a language by topic."""
    articles = chosen_articles(catalogue, language=language or None, topic=topic or None)
    topics = [(one, [a for a in articles if a.topic == one.id]) for one in catalogue.base.topics.values()]
    other = [a for a in articles if a.topic not in catalogue.base.topics]
    languages = sorted({article.language for article, _ in catalogue.sections.values()})
    return page(request, "articles.html.j2", topics=topics, other=other, language=language, languages=languages, topic=topic)


@router.get("/articles/{language}/{id:path}")
def show_article(request: Request, language: str, id: str, catalogue: Sections, today: Today) -> Response:
    """An article with all its sections; each heading's anchor is its address."""
    article = find_article(catalogue, language, id)
    if article is None:
        raise HTTPException(404)
    cards = [card_of(catalogue, article.docid(section), today=today) for section in article.sections]
    others = sorted(a.language for a in chosen_articles(catalogue, language=None, topic=None) if a.id == id and a.language != language)
    overdue = article.review_by is not None and article.review_by < today
    return page(request, "article.html.j2", article=article, cards=cards, others=others, overdue=overdue)


@router.get("/about")
def show_about(request: Request) -> Response:
    """What the tool does and what it does with a post."""
    return page(request, "about.html.j2")


def _view(form: DeskForm, live: Live, settings: Settings, today: date, interface: str) -> View:
    message = message_of(form.wanted(), settings)
    with live.turn() as suggester:
        suggestion = suggester.suggest(message, today=today, interface=interface, section=form.section or None)
        query, _ = suggester.read(message)
        swapped = any(one.reason == "chosen by a person" for one in suggestion.evidence)
        return view_of(suggestion, query, suggester.catalogue, today=today, swapped=swapped)


def _desk(
    request: Request,
    form: DeskForm,
    settings: Settings,
    *,
    status: int = 200,
    view: View | None = None,
    error: dict[str, str | None] | None = None,
) -> Response:
    template = "result.html.j2" if request.headers.get("hx-request") else "desk.html.j2"
    choices = {"channels": {one.id: asdict(one) for one in channels().values()}, "languages": phrase_languages(), "laender": LAENDER}
    shown = form.model_copy(update={"text": form.plain_text()})
    return page(request, template, status=status, form=shown, view=view, error=error, most=settings.max_characters, **choices)


def _error(request: Request, name: str, detail: str | None = None) -> dict[str, str | None]:
    return {
        "message": texts(interface_of(request))["errors"].get(name, texts(interface_of(request))["errors"]["status_500"]),
        "detail": detail,
    }


def _name(error: SuggestError, form: DeskForm) -> str:
    if type(error) is InputError:
        return "section" if form.section else "empty"
    return type(error).__name__
