"""Files of published question sets, as their publishers and their copies lay them out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ragqa.errors import UsageError
from ragqa.evaluation.gold import GoldQuestion, each_once
from ragqa.json_lines import Row, RowError, read_rows, read_text, sound

Questions = Callable[[object], Iterator[tuple[str, object]]]
"""Names the questions in a JSON document; TypeError or KeyError where it is another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSet:
    """How one set is published.

    `patterns` match its files in a folder; `shape` is one row of it as JSON Lines, `layout` what
    is expected in words; `questions` finds the questions in a file that is one JSON document.
    """

    name: str
    patterns: tuple[str, ...]
    shape: str
    layout: str
    questions: Questions

    def read(
        self, path: Path, parse: Callable[[Row], GoldQuestion], *, strict: bool
    ) -> list[GoldQuestion]:
        """Return the questions of a file, or of the only such file in a folder.

        Raises:
            UsageError: it is another file, holds no question, or (strict) one is wrong.
        """
        what = f"{self.name} question"
        file = self._file(path)
        parse = each_once(parse)
        if ".jsonl" in file.suffixes:
            return list(read_rows(file, what=what, shape=self.shape, parse=parse, strict=strict))
        return list(
            sound(
                self._entries(file),
                parse=lambda entry: parse(_object(entry)),
                file=file,
                what=what,
                advice=f"Expected is {self.layout}.",
                strict=strict,
            )
        )

    def _file(self, path: Path) -> Path:
        if not path.is_dir():
            return path
        found = sorted(file for pattern in self.patterns for file in path.glob(pattern))
        if len(found) != 1:
            held = ", ".join(file.name for file in found) or "none"
            raise UsageError(f"{path} should hold one file of {self.layout}, and holds {held}. "
                             "Name the file itself.")  # fmt: skip
        return found[0]

    def _entries(self, file: Path) -> Iterator[tuple[str, object]]:
        wrong = UsageError(f"{file} is no {self.name} set. Expected is {self.layout}.")
        try:
            whole = json.loads(read_text(file))
        except (ValueError, RecursionError):
            raise wrong from None
        try:
            for place, entry in self.questions(whole):
                yield f"{file}, {place}", entry
        except (TypeError, KeyError, AttributeError):
            raise wrong from None


def _object(entry: object) -> Row:
    if not isinstance(entry, dict):
        raise RowError("it is no JSON object")
    return entry
