"""Which questions rank new passages at the top: screened, then searched in several processes.

Most of a library has nothing to do with most changes, and a bound on what a passage can score
shows it without a search. What the bound leaves is searched as an answer would be.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from multiprocessing import get_context
from typing import Protocol

from ragqa.indexing.nearest import IdArray
from ragqa.indexing.records import passage_id_of
from ragqa.library.dependencies import RankedPassage, ranked_passage
from ragqa.library.ranks import bearing, least_of
from ragqa.library.store import ArticleId, Kept
from ragqa.linguistics.question_parts import listed_parts, question_parts
from ragqa.schema.document import PassageId
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Question
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)

# A process reads the models and the index before it searches: about as long as so many searches.
WORTH_A_PROCESS = 300
_PORTION = 50
# As many as the first look of a search brings.
_NEAR = 150

Found = tuple[ArticleId, tuple[RankedPassage, ...]]


class Searcher(Protocol):
    """Searches the present snapshot as an answer does."""

    def kinds(self, passages: Collection[PassageId]) -> frozenset[Kind]:
        """Return the kinds of works that some passages come from."""
        ...

    def near(self, question: str, limit: int, kind: Kind) -> list[Evidence]:
        """Return the first passages of one kind, best first: all evidence begins with these."""
        ...

    def evidence(self, question: Question) -> list[Evidence]:
        """Return the passages that an answer would be composed from."""
        ...


OpenSearcher = Callable[[], AbstractContextManager[Searcher]]
"""Opens a searcher; another process can be sent it."""


class Screen(Protocol):
    """Tells at once for which articles new passages may rank at the top; leaves out no other."""

    def candidates(self, articles: Sequence[Kept], new: IdArray) -> list[Kept]:
        """Return the articles that have to be searched for."""
        ...


class SearchedEvidence:
    """Finds new passages at the top of the ranks.

    Args:
        screen: what need not be searched.
        open_searcher: opens what searches, here or in another process.
        processes: how many may search at one time.
        portion: how many searches are worth starting a process.
    """

    def __init__(
        self,
        *,
        screen: Screen,
        open_searcher: OpenSearcher,
        processes: int,
        portion: int = WORTH_A_PROCESS,
    ) -> None:
        self._screen = screen
        self._open = open_searcher
        self._processes = processes
        self._portion = portion

    def ranked(self, articles: Sequence[Kept], new: IdArray) -> Iterator[Found]:
        """Yield the articles for which any of the `new` passages ranks at the top, and these."""
        candidates = self._screen.candidates(articles, new)
        logger.info("searching for %d of %d articles", len(candidates), len(articles))
        tasks = [(one.article_id, one.question) for one in candidates]
        wanted = frozenset(passage_id_of(one) for one in new.tolist())
        processes = min(self._processes, len(tasks) // self._portion)
        if processes < 2:
            with self._open() as searcher:
                yield from _found(tasks, wanted, searcher)
        else:
            yield from self._in_processes(tasks, wanted, processes)

    def _in_processes(
        self,
        tasks: Sequence[tuple[ArticleId, Question]],
        wanted: frozenset[PassageId],
        processes: int,
    ) -> Iterator[Found]:
        portions = [tasks[at : at + _PORTION] for at in range(0, len(tasks), _PORTION)]
        with ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=_begin, initargs=(self._open, wanted)
        ) as pool:
            for found in pool.map(_portion, portions):
                yield from found


class _Worker:
    """What one process searches with, from its beginning to its end."""

    opened = ExitStack()
    searcher: Searcher
    wanted: frozenset[PassageId]


def _begin(open_searcher: OpenSearcher, wanted: frozenset[PassageId]) -> None:
    _Worker.searcher = _Worker.opened.enter_context(open_searcher())
    _Worker.wanted = wanted


def _portion(tasks: Sequence[tuple[ArticleId, Question]]) -> list[Found]:
    return list(_found(tasks, _Worker.wanted, _Worker.searcher))


def _found(
    tasks: Sequence[tuple[ArticleId, Question]],
    wanted: frozenset[PassageId],
    searcher: Searcher,
) -> Iterator[Found]:
    kinds = searcher.kinds(wanted) if tasks else frozenset[Kind]()
    for article_id, question in tasks:
        parts = dict.fromkeys(
            (question.text, *question_parts(question.text), *listed_parts(question.text))
        )
        ranked = {
            one.passage_id: one
            for part in parts
            for one in _at_the_top(Question(text=part), wanted, kinds, searcher)
        }
        if ranked:
            yield article_id, tuple(ranked.values())


def _at_the_top(
    question: Question,
    wanted: frozenset[PassageId],
    kinds: frozenset[Kind],
    searcher: Searcher,
) -> list[RankedPassage]:
    if not any(_may_be(question, kind, wanted, searcher) for kind in sorted(kinds)):
        return []
    ranked = [ranked_passage(item) for item in searcher.evidence(question)]
    return [one for one in bearing(ranked) if one.passage_id in wanted]


def _may_be(
    question: Question, kind: Kind, wanted: frozenset[PassageId], searcher: Searcher
) -> bool:
    """Tell whether a wanted passage scores enough beside the best of its own kind."""
    near = searcher.near(question.text, _NEAR, kind)
    least = least_of(max((item.score for item in near), default=0.0))
    return any(item.score >= least and item.passage.passage_id in wanted for item in near)
