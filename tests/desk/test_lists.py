"""Lists of articles and sources: what is chosen is what was asked for, a page at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.desk.current_articles import CurrentArticles
from ragqa.desk.paging import page_of
from ragqa.desk.serving import Serving, ServingIndex
from ragqa.desk.source_list import SourceList, SourceOrder, SourceStatus, SourceWish, statuses_of
from ragqa.desk.wanted_words import folded, holds_all, wanted_words
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.store import Library
from ragqa.schema.source import Design, Kind, Relation, Source, Standing
from tests.factories import make_source
from tests.library.small_index import indexed

STANDINGS = (None, Standing.RETRACTED, Standing.SUPERSEDED, Standing.CORRECTED, Standing.CONCERN)
COUNT = 120


class _Lent:
    """Lends one snapshot, as the index that serves does."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @contextmanager
    def lease(self) -> Iterator[Serving]:
        yield cast("Serving", self)

    @property
    def snapshot(self) -> Snapshot:
        return self._snapshot


def _work(number: int) -> Source:
    standing = STANDINGS[number % len(STANDINGS)]
    relations = (Relation(standing=standing, other="pmid:9"),) if standing else ()
    return make_source(
        title=f"Étude {number} of drug {number % 7}",
        kind=Kind.GUIDELINE if number % 3 == 0 else Kind.RESEARCH,
        design=Design.COHORT if number % 2 else None,
        year=1990 + number % 30,
        pmid=str(1000 + number),
        relations=relations,
    )


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SourceList]:
    folder = tmp_path_factory.mktemp("sources")
    corpus = {f"work-{n:03}": (_work(n), f"Drug {n} relieves condition X.") for n in range(COUNT)}
    with (
        indexed(folder, corpus) as snapshot,
        Library.open(str(folder / "library.sqlite"), create=True) as library,
    ):
        lent = cast("ServingIndex", _Lent(snapshot))
        yield SourceList(lent, CurrentArticles(library))


def _all(sources: SourceList, wish: SourceWish) -> list[Source]:
    first = sources.found(wish)
    rows = list(first.rows)
    for number in range(2, first.pages + 1):
        more = SourceWish(
            words=wish.words,
            kind=wish.kind,
            design=wish.design,
            status=wish.status,
            order=wish.order,
            page=number,
        )
        rows += sources.found(more).rows
    assert len({row.document_id for row in rows}) == len(rows) == first.total
    return [row.source for row in rows]


@given(
    words=st.sampled_from(["", "etude", "drug 3", "ÉTUDE 11", "1994", "pmid:1005", "nothing"]),
    kind=st.sampled_from([None, *Kind]),
    design=st.sampled_from([None, Design.COHORT, Design.ANIMAL]),
    status=st.sampled_from([None, *SourceStatus]),
)
def test_all_pages_together_hold_what_fits_and_nothing_else(
    sources: SourceList,
    words: str,
    kind: Kind | None,
    design: Design | None,
    status: SourceStatus | None,
) -> None:
    wish = SourceWish(words=words, kind=kind, design=design, status=status)
    wanted = wanted_words(words)
    told = {
        work.title
        for work in map(_work, range(COUNT))
        if kind in (None, work.kind)
        and design in (None, work.design)
        and (status is None or status in statuses_of(work))
        and holds_all(folded(work.title, str(work.year), f"pmid:{work.pmid}"), wanted)
    }
    found = {source.title for source in _all(sources, wish)}
    if words in {"", "etude", "ÉTUDE 11", "nothing", "pmid:1005"}:
        assert found == told
    else:
        assert told <= found


@pytest.mark.parametrize("order", list(SourceOrder))
def test_an_order_changes_which_comes_first_and_nothing_else(
    sources: SourceList, order: SourceOrder
) -> None:
    found = _all(sources, SourceWish(order=order))
    assert len(found) == COUNT
    if order is SourceOrder.NEWEST:
        years = [source.year or 0 for source in found]
        assert years == sorted(years, reverse=True)


@given(count=st.integers(0, 60), size=st.integers(1, 9), number=st.integers(-2, 40))
def test_a_page_is_a_part_of_the_list(count: int, size: int, number: int) -> None:
    page = page_of(range(count), number, size)
    assert 1 <= page.number <= page.pages
    assert len(page.rows) <= size
    if count:
        assert list(page.rows) == list(range(page.first - 1, page.last))
    everything = [
        row for n in range(1, page.pages + 1) for row in page_of(range(count), n, size).rows
    ]
    assert everything == list(range(count))


def test_words_are_found_whatever_their_case_accents_and_order() -> None:
    assert holds_all(folded("Ménière's disease"), wanted_words("DISEASE meniere"))
    assert not holds_all(folded("Ménière's disease"), wanted_words("disease drug"))
