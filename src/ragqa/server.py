"""Pages and HTTP as one application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from fastapi import FastAPI
from starlette.types import ASGIApp

from ragqa.access.doors import Doors
from ragqa.access.headers import SecurityHeaders
from ragqa.api.health import router as health
from ragqa.api.mcp import McpTools, build_mcp
from ragqa.api.mcp_door import add_mcp, serving_mcp
from ragqa.api.metrics import Counted, RequestCounts
from ragqa.api.metrics import router as metrics
from ragqa.api.openapi import Document, openapi_document
from ragqa.api.problems import add_problems
from ragqa.api.router import router as api
from ragqa.config import Settings
from ragqa.desk.desk import Desk, open_desk
from ragqa.web.errors import problem_page
from ragqa.web.router import router as web


def build_app(settings: Settings, desk: Desk | None = None) -> FastAPI:
    """Return the application.

    Args:
        settings: of everything.
        desk: one that is open already, and stays so; None: one of its own, as long as it runs.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_desk(settings) if desk is None else nullcontext(desk) as opened:
            app.state.desk = opened
            app.state.admission = opened.admission
            tools = McpTools(
                serving=opened.serving,
                asking=opened.asking,
                searching=opened.searching,
                checking=opened.checking,
            )
            async with serving_mcp(app, build_mcp(tools)):
                yield

    app = _Application(
        title="ragqa", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/openapi.json"
    )
    app.state.requests = RequestCounts()
    app.state.by_keys = settings.server.access == "keys"
    app.add_middleware(Doors, server=settings.server)
    add_problems(app, problem_page)
    app.include_router(health)
    app.include_router(metrics)
    app.include_router(api)
    add_mcp(app)
    app.include_router(web)
    return app


class _Application(FastAPI):
    """Adds the headers to every answer, that of a failure included, and counts it.

    The document that describes it says which roles each operation takes.
    """

    def build_middleware_stack(self) -> ASGIApp:
        return Counted(SecurityHeaders(super().build_middleware_stack()), self.state.requests)

    def openapi(self) -> Document:
        """Return the document of all addresses, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = openapi_document(self, by_keys=self.state.by_keys)
        return self.openapi_schema
