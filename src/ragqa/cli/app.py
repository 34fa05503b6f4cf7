"""The `ragqa` command: one subcommand per file, errors told in one sentence."""

import gc
import logging
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Annotated, Never

import typer

from ragqa.errors import RagqaError, SettingsError, UsageError

COMMANDS = ("ingest", "ask", "chat", "search", "verify", "lint", "index",
            "batch", "review", "library", "eval", "serve", "access", "mcp", "doctor")  # fmt: skip
_GROUPS = frozenset({"access", "index", "batch", "review", "library", "eval"})
"""Commands that have commands of their own."""

_STOPPED = "Stopped; what was finished before is kept."
_INTERRUPTED = 130
_CLOSED = "Standard output is closed. Send it to a terminal, a file or a pipe."
_LONGEST_WORD = 300
_OBJECTS_TO_COLLECT = 100_000
_PLAIN_WORDS = (
    ("Value error, ", ""),
    ("Input should be a valid integer", "it must be a whole number"),
    ("Input should be", "it must be"),
    (", unable to parse string as an integer", ""),
)


def main() -> None:
    """Run the command line: exit 0 done, 1 it failed, 2 wrong use, 130 interrupted."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Looking through all that is installed for plug-ins of pydantic takes longer than a search.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A start makes many objects and drops few: looking for circles among them finds nothing.
    gc.set_threshold(_OBJECTS_TO_COLLECT)
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the same bytes whatever the machine's language
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=logging.WARNING, format="ragqa: %(message)s", stream=sys.stderr)
    sys.exit(_tell(_CLOSED, 1) if sys.stdout is None else _run())


def build_app(names: Sequence[str] = COMMANDS) -> typer.Typer:
    """Return the command with these subcommands; each imports what it needs."""
    app = typer.Typer(
        name="ragqa",
        invoke_without_command=True,
        # It also lets a single subcommand keep its name.
        callback=_ragqa,
        help="Clinical questions answered from your own documents: every sentence cited and "
        "checked.",
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    for name in names:
        _add(app, name)
    return app


def _ragqa(
    context: typer.Context,
    _: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _version(wanted=value),
            is_eager=True,
            help="Print the version and exit.",
        ),
    ] = False,
) -> None:
    from ragqa.cli.options import require_command

    require_command(context)


def _version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"ragqa {version('ragqa')}")
        raise typer.Exit


def _add(app: typer.Typer, name: str) -> None:
    """Add the command, or the group of commands, that the file of this name holds."""
    module = import_module(f"ragqa.cli.{name}")
    if name in _GROUPS:
        app.add_typer(module.app, name=name)
    else:
        app.command(name, help=module.HELP)(getattr(module, name))


class _Interrupts:
    """Remembers that Ctrl-C was pressed: a library may turn what it raises into its own error."""

    def __init__(self) -> None:
        self.any = False
        signal.signal(signal.SIGINT, self._interrupt)

    def _interrupt(self, number: int, frame: FrameType | None) -> Never:
        self.any = True
        raise KeyboardInterrupt


def _run() -> int:
    interrupts = _Interrupts()
    named = [argument for argument in sys.argv[1:2] if argument in COMMANDS]
    try:
        status = build_app(named or COMMANDS)(standalone_mode=False) or 0
        sys.stdout.flush()
    except RagqaError as error:
        return _tell(str(error), 2 if isinstance(error, UsageError | SettingsError) else 1)
    except typer.TyperException as error:
        return _tell(_usage_sentence(error), 2)
    except (typer.Abort, KeyboardInterrupt):
        status = _INTERRUPTED
    except OSError as error:
        return _system_fault(error)
    except SystemExit as error:
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        return 0  # the reader of a pipe has gone away
    except Exception:
        if not interrupts.any:
            raise
        status = _INTERRUPTED
    return _tell(_STOPPED, status) if status == _INTERRUPTED else status


def _system_fault(error: OSError) -> int:
    """Tell what the operating system refused; a reader that has gone away wants no more."""
    if error.filename is not None:
        return _tell(f"{error.filename!r}: {error.strerror}. Check it and its permissions.", 1)
    if isinstance(error, FileNotFoundError):
        return _tell("The working folder is gone. Change to one that exists.", 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes nowhere
    if isinstance(error, BrokenPipeError):
        return 0
    return _tell(f"The output cannot be written ({error.strerror}). Free some space.", 1)


def _tell(sentence: str, status: int) -> int:
    words = (word if len(word) <= _LONGEST_WORD else f"{word[:99]}…" for word in sentence.split())
    print(f"ragqa: {' '.join(words)}", file=sys.stderr)
    return status


def _usage_sentence(error: Exception) -> str:
    """Say what is wrong with the command line, and where its help is."""
    told = getattr(error, "format_message", lambda: str(error))()
    for words, plain in _PLAIN_WORDS:
        told = told.replace(words, plain)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "ragqa"
    return f"{told.rstrip('.')}. `{command} --help` shows what it takes."
