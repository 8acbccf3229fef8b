"""Errors → problem details (RFC 9457), or a page where a browser asks; neither ever holds text that was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.rendering import error_page
from suggest.errors import ArticleError, ContractError, IndexMissingError, InputError, ModelError, SuggestError, TooLongError

MEDIA_TYPE = "application/problem+json"
_STATUS: tuple[tuple[type[SuggestError], int], ...] = (
    (TooLongError, 413),
    (InputError, 422),
    (IndexMissingError, 503),
    (ModelError, 503),
    (ArticleError, 503),
    (ContractError, 500),
)
_DETAILS = {
    400: "The request cannot be read; send JSON or a form, encoded as UTF-8.",
    404: "There is nothing at this address; GET /openapi.json lists the addresses.",
    405: "This address does not take that method; see GET /openapi.json.",
    500: "The server made a mistake; please report it with the time.",
}
_Location = Sequence[str | int]


def status_of(error: SuggestError) -> int:
    """The HTTP status of a library error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(
    status: int, detail: str | None = None, *, errors: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """A response of problem details; `errors` says which fields are meant."""
    content: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    content["detail"] = detail or _DETAILS.get(status, HTTPStatus(status).description)
    if errors:
        content["errors"] = list(errors)
    return JSONResponse(content, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def respond(request: Request, status: int, detail: str | None = None, *, headers: Mapping[str, str] | None = None) -> Response:
    """A page for a browser, problem details for every other client and for all of the API."""
    if wants_page(request):
        return error_page(request, status, detail)
    return problem(status, detail, headers=headers)


def wants_page(request: Request) -> bool:
    """Whether a person reads the answer."""
    path = request.url.path
    return not path.startswith(("/api/", "/health", "/openapi.json")) and "text/html" in request.headers.get("accept", "")


def add_handlers(app: FastAPI) -> None:
    """Turns every error of the application into a response, once, here."""
    app.add_exception_handler(SuggestError, _on_suggest_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def _on_suggest_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SuggestError)
    return respond(request, status_of(error), str(error))


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    return respond(request, error.status_code, said if error.status_code != 400 else None, headers=error.headers)


def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if wants_page(request):
        return error_page(request, 422, None)
    errors = [{"field": _field(one), "message": _message(one)} for one in error.errors()]
    return problem(422, f"The request is not valid: {errors[0]['field']}: {errors[0]['message']}.", errors=errors)


def _field(error: Mapping[str, Any]) -> str:
    """Where the error is; a key that is not ours may hold anything, so it is not repeated."""
    location: _Location = error["loc"]
    known = location[:-1] if error["type"] == "extra_forbidden" else location
    return ".".join(str(part) for part in known) or "body"


def _message(error: Mapping[str, Any]) -> str:
    """What is wrong and what is expected; pydantic's `input` and `ctx` stay behind."""
    if error["type"] == "extra_forbidden":
        return "an unknown field is not allowed; the known ones are in /openapi.json"
    return str(error["msg"]).removeprefix("Value error, ")
