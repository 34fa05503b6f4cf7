"""Rows of JSON Lines files that people hand in: queries, pairs, gold questions.

Documents are read by `ingestion.jsonl`, which keeps what is sound of a file without bound.
"""

import gzip
import json
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from ragqa.errors import UsageError

logger = logging.getLogger(__name__)

Row = dict[str, object]
Raw = TypeVar("Raw")
Parsed = TypeVar("Parsed")


class RowError(ValueError):
    """One row is not what it should be; its text says why, as part of a sentence."""


def read_rows(
    file: Path, *, what: str, shape: str, parse: Callable[[Row], Parsed], strict: bool = True
) -> Iterator[Parsed]:
    """Return what the rows of `file` hold, in order; blank lines are none.

    Args:
        file: JSON Lines, UTF-8, compressed if it ends in `.gz`.
        what: one row in a word or two: "query".
        shape: a row as it should be written.
        parse: makes of a row what is wanted; raises RowError where it is something else.
        strict: a wrong row is an error; otherwise it is left out, and a warning names its line.

    Raises:
        UsageError: the file cannot be read, holds no row, or (strict) a line is wrong.
    """
    lines = enumerate(read_text(file).split("\n"), start=1)
    return sound(
        ((f"{file}, line {number}", line) for number, line in lines if line.strip()),
        parse=lambda line: parse(_row(line)),
        file=file,
        what=what,
        advice=f"Write {shape} on each line.",
        strict=strict,
    )


def sound(
    entries: Iterable[tuple[str, Raw]],
    *,
    parse: Callable[[Raw], Parsed],
    file: Path,
    what: str,
    advice: str,
    strict: bool,
) -> Iterator[Parsed]:
    """Return what the entries of `file`, each with its place, hold, as `read_rows` does.

    What is left out is told once something sound was found: another file needs one sentence.

    Raises:
        UsageError: there is none, or (strict) one is wrong; `advice` is its last sentence.
    """
    empty, faults = True, list[str]()
    for place, entry in entries:
        try:
            parsed = parse(entry)
        except RowError as error:
            faults.append(f"{place} is not a {what}: {error}.")
            if strict:
                raise UsageError(f"{faults[0]} {advice}") from None
        else:
            empty = False
            yield parsed
    if empty:
        raise UsageError(f"{file} holds no {what}. {advice}")
    for fault in faults:
        logger.warning("%s It is left out.", fault)


def read_text(file: Path) -> str:
    """Return the text of a file, unpacked if it ends in `.gz`.

    Raises:
        UsageError: it cannot be read, is damaged, or is not UTF-8.
    """
    try:
        content = file.read_bytes()
        return (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is damaged or not UTF-8"
        raise UsageError(
            f"{file} cannot be read ({why}). Name a text file, plain or compressed with gzip."
        ) from None


def text_in(row: Row, key: str) -> str:
    """Return the text under `key`, which may be empty.

    Raises:
        RowError: there is none, or something else.
    """
    if key not in row:
        raise RowError(f"it has no `{key}`")
    value = row[key]
    if not isinstance(value, str):
        raise RowError(f"its `{key}` is not text")
    return value


def _row(line: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise RowError("it is not JSON") from None
    if not isinstance(row, dict):
        raise RowError("it is no JSON object")
    return row
