"""How many claims of the library rest on each source."""

import json
import threading
from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa

from ragqa.library.store import Library
from ragqa.library.tables import ARTICLES, VERSIONS
from ragqa.schema.document import DocumentId

Counts = Counter[DocumentId]
_AT_ONCE = 500


class CitedClaims:
    """Counts the claims of current versions by what they cite; each version is read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._read: dict[str, Counts] = {}

    def counts(self) -> Mapping[DocumentId, int]:
        """Return for each document how many claims of the library's articles cite it.

        Raises:
            LibraryError: the library cannot be read.
        """
        with self._lock:
            self._refresh()
            total: Counts = Counter()
            for counts in self._read.values():
                total.update(counts)
            return total

    def _refresh(self) -> None:
        with self._library.reading() as connection:
            current = frozenset(connection.execute(sa.select(ARTICLES.c.version_id)).scalars())
            new = sorted(current - self._read.keys())
            for first in range(0, len(new), _AT_ONCE):
                some = new[first : first + _AT_ONCE]
                statement = sa.select(VERSIONS.c.version_id, VERSIONS.c.answer)
                rows = connection.execute(statement.where(VERSIONS.c.version_id.in_(some)))
                self._read.update((row.version_id, _citing(row.answer)) for row in rows)
        for gone in self._read.keys() - current:
            del self._read[gone]


def _citing(answer: str) -> Counts:
    """Count the claims of one stored answer by the documents that they cite."""
    counts: Counts = Counter()
    for claim in json.loads(answer)["claims"]:
        counts.update({DocumentId(one["document_id"]) for one in claim["citations"]})
    return counts
