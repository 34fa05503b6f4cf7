"""Rows of a JSON Lines file that a command is given."""

import json
from collections.abc import Iterator
from pathlib import Path

from ragqa.errors import UsageError

Row = dict[str, object]


def read_rows(file: Path, *, what: str, shape: str) -> Iterator[tuple[int, Row]]:
    """Return the rows of `file` with their line numbers; blank lines are none.

    Args:
        file: JSON Lines, UTF-8.
        what: one row in a word: "query".
        shape: a row as it should be written.

    Raises:
        UsageError: the file cannot be read, holds no row, or a line is no JSON object.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(
            f"{file} cannot be read as text ({why}). Name a JSON Lines file."
        ) from None
    if not any(line.strip() for line in lines):
        raise UsageError(f"{file} holds no {what}. Write {shape} on each line.")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _row(line, malformed(file, number, what, shape))


def malformed(file: Path, number: int, what: str, shape: str) -> UsageError:
    """Return the error of a row that is not what it should be."""
    return UsageError(f"{file}, line {number} is not a {what}. Write {shape} on each line.")


def _row(line: str, fault: UsageError) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise fault from None
    if not isinstance(row, dict):
        raise fault
    return row
