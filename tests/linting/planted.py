"""Articles with planted faults: each is marked on its line as ⟦code⟧, and nothing else is wrong."""

import re
from dataclasses import dataclass
from pathlib import Path

from ragqa.linting.source_list import SourceList, read_source_list

FOLDER = Path(__file__).parent / "articles"
_MARK = re.compile(r"[^\S\n]*⟦([a-z -]+)⟧")

Fault = tuple[str, int]
"""A code, and the line on which it has to be reported."""


@dataclass(frozen=True)
class Planted:
    """One article as the linter gets it, and its faults."""

    name: str
    text: str
    faults: frozenset[Fault]


def planted_articles() -> list[Planted]:
    """Return all articles, in the order of their names."""
    files = sorted(path for path in FOLDER.iterdir() if path.suffix in {".txt", ".md", ".html"})
    return [_read(path) for path in files]


def planted_sources() -> SourceList:
    """Return what is known of the sources that these articles cite."""
    return read_source_list(FOLDER / "sources.json")


def _read(path: Path) -> Planted:
    marked = path.read_text(encoding="utf-8")
    faults = {
        (code, number)
        for number, line in enumerate(marked.split("\n"), start=1)
        for codes in _MARK.findall(line)
        for code in codes.split()
    }
    return Planted(path.name, _MARK.sub("", marked), frozenset(faults))
