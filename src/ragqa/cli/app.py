"""The `ragqa` command: one subcommand per file, errors told in one sentence."""

import logging
import os
import sys
from collections.abc import Sequence

import typer

from ragqa.errors import RagqaError, SettingsError, UsageError

COMMANDS = ("ingest", "ask", "search", "index", "doctor")

_STOPPED = "Stopped; what was finished before is kept."
_INTERRUPTED = 130


def main() -> None:
    """Run the command line: exit 0 done, 1 it failed, 2 wrong use, 130 interrupted."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.basicConfig(level=logging.WARNING, format="ragqa: %(message)s", stream=sys.stderr)
    sys.exit(_run())


def build_app(names: Sequence[str] = COMMANDS) -> typer.Typer:
    """Return the command with these subcommands; each imports what it needs."""
    app = typer.Typer(
        name="ragqa",
        help="Clinical questions answered from your own documents: every sentence cited and "
        "checked.",
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    # With a callback a single subcommand keeps its name.
    app.callback()(lambda: None)
    for name in names:
        _add(app, name)
    return app


def _add(app: typer.Typer, name: str) -> None:
    match name:
        case "ingest":
            from ragqa.cli import ingest

            app.command("ingest", help=ingest.HELP)(ingest.ingest)
        case "ask":
            from ragqa.cli import ask

            app.command("ask", help=ask.HELP)(ask.ask)
        case "search":
            from ragqa.cli import search

            app.command("search", help=search.HELP)(search.search)
        case "index":
            from ragqa.cli import index

            app.add_typer(index.app, name="index")
        case "doctor":
            from ragqa.cli import doctor

            app.command("doctor", help=doctor.HELP)(doctor.doctor)


def _run() -> int:
    named = [argument for argument in sys.argv[1:2] if argument in COMMANDS]
    try:
        status = build_app(named or COMMANDS)(standalone_mode=False) or 0
        sys.stdout.flush()
        return _tell(_STOPPED, status) if status == _INTERRUPTED else status
    except RagqaError as error:
        return _tell(str(error), 2 if isinstance(error, UsageError | SettingsError) else 1)
    except typer.TyperException as error:
        return _tell(_usage_sentence(error), 2)
    except (typer.Abort, KeyboardInterrupt):
        return _tell(_STOPPED, _INTERRUPTED)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes nowhere
        if isinstance(error, BrokenPipeError):
            return 0
        return _tell(f"The output cannot be written ({error.strerror}). Free some space.", 1)


def _tell(sentence: str, status: int) -> int:
    print(f"ragqa: {' '.join(sentence.split())}", file=sys.stderr)
    return status


def _usage_sentence(error: Exception) -> str:
    """Say what is wrong with the command line, and where its help is."""
    told = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "ragqa"
    return f"{told.rstrip('.')}. `{command} --help` shows what it takes."
