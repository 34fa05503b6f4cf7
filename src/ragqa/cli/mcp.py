"""`ragqa mcp`: the tools for language models, over standard input and output."""

from contextlib import ExitStack, closing

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
    from ragqa.api.mcp import McpTools, build_mcp
    from ragqa.desk.asking import Asking
    from ragqa.desk.checking import Checking
    from ragqa.desk.searching import Searching
    from ragqa.desk.serving import ServingIndex

    settings = settings_with(index)
    with ExitStack() as opened:
        serving = opened.enter_context(closing(ServingIndex(settings)))
        asking = Asking(serving, answers=settings.server.answers, waiting=_WAITING)
        searching = Searching(serving, threads=1, waiting=_WAITING)
        checking = Checking(settings, waiting=_WAITING)
        for one in (asking, searching, checking):
            opened.enter_context(closing(one))
        tools = McpTools(serving=serving, asking=asking, searching=searching, checking=checking)
        build_mcp(tools).run("stdio")
    return 0
