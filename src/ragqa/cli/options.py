"""Options that several commands share."""

import getpass
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ragqa.config import Settings, load_settings
from ragqa.errors import UsageError

Form = TypeVar("Form", bound=StrEnum)


def _folder(text: str) -> Path:
    if not text:
        raise UsageError("The folder of the index is empty. Name one with --index DIR.")
    return Path(text)


def _place(text: str) -> str:
    if not text or "\x00" in text:
        raise UsageError("The place of the library is empty. Name one with --library PLACE.")
    return text


IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index", metavar="DIR", parser=_folder, help="Folder of the index.  [default: index]"
    ),
]
LibraryOption = Annotated[
    str | None,
    typer.Option(
        "--library",
        metavar="PLACE",
        parser=_place,
        help="Path of the library, or its postgresql:// URL.  [default: library.sqlite]",
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does this.  [default: the login name]"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


def settings_with(index: Path | None) -> Settings:
    """Load the settings, with the index folder of the command line if one is given."""
    settings = load_settings()
    return settings if index is None else settings.model_copy(update={"index": index})


def library_place(settings: Settings, library: str | None) -> str:
    """Return where the library is: as the command line says, else as the settings do."""
    return settings.library.url if library is None else library


def acting(by: str | None) -> str:
    """Return the name of who acts: the one that was given, else the login name.

    Raises:
        UsageError: there is neither.
    """
    try:
        name = (getpass.getuser() if by is None else by).strip()
    except (OSError, KeyError):
        name = ""
    if not name:
        raise UsageError("Nobody is named as acting. Say who does this with --by NAME.")
    return name


def chosen_form(asked: Form | None, json: Form, default: Form, *, as_json: bool) -> Form:
    """Return the form that --format and --json ask for together.

    Raises:
        UsageError: they ask for different ones.
    """
    if as_json and asked not in (None, json):
        raise UsageError(
            f"--json and --format {asked} ask for different forms. Give one of the two."
        )
    return json if as_json else asked or default


def require_command(context: typer.Context) -> None:
    """Show the help of a group that was called without a command, as wrong use.

    Raises:
        Exit: there is no command.
    """
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(2)
