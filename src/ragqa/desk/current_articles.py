"""What the articles of a library say now, as lists of them look things up; each read once."""

import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ragqa.desk.wanted_words import folded
from ragqa.library.article_lines import ArticleLine, current_lines, texts_of
from ragqa.library.store import Library, VersionId
from ragqa.schema.document import DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    words: str
    citing: Mapping[DocumentId, int]
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentArticle:
    """One article; `words` is all that it says, folded, and `question_words` what was asked.

    `citing` counts for each document the claims that rest on it.
    """

    line: ArticleLine
    question_words: str
    words: str
    citing: Mapping[DocumentId, int]
    claims: int


class CurrentArticles:
    """The current version of every article; safe to be shared between threads.

    Args:
        library: where they are.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._read: dict[VersionId, _Contents] = {}

    def listed(self) -> list[CurrentArticle]:
        """Return all articles, by question; only texts that are new since are read."""
        lines = current_lines(self._library)
        with self._lock:
            wanted = {line.version_id for line in lines}
            new = sorted(wanted - self._read.keys())
            self._read = {name: one for name, one in self._read.items() if name in wanted}
            for version_id, text in texts_of(self._library, new):
                self._read[version_id] = _contents(text)
            read = self._read
            return [_current(line, read[line.version_id]) for line in lines]


def _current(line: ArticleLine, contents: _Contents) -> CurrentArticle:
    return CurrentArticle(
        line=line,
        question_words=folded(line.question.text),
        words=contents.words,
        citing=contents.citing,
        claims=contents.claims,
    )


def _contents(text: str) -> _Contents:
    """Return what an answer says; it is read as the JSON that it is kept as, which is quick."""
    claims = json.loads(text).get("claims", [])
    citing = Counter(
        name
        for claim in claims
        for name in {DocumentId(one["document_id"]) for one in claim["citations"]}
    )
    return _Contents(
        words=folded(*(claim["text"] for claim in claims)), citing=citing, claims=len(claims)
    )
