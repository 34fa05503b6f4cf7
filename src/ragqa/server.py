"""Pages and HTTP as one application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from ragqa.access.doors import Doors
from ragqa.access.headers import SecurityHeaders
from ragqa.api.mcp import build_mcp
from ragqa.api.mcp_door import add_mcp, serving_mcp
from ragqa.api.problems import add_problems
from ragqa.api.router import router as api
from ragqa.config import Settings
from ragqa.desk.desk import open_desk
from ragqa.web.errors import problem_page
from ragqa.web.router import router as web


def build_app(settings: Settings) -> FastAPI:
    """Return the application; it opens the index and the library when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_desk(settings) as desk:
            app.state.desk = desk
            app.state.admission = desk.admission
            async with serving_mcp(app, build_mcp(settings, desk.serving, desk.asking)):
                yield

    app = _Application(
        title="ragqa", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/openapi.json"
    )
    app.add_middleware(Doors, server=settings.server)
    add_problems(app, problem_page)
    app.include_router(api)
    add_mcp(app)
    app.include_router(web)
    return app


class _Application(FastAPI):
    """Adds the headers to every answer, that of a failure included, which is made outermost."""

    def build_middleware_stack(self) -> ASGIApp:
        return SecurityHeaders(super().build_middleware_stack())
