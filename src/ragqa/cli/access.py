"""`ragqa access …`: who may use the server, by keys that are given and taken away."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer

from ragqa.access.keys import Key, Keys
from ragqa.access.roles import Principal, Role
from ragqa.cli.options import (
    ByOption,
    JsonOption,
    LibraryOption,
    acting,
    library_place,
    require_command,
    settings_with,
)
from ragqa.errors import UsageError
from ragqa.library.database import Database
from ragqa.rendering.plain_text import plain

app = typer.Typer(
    help='Give keys to those who may use the server, for server.access = "keys".',
    invoke_without_command=True,
    callback=require_command,
    rich_markup_mode=None,
)
_LONGEST_DAYS = 3650


def _role(text: str) -> Role:
    name = text.strip().lower()
    if name not in list(Role):
        raise UsageError(f"{text!r} is no role. Give one of {', '.join(Role)}.")
    return Role(name)


@app.command(
    help="""Make a key for somebody and print it, this once: the library keeps only its hash.

    Example: ragqa access add "Ann Roe" --role reviewer --credential "MD, sleep" --expires 365
    """
)
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")],
    role: Annotated[
        list[Role],
        typer.Option(
            "--role",
            metavar="ROLE",
            parser=_role,
            help="What they may do: asker, editor, reviewer or admin; may be repeated.",
        ),
    ],
    credential: Annotated[
        str,
        typer.Option("--credential", metavar="TEXT", help="What entitles them, as approvals say."),
    ] = "",
    expires: Annotated[
        int | None,
        typer.Option(
            "--expires",
            metavar="DAYS",
            min=1,
            max=_LONGEST_DAYS,
            help="Days that it holds.  [default: until it is revoked]",
        ),
    ] = None,
    by: ByOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print the new key."""
    with _open_keys(library, create=True) as keys:
        new = keys.add(name, role, credential=credential, days=expires, by=_giver(by))
    if as_json:
        _print_json({"key": new.text, **_key_json(new.key)})
        return 0
    print(new.text)
    until = f"until {new.key.expires_at[:10]}" if new.key.expires_at else "until it is revoked"
    typer.echo(
        f"This is the key of {plain(new.key.principal.name)}, and it holds {until}. It cannot be "
        "shown again.",
        err=True,
    )
    return 0


@app.command(
    "list",
    help="""List all keys that were ever made, without their secrets.

    Example: ragqa access list --json
    """,
)
def list_keys(library: LibraryOption = None, as_json: JsonOption = False) -> int:
    """Print one line for each key."""
    with _open_keys(library, create=False) as keys:
        found = keys.listed()
    if as_json:
        _print_json({"keys": [_key_json(key) for key in found]})
    else:
        print("\n".join([*map(_key_line, found), f"Keys: {len(found):,}."]))
    return 0


@app.command(
    help="""Take a key away; sessions that began with it end at once.

    Example: ragqa access revoke "Ann Roe" --by "Eve Poe"
    """
)
def revoke(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="Its id, or the name of who has no other.")
    ],
    by: ByOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print which key it was."""
    with _open_keys(library, create=False) as keys:
        revoked = keys.revoke(key, by=_giver(by))
    if as_json:
        _print_json(_key_json(revoked))
    else:
        print(f"The key {revoked.key_id} of {plain(revoked.principal.name)} is revoked.")
    return 0


@contextmanager
def _open_keys(library: str | None, *, create: bool) -> Iterator[Keys]:
    database = Database.open(library_place(settings_with(None), library), create=create)
    try:
        yield Keys(database, now=_now)
    finally:
        database.close()


def _giver(by: str | None) -> Principal:
    """Return who acts: whoever can write the library may do everything."""
    return Principal(name=acting(by), credential="", roles=frozenset(Role))


def _key_line(key: Key) -> str:
    who = key.principal
    named = f"{plain(who.name)}, {plain(who.credential)}" if who.credential else plain(who.name)
    roles = ", ".join(sorted(who.roles))
    return "  ".join((key.key_id, key.added_at[:10], f"{_standing(key):<20}", named, f"({roles})"))


def _standing(key: Key) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at[:10]}"
    if key.expires_at is None:
        return "holds"
    told = "expired" if key.is_over(_now()) else "holds until"
    return f"{told} {key.expires_at[:10]}"


def _key_json(key: Key) -> dict[str, object]:
    return {
        "key_id": key.key_id,
        "name": key.principal.name,
        "credential": key.principal.credential,
        "roles": sorted(key.principal.roles),
        "added_at": key.added_at,
        "added_by": key.added_by,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "valid": key.is_valid(_now()),
    }


def _print_json(content: dict[str, object]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


def _now() -> datetime:
    return datetime.now(UTC)
