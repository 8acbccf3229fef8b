"""What `/openapi.json` says beyond the routes: the title, and that errors are problem details."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE
from api.schemas.models import Problem

ABOUT: dict[str, Any] = {
    "title": "Antwortlotse",
    "version": "1",
    "summary": "Cited reply drafts for online outreach counselling.",
    "description": (
        "A post goes in, a draft comes out: general information only, every factual sentence taken from a curated article and cited, "
        "ending in a referral. A person reads, edits and sends it. Nothing that is sent here is stored or logged."
    ),
    "openapi_tags": [
        {"name": "suggestions", "description": "Drafts, and the search behind them."},
        {"name": "articles", "description": "The knowledge base as it is indexed."},
        {"name": "operation", "description": "Whether the server can serve."},
    ],
}
_SAID = {
    404: "There is no such article.",
    413: "The text is longer than the limit of the settings (20,000 characters by default).",
    422: "The request is not valid; `errors` names the fields, never what was sent.",
    503: "The index or the model is missing; `detail` names the remedy.",
}
Responses = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Responses:
    """The `responses` of a route that can fail in these ways."""
    return {status: {"model": Problem, "description": _SAID[status]} for status in statuses}


def describe(app: FastAPI) -> None:
    """Replaces the generated description's media type of errors, which FastAPI always calls application/json."""

    def schema() -> dict[str, Any]:
        if app.openapi_schema is None:
            generated = get_openapi(
                routes=app.routes, tags=ABOUT["openapi_tags"], **{k: v for k, v in ABOUT.items() if k != "openapi_tags"}
            )
            app.openapi_schema = _as_problems(generated)
        return app.openapi_schema

    app.openapi = schema  # type: ignore[method-assign]


def _as_problems(generated: dict[str, Any]) -> dict[str, Any]:
    for path in generated["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    return generated
