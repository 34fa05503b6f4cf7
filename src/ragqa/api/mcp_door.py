"""The MCP server at /mcp: streamable HTTP, behind the same access as all else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from mcp.server import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ragqa.access.guard import Guarded
from ragqa.access.roles import Role

PATH = "/mcp"


def add_mcp(app: FastAPI) -> None:
    """Give the application the address; it answers while `serving_mcp` is open."""
    app.router.routes.append(Route(PATH, Guarded(_answer, *Role), include_in_schema=False))


@asynccontextmanager
async def serving_mcp(app: FastAPI, server: MCPServer) -> AsyncIterator[None]:
    """Answer calls of the server's tools.

    Every request stands for itself, so that no client depends on a session that a restart ends.
    """
    # Of the size of a request, its Host and its Origin the application takes care.
    server.streamable_http_app(
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    app.state.mcp = server.session_manager
    async with server.session_manager.run():
        yield


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    sessions: StreamableHTTPSessionManager = scope["app"].state.mcp
    await sessions.handle_request(scope, receive, send)
