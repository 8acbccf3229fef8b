"""What holds for every request and response: a limit on the body, security headers, and no text in an error log."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import respond

_LOG = logging.getLogger(__name__)
_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the security headers; what sets no caching of its own is not stored, for it may hold a draft."""

    def __init__(self, app: ASGIApp) -> None:
        """Wraps an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-cache" if scope["path"].startswith("/static/") else "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class NoTextInLogs:
    """Answers an unforeseen error with 500 and logs its kind and place only, for its message may quote a post."""

    def __init__(self, app: ASGIApp) -> None:
        """Wraps an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            _LOG.error("%s at %s", type(error).__name__, _place(error))
            if not started:
                await respond(Request(scope), 500)(scope, receive, send)


class BodyLimit:
    """Stops a body of more than `most` bytes with 413, by its declared length or, where it declares none, by counting."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        """Wraps an application."""
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; the error is raised where the body is read, so that the usual handler answers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        counted = 0
        declared = Headers(scope=scope).get("content-length", "")

        async def limited() -> MutableMapping[str, Any]:
            nonlocal counted
            if declared.isdecimal() and int(declared) > self._most:
                raise self._too_large()
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > self._most:
                raise self._too_large()
            return message

        await self._app(scope, limited, send)

    def _too_large(self) -> HTTPException:
        return HTTPException(413, f"The request has more than {self._most} bytes; paste only the part with the question.")


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"
