"""YAML front matter at the head of Markdown and text files."""

import re
from datetime import date

import yaml

from ragqa.errors import ReadError
from ragqa.ingestion.particulars import Particulars
from ragqa.ingestion.sidecar import reason_of

_FENCED = re.compile(
    r"\A---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_ALIASES = {"journal": "container", "organization": "organisation", "author": "authors"}


def split_front_matter(text: str) -> tuple[Particulars, str]:
    """Return what the front matter says, and the text below it.

    What it says of other works has no effect on them: who wrote the text wrote it too.
    A text that opens with a rule but holds no mapping there has no front matter.

    Raises:
        ReadError: the front matter is no valid YAML, or one of its values is wrong.
    """
    fenced = _FENCED.match(text)
    if fenced is None:
        return Particulars(), text
    fields = _mapping(fenced.group(1))
    if fields is None:
        return Particulars(), text
    try:
        stated = Particulars.model_validate(_named(fields)).in_own_words()
        return stated, text[fenced.end() :]
    except ValueError as error:
        line = _line_of(fenced.group(1), str(error))
        raise ReadError(f"The front matter is wrong{line}: {reason_of(error)}.") from error


def _mapping(block: str) -> dict[object, object] | None:
    try:
        loaded = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        # The fence is line 1, and marks count from 0.
        line = f" in line {mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or reason_of(error)
        raise ReadError(f"The front matter is no valid YAML{line}: {problem}.") from error
    return loaded if isinstance(loaded, dict) else None


def _named(fields: dict[object, object]) -> dict[str, object]:
    named = {
        _ALIASES.get(str(key).lower(), str(key).lower()): value for key, value in fields.items()
    }
    issued = named.get("date")
    if named.get("year") is None and isinstance(issued, date | str | int):
        named["year"] = str(issued)
    return named


def _line_of(block: str, message: str) -> str:
    """Return ` in line N` of the first key that `message` names."""
    for number, line in enumerate(block.splitlines(), start=2):
        key = line.partition(":")[0].strip().lower()
        if key and re.search(rf"^{re.escape(_ALIASES.get(key, key))}\b", message, re.MULTILINE):
            return f" in line {number}"
    return ""
