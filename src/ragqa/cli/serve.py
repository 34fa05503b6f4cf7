"""`ragqa serve`: pages and HTTP."""

from typing import Annotated

import typer

from ragqa.cli.options import IndexOption, settings_with

HELP = """Serve pages at / and HTTP at /v1, on this machine alone unless told otherwise.

Example: ragqa serve --port 8000
"""


def serve(
    index: IndexOption = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65_535, help="Port; 0 takes any free one.  [default: 8000]"),
    ] = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.  [default: 127.0.0.1]")
    ] = None,
) -> int:
    """Serve until interrupted."""
    import uvicorn

    from ragqa.access.exposure import check_exposure
    from ragqa.server import build_app

    settings = settings_with(index)
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    server = settings.server.model_copy(update=given)
    settings = settings.model_copy(update={"server": server})
    check_exposure(settings)
    uvicorn.run(
        build_app(settings),
        host=server.host,
        port=server.port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    return 0
