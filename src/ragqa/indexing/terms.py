"""BM25 over the terms of titles, section headings and passages."""

import math
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.nearest import IdArray
from ragqa.linguistics.terms import content_terms, terms
from ragqa.schema.source import Kind

if TYPE_CHECKING:
    import tantivy

# Weight of a match by field. The body holds the title too. nDCG@10 by weight of the title:
# SciFact train 0.688 at 0.25, 0.682 at 0.4, 0.680 at 0.5; LiveQA 0.532 at 0.25, 0.575 at 0.5.
# Fields kept apart came to 0.682 and 0.515 at best.
FIELDS = {"title": 0.3, "body": 1.0}

# tantivy's k1; a share of 1 would be a term repeated without end.
_SATURATION = 1.2

# Terms whose passages are remembered, at most 12 KB each: questions share most of their words, and
# tantivy hands over one Python object for each passage.
REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one passage and of its work's title, each joined by spaces."""

    vector_id: int
    kind: str
    title: str
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatches:
    """Where one term of a query stands.

    `rarity` is its inverse document frequency; `ids`, ascending, are passages that hold it in text,
    heading or title, and `shares` how well each does, in [0, 1): BM25 without the rarity.
    """

    term: str
    rarity: float
    ids: IdArray
    shares: FloatArray


def joined_terms(text: str) -> str:
    """Return the terms of `text` as one string, ready to be indexed."""
    return " ".join(terms(text))


class TermIndex:
    """A term index opened for reading; safe to share between threads."""

    def __init__(self, searcher: "tantivy.Searcher", schema: "tantivy.Schema") -> None:
        self._searcher = searcher
        self._schema = schema
        self._remembered = lru_cache(REMEMBERED)(self._matches)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open an index whose bytes have been checked.

        tantivy writes lock files beside what it reads; it is given links in a folder of its
        own, so that a snapshot stays as it was published and may lie on a read-only disk.

        Raises:
            OSError: it cannot be opened.
        """
        import tantivy

        links_folder = tempfile.TemporaryDirectory(
            prefix="ragqa-terms-", ignore_cleanup_errors=True
        )
        with links_folder as links, as_os_error(folder):
            for path in folder.resolve().iterdir():
                (Path(links) / path.name).symlink_to(path)
            index = tantivy.Index.open(links)
            index.config_reader("manual")
            return cls(index.searcher(), index.schema)

    def ids(self) -> list[int]:
        """Return the ids of all passages in the index, ascending."""
        import tantivy

        return sorted(hit[0] for hit in self._hits(tantivy.Query.all_query(), len(self)))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def frequency(self, term: str) -> int:
        """Return how many passages hold a term, in their text or the title of their work."""
        return int(self._searcher.doc_freq("body", term))

    def search(self, query: str, limit: int, kind: Kind | None) -> list[tuple[int, float]]:
        """Return `(id, BM25 score)` of the `limit` best passages, best first, ties by id.

        `query` is free text: no character of it is an operator. Words such as "what" and "the"
        are left out: nDCG@10 is a little better for it on three sets, and far on LiveQA.
        """
        import tantivy

        wanted = Counter(content_terms(query))
        if not wanted or not len(self):
            return []
        words = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, self._term(field, word, weight * count))
                for word, count in wanted.items()
                for field, weight in FIELDS.items()
            ]
        )
        return self._hits(words if kind is None else self._only(words, kind), limit)

    def matches(self, words: Iterable[str], limit: int, kind: Kind | None) -> list[TermMatches]:
        """Return for each of `words` the `limit` passages that hold it best.

        Words are as `linguistics.terms` gives them; those that no passage holds are left out.
        """
        found = (self._remembered(word, limit, kind) for word in words)
        return [matches for matches in found if matches is not None]

    def _matches(self, word: str, limit: int, kind: Kind | None) -> TermMatches | None:
        if not (count := self.frequency(word)):
            return None
        query = self._term("body", word, 1.0)
        ids, scores = self._holders(query if kind is None else self._only(query, kind), limit)
        rarity = math.log1p((len(self) - count + 0.5) / (count + 0.5))
        ascending = np.argsort(ids)
        return TermMatches(
            term=word,
            rarity=rarity,
            ids=ids[ascending],
            shares=scores[ascending] / np.float32(rarity * (1 + _SATURATION)),
        )

    def _holders(self, query: "tantivy.Query", limit: int) -> tuple[IdArray, FloatArray]:
        """Return ids and scores of the best matches.

        Where there are more, those that tie with the last one are left out, unless all do: which
        of them come first depends on the segments that they lie in.
        """
        found = self._searcher.search(query, limit + 1, count=False).hits
        scores = np.array([score for score, _ in found], dtype=np.float32)
        if len(found) > limit and scores[0] > scores[-1]:
            found = found[: int((scores > scores[-1]).sum())]
        found = found[:limit]
        ids = self._searcher.fast_field_values("passage", [address for _, address in found])
        return np.array(ids, dtype=np.int64), scores[: len(found)]

    def _term(self, field: str, word: str, weight: float) -> "tantivy.Query":
        import tantivy

        query = tantivy.Query.term_query(self._schema, field, word, index_option="freq")
        return tantivy.Query.boost_query(query, weight)

    def _only(self, query: "tantivy.Query", kind: Kind) -> "tantivy.Query":
        import tantivy

        of_kind = tantivy.Query.term_query(self._schema, "kind", kind.value, index_option="basic")
        unscored = tantivy.Query.const_score_query(of_kind, 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.Must, unscored)]
        )

    def _hits(self, query: "tantivy.Query", limit: int) -> list[tuple[int, float]]:
        """Return the best, ties by id whatever segments they lie in."""
        wanted = max(1, min(limit, len(self)))
        asked = wanted + 1
        found = self._searcher.search(query, asked, count=False).hits
        # tantivy breaks ties by place: all that tie with the last one wanted must be seen.
        while len(found) == asked and found[-1][0] == found[wanted - 1][0]:
            asked *= 2
            found = self._searcher.search(query, asked, count=False).hits
        ids = self._searcher.fast_field_values("passage", [address for _, address in found])
        scored = [(int(i or 0), float(score)) for i, (score, _) in zip(ids, found, strict=True)]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:wanted]


@contextmanager
def as_os_error(folder: Path) -> Iterator[None]:
    """Give tantivy's failures, which it raises as ValueError, the class that they have here."""
    try:
        yield
    except ValueError as error:
        raise OSError(f"tantivy could not use {folder.name}: {error}") from error
