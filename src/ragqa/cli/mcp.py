"""`ragqa mcp`: the tools for language models, over standard input and output."""

from ragqa.cli.options import IndexOption, settings_with

HELP = """Serve ask, search, verify and fetch_source to a language model, over stdin and stdout.

A program that speaks the Model Context Protocol starts this command itself. The same tools are at
/mcp of `ragqa serve`.

Example: ragqa mcp --index index
"""
_WAITING = 16
"""Calls that one client may have waiting."""


def mcp(index: IndexOption = None) -> int:
    """Serve until standard input ends."""
    from ragqa.api.mcp import build_mcp
    from ragqa.desk.asking import Asking
    from ragqa.desk.serving import ServingIndex

    settings = settings_with(index)
    serving = ServingIndex(settings)
    asking = Asking(serving, answers=settings.server.answers, waiting=_WAITING)
    try:
        build_mcp(settings, serving, asking).run("stdio")
    finally:
        asking.close()
        serving.close()
    return 0
