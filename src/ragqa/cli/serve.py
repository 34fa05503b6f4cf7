"""`ragqa serve`: pages and HTTP."""

import signal
import sys
from contextlib import closing, suppress
from types import FrameType
from typing import Annotated, Never

import typer

from ragqa.cli.options import IndexOption, settings_with
from ragqa.errors import NoIndexError

HELP = """Serve pages at / and HTTP at /v1, on this machine alone unless told otherwise.

Example: ragqa serve --port 8000
"""
# Threads that compose let others in ten times as soon as by default. With two answers under way a
# timer was late by 132 to 198 ms (95th percentile) with 5 ms, 87 to 133 with 1, 39 with 0.2; an
# answer took as much of the processor.
_SWITCH_SECONDS = 0.0005


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
    from ragqa.access.exposure import check_exposure
    from ragqa.cli.listening import StoppingServer, bound, url_of
    from ragqa.desk.desk import open_desk
    from ragqa.server import build_app

    settings = settings_with(index)
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    server = settings.server.model_copy(update=given)
    settings = settings.model_copy(update={"server": server})
    check_exposure(settings)
    with closing(bound(server.host, server.port)) as listener, open_desk(settings) as desk:
        with suppress(NoIndexError):  # it is told of, and serves as soon as it is there
            desk.serving.renew()
        told = f"ragqa: serving at {url_of(listener)}"
        running = StoppingServer(
            build_app(settings, desk), desk.asking, lambda: typer.echo(told, err=True)
        )
        sys.setswitchinterval(_SWITCH_SECONDS)
        signal.signal(signal.SIGTERM, _terminated)
        running.run(sockets=[listener])
    return 0


def _terminated(number: int, frame: FrameType | None) -> Never:
    """End as after an interrupt, with everything closed; the server has done what it had begun."""
    raise SystemExit(0)
