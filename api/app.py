"""`create_app`: the API and the pages in one application, around one service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import date
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from api import openapi, pages, routes
from api.live import Live
from api.middleware import BodyLimit, NoTextInLogs, SecurityHeaders
from api.problems import add_handlers
from suggest.errors import SuggestError
from suggest.pipeline import Service
from suggest.settings import Settings, get_settings

_STATIC = Path(__file__).parent / "static"


def create_app(
    settings: Settings | None = None, *, warm: bool = False, service: Service | None = None, today: Callable[[], date] = date.today
) -> FastAPI:
    """The application; when `warm`, model and index are loaded before the first request.

    Without an index it serves all the same, and `/health` and every page say what to do.
    """
    settings = settings or (service.settings if service else get_settings())
    live = Live(service or Service(settings))

    app = FastAPI(lifespan=_lifespan(live, warm=warm), docs_url=None, redoc_url=None, **openapi.ABOUT)
    app.state.settings, app.state.live, app.state.today = settings, live, today
    app.include_router(routes.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    add_handlers(app)
    app.add_middleware(BodyLimit, most=4 * settings.max_characters + 64 * 1024)
    app.add_middleware(NoTextInLogs)
    app.add_middleware(SecurityHeaders)
    openapi.describe(app)
    return app


def _lifespan(live: Live, *, warm: bool) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if warm:
            with suppress(SuggestError):  # said by /health, and again by each request
                await run_in_threadpool(live.warm)
        yield

    return lifespan
