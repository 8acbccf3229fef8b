"""The routes of the API: thin; each reads a request, calls the library and returns its record as JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request

from api.articles import find_article, in_full, listed, titles_of
from api.live import Live
from api.openapi import problems
from api.problems import status_of
from api.schemas.models import ArticleInFull, Articles, Health, Hits, RetrieveRequest, Suggestion, SuggestionRequest
from suggest.batch import message_of, retrieve_all
from suggest.errors import SuggestError
from suggest.output import suggestion_as_json
from suggest.pipeline import Suggester
from suggest.retrieval import Catalogue
from suggest.settings import Settings

router = APIRouter()


def get_live(request: Request) -> Live:
    """The live index of this application."""
    live: Live = request.app.state.live
    return live


def get_settings(request: Request) -> Settings:
    """The settings of this application."""
    settings: Settings = request.app.state.settings
    return settings


def get_today(request: Request) -> date:
    """The day that figures and reviews are looked at for."""
    today: Callable[[], date] = request.app.state.today
    return today()


def get_catalogue(live: Annotated[Live, Depends(get_live)]) -> Catalogue:
    """The articles of the live index."""
    return live.suggester().catalogue


LiveIndex = Annotated[Live, Depends(get_live)]
Config = Annotated[Settings, Depends(get_settings)]
Today = Annotated[date, Depends(get_today)]
Sections = Annotated[Catalogue, Depends(get_catalogue)]
_LANGUAGE = Query(description="ISO 639-1, such as `de`.")
_TOPIC = Query(description="`recognition`, `parental_leave` or `part_time`.")


@router.post(
    "/api/v1/suggestions",
    tags=["suggestions"],
    summary="Write a draft for a post",
    response_model=Suggestion,
    responses=problems(413, 422, 503),
)
def create_suggestion(body: SuggestionRequest, live: LiveIndex, settings: Config, today: Today) -> dict[str, Any]:
    """Redacts the post, finds cited sections, and returns a draft with its evidence; nothing is stored."""
    message = message_of(body.model_dump(by_alias=True), settings)
    with live.turn() as suggester:
        return suggestion_as_json(suggester.suggest(message, today=today))


@router.post(
    "/api/v1/retrieve",
    tags=["suggestions"],
    summary="List the sections that fit a text best",
    response_model=Hits,
    responses=problems(413, 422, 503),
)
def retrieve(body: RetrieveRequest, live: LiveIndex) -> dict[str, Any]:
    """Lists sections or articles, best first, without deciding whether they answer the text."""
    row = body.model_dump(include={"text", "language", "land"}) | {"id": "text"}
    with live.turn() as suggester:
        ((_, ranked),) = retrieve_all(suggester, [row], top=body.top, by=body.by)
        return {"hits": [_hit(suggester, docid, score) for docid, score in ranked]}


@router.get("/api/v1/articles", tags=["articles"], summary="List the articles", response_model=Articles, responses=problems(422, 503))
def list_articles(
    catalogue: Sections, language: Annotated[str | None, _LANGUAGE] = None, topic: Annotated[str | None, _TOPIC] = None
) -> dict[str, Any]:
    """Lists the published articles, optionally of one language or topic."""
    return {"articles": listed(catalogue, language=language, topic=topic)}


@router.get(
    "/api/v1/articles/{language}/{id:path}",
    tags=["articles"],
    summary="Read an article",
    response_model=ArticleInFull,
    responses=problems(404, 422, 503),
)
def read_article(language: str, id: str, catalogue: Sections, today: Today) -> dict[str, Any]:
    """Returns an article with its sections, its figures as they are today, and its sources."""
    article = find_article(catalogue, language, id)
    if article is None:
        raise HTTPException(404, "There is no such article; GET /api/v1/articles lists them.")
    return in_full(article, catalogue, today)


@router.get("/health", tags=["operation"], summary="Say whether drafts can be written", response_model=Health, responses=problems(503))
def health(live: LiveIndex) -> dict[str, Any]:
    """Returns what is being served, or 503 with the remedy."""
    try:
        about = live.about()
    except SuggestError as error:  # whatever it is, a server without an index is not available
        raise HTTPException(max(503, status_of(error)), str(error)) from None
    return {"status": "degraded" if live.fault else "ok", "detail": live.fault} | about


def _hit(suggester: Suggester, docid: str, score: float) -> dict[str, Any]:
    title, heading = titles_of(suggester.catalogue, docid)
    return {"docid": docid, "score": round(score, 4), "title": title, "heading": heading}
