"""Which names mean the same work."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ragqa.indexing.work_names import WorkNames, names_of
from ragqa.schema.source import Source
from tests.factories import make_source

NAMES = st.sampled_from(
    [f"{kind}:{number}" for kind in ("doi", "pmid", "pmcid") for number in "12"]
)
GROUPS = st.lists(st.lists(NAMES, min_size=1, max_size=3, unique=True), max_size=6)


def test_names_that_one_group_holds_together_mean_one_work() -> None:
    names = WorkNames([("doi:1", "pmid:1"), ("pmid:1", "pmcid:1"), ("doi:2",)])
    assert names.work("doi:1") == names.work("pmid:1") == names.work("pmcid:1")
    assert names.work("doi:2") == "doi:2"
    assert names.work("doi:unknown") == "doi:unknown"


def test_a_group_that_gives_a_work_two_dois_joins_nothing() -> None:
    names = WorkNames([("doi:1", "pmid:1"), ("doi:2", "pmid:2"), ("doi:1", "pmid:2")])
    assert {name: names.work(name) for name in ("doi:1", "doi:2", "pmid:1", "pmid:2")} == {
        name: name for name in ("doi:1", "doi:2", "pmid:1", "pmid:2")
    }


@given(GROUPS)
def test_two_names_of_one_kind_never_mean_one_work(groups: list[list[str]]) -> None:
    works = WorkNames(groups)
    held = {name for group in groups for name in group}
    kinds = [(works.work(name), name.partition(":")[0]) for name in held]
    assert len(kinds) == len(set(kinds))


@given(GROUPS, st.randoms())
def test_the_order_of_groups_and_names_makes_no_difference(
    groups: list[list[str]], random: Random
) -> None:
    shuffled = [sorted(group, key=lambda _: random.random()) for group in groups]
    random.shuffle(shuffled)
    once, again = WorkNames(groups), WorkNames(shuffled)
    for name in {name for group in groups for name in group}:
        assert once.work(name) == again.work(name)


def test_a_work_is_spoken_of_by_its_address_however_it_is_written() -> None:
    def address(url: str) -> tuple[str, ...]:
        source: Source = make_source(url=url, doi="10.1000/ABC")
        return names_of(source)

    assert address("https://www.example.org/Care/#top") == address("http://example.org/care")
    assert address("https://example.org/care") == ("doi:10.1000/abc", "url:example.org/care")
