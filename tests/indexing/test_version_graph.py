"""What holds of a work, from all that the works of an index state."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.indexing.version_graph import VersionGraph
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Origin, Relation, Source, Standing, Witness
from tests.factories import make_source

S = Standing


def says(standing: Standing, *names: str, origin: Origin = Origin.RECORD) -> Relation:
    return Relation(standing=standing, other=names[0], also=names[1:], origin=origin)


def own(standing: Standing, *names: str) -> Relation:
    return says(standing, *names, origin=Origin.DOCUMENT)


def work(*relations: Relation, **given: Any) -> Source:
    return make_source(relations=relations, **given)


def graph(**sources: Source) -> VersionGraph:
    return VersionGraph({DocumentId(name): source for name, source in sources.items()})


def held(name: str, **sources: Source) -> list[tuple[Standing, str]]:
    """Return what holds of one of some works, and of or by which other."""
    resolved = graph(**sources).resolved(DocumentId(name), sources[name])
    return [(relation.standing, relation.other) for relation in resolved.relations]


def later(name: str, **sources: Source) -> set[str]:
    return set(graph(**sources).successors(DocumentId(name)))


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        (S.RETRACTS, S.RETRACTED),
        (S.CORRECTS, S.CORRECTED),
        (S.QUESTIONS, S.CONCERN),
        (S.SUPERSEDES, S.SUPERSEDED),
    ],
)
def test_what_a_record_does_to_another_work_holds_of_that_work(
    states: Standing, standing: Standing
) -> None:
    trial = work(doi="10.1/trial")
    notice = work(says(states, "doi:10.1/TRIAL"), title="A notice", pmid="9")
    resolved = graph(trial=trial, notice=notice).resolved(DocumentId("trial"), trial)
    assert resolved.relations == (
        Relation(
            standing=standing,
            other="pmid:9",
            stated_by=Witness(title="A notice", identifier="pmid:9"),
        ),
    )


def test_what_both_say_is_said_once_and_by_the_work_itself() -> None:
    trial = work(says(S.RETRACTED, "pmid:9"), doi="10.1/trial")
    notice = work(says(S.RETRACTS, "doi:10.1/trial"), pmid="9", doi="10.1/notice")
    resolved = graph(trial=trial, notice=notice).resolved(DocumentId("trial"), trial)
    assert resolved.relations == trial.relations


def test_a_notice_reaches_every_file_of_a_work_by_any_of_its_names() -> None:
    works = {
        "pdf": work(doi="10.1/trial"),
        "abstract": work(doi="10.1/trial", pmid="5"),
        "notice": work(says(S.RETRACTS, "pmid:5"), pmid="9"),
    }
    assert held("pdf", **works) == held("abstract", **works) == [(S.RETRACTED, "pmid:9")]


def test_what_the_record_of_one_file_says_of_itself_holds_of_the_others() -> None:
    works = {
        "pdf": work(doi="10.1/trial"),
        "abstract": work(says(S.RETRACTED, "pmid:9"), doi="10.1/trial", pmid="5"),
    }
    assert held("pdf", **works) == [(S.RETRACTED, "pmid:9")]


def test_an_unknown_work_changes_nothing() -> None:
    works = {
        "trial": work(doi="10.1/trial"),
        "notice": work(says(S.RETRACTS, "doi:10.1/elsewhere"), pmid="9"),
    }
    assert held("trial", **works) == []
    assert held("notice", **works) == [(S.RETRACTS, "doi:10.1/elsewhere")]


@pytest.mark.parametrize("states", [S.RETRACTS, S.CORRECTS, S.QUESTIONS, S.SUPERSEDES])
def test_a_text_with_front_matter_does_nothing_to_others(states: Standing) -> None:
    works = {
        "guideline": work(doi="10.1/guideline", pmid="5"),
        "upload": work(own(states, "doi:10.1/guideline", "pmid:5"), doi="10.1/upload"),
    }
    assert held("guideline", **works) == []


def test_a_text_that_bears_the_name_of_another_retracts_itself_alone() -> None:
    works = {
        "guideline": work(doi="10.1/guideline"),
        "upload": work(own(S.RETRACTED, "pmid:9"), doi="10.1/guideline"),
    }
    assert held("guideline", **works) == []
    assert held("upload", **works) == [(S.RETRACTED, "pmid:9")]


def test_a_text_that_mixes_the_names_of_two_works_carries_nothing_over() -> None:
    works = {
        "guideline": work(doi="10.1/guideline", pmid="5"),
        "retracted": work(says(S.RETRACTED, "pmid:9"), doi="10.1/bad", pmid="6"),
        "upload": work(doi="10.1/guideline", pmid="6"),
    }
    assert held("guideline", **works) == []
    assert held("retracted", **works) == [(S.RETRACTED, "pmid:9")]


def test_addresses_name_works_and_do_not_make_two_works_one() -> None:
    page = "https://example.org/care"
    works = {
        "old": work(url=page),
        "other": work(says(S.RETRACTED, "pmid:9"), doi="10.1/other", url=page),
        "new": work(says(S.SUPERSEDES, "url:http://www.example.org/care/"), doi="10.1/new"),
    }
    assert held("old", **works) == [(S.SUPERSEDED, "doi:10.1/new")]
    assert later("old", **works) == {"new"}


def test_of_three_versions_the_first_is_superseded_by_both_others() -> None:
    works = {
        "v1": work(says(S.SUPERSEDED, "pmid:2"), pmid="1"),
        "v2": work(pmid="2"),
        "v3": work(says(S.SUPERSEDES, "pmid:2"), pmid="3"),
    }
    assert held("v1", **works) == [(S.SUPERSEDED, "pmid:2"), (S.SUPERSEDED, "pmid:3")]
    assert held("v2", **works) == [(S.SUPERSEDED, "pmid:3")]
    assert later("v1", **works) == {"v2", "v3"}


def test_a_chain_leads_through_a_version_that_is_not_indexed() -> None:
    works = {
        "v1": work(says(S.SUPERSEDED, "doi:10.1/v2"), doi="10.1/v1"),
        "v3": work(says(S.SUPERSEDES, "doi:10.1/v2"), doi="10.1/v3"),
    }
    assert later("v1", **works) == {"v3"}
    assert held("v1", **works) == [(S.SUPERSEDED, "doi:10.1/v2"), (S.SUPERSEDED, "doi:10.1/v3")]


def test_a_version_superseded_by_a_retracted_one_alone_is_not_superseded() -> None:
    works = {
        "v1": work(pmid="1"),
        "v2": work(says(S.SUPERSEDES, "pmid:1"), pmid="2"),
        "notice": work(says(S.RETRACTS, "pmid:2"), pmid="9"),
    }
    assert held("v1", **works) == [(S.SUCCESSOR_RETRACTED, "pmid:2")]
    assert later("v1", **works) == set()


def test_a_chain_leads_over_a_retracted_version_to_the_one_after_it() -> None:
    works = {
        "v1": work(pmid="1"),
        "v2": work(says(S.SUPERSEDES, "pmid:1"), says(S.RETRACTED, "pmid:9"), pmid="2"),
        "v3": work(says(S.SUPERSEDES, "pmid:2"), pmid="3"),
    }
    assert held("v1", **works) == [(S.SUPERSEDED, "pmid:3")]
    assert later("v1", **works) == {"v3"}


def test_a_retracted_notice_keeps_its_effect() -> None:
    works = {
        "trial": work(pmid="1"),
        "notice": work(says(S.RETRACTS, "pmid:1"), pmid="2"),
        "recall": work(says(S.RETRACTS, "pmid:2"), pmid="3"),
    }
    assert held("trial", **works) == [(S.RETRACTED, "pmid:2")]


@pytest.mark.parametrize("years", [(None, None), (2020, 2020), (2020, None)])
def test_works_that_supersede_each_other_are_contested(
    years: tuple[int | None, int | None],
) -> None:
    works = {
        "a": work(says(S.SUPERSEDES, "pmid:2"), pmid="1", year=years[0]),
        "b": work(says(S.SUPERSEDES, "pmid:1"), pmid="2", year=years[1]),
    }
    assert held("a", **works) == [(S.CONTESTED, "pmid:2"), (S.SUPERSEDES, "pmid:2")]
    assert held("b", **works) == [(S.CONTESTED, "pmid:1"), (S.SUPERSEDES, "pmid:1")]
    assert later("a", **works) == later("b", **works) == set()


def test_their_years_tell_which_of_two_works_is_the_newer_one() -> None:
    works = {
        "a": work(says(S.SUPERSEDES, "pmid:2"), pmid="1", year=2012),
        "b": work(says(S.SUPERSEDES, "pmid:1"), pmid="2", year=2019),
    }
    assert held("a", **works) == [(S.SUPERSEDED, "pmid:2"), (S.SUPERSEDES, "pmid:2")]
    assert held("b", **works) == [(S.SUPERSEDES, "pmid:1")]


def test_what_a_text_says_of_itself_does_not_outweigh_a_record_by_its_year() -> None:
    works = {
        "a": work(own(S.SUPERSEDED, "pmid:2"), pmid="1", year=2012),
        "b": work(says(S.SUPERSEDED, "pmid:1"), pmid="2", year=2019),
    }
    assert held("a", **works) == [(S.CONTESTED, "pmid:2")]
    assert held("b", **works) == [(S.SUPERSEDED, "pmid:1")]


def test_no_work_supersedes_itself_but_it_can_be_retracted_in_its_own_place() -> None:
    versions = work(
        says(S.SUPERSEDES, "doi:10.1/x"), says(S.SUPERSEDED, "doi:10.1/x"), doi="10.1/x"
    )
    assert held("a", a=versions) == [(S.SUPERSEDES, "doi:10.1/x")]
    update = work(says(S.RETRACTS, "doi:10.1/x"), doi="10.1/x")
    assert (S.RETRACTED, "doi:10.1/x") in held("a", a=update)


def test_a_notice_that_is_named_replaces_one_that_is_not() -> None:
    works = {
        "trial": work(says(S.RETRACTED, "note:marked as retracted"), pmid="1"),
        "notice": work(says(S.RETRACTS, "pmid:1"), pmid="9"),
    }
    assert held("trial", **works) == [(S.RETRACTED, "pmid:9")]
    del works["notice"]
    assert held("trial", **works) == [(S.RETRACTED, "note:marked as retracted")]


def test_what_retracts_a_work_and_takes_its_place_is_no_notice() -> None:
    replacing = work(says(S.RETRACTS, "pmid:1"), says(S.SUPERSEDES, "pmid:1"))
    assert not replacing.is_notice
    assert work(says(S.RETRACTS, "pmid:1"), says(S.SUPERSEDES, "pmid:2")).is_notice


def test_documents_of_which_nothing_is_said_stay_the_same_objects() -> None:
    alone = work(doi="10.1/alone")
    assert graph(other=work()).resolved(DocumentId("alone"), alone) is alone


NUMBERS = st.integers(1, 6)
RELATIONS = st.builds(
    says,
    st.sampled_from([S.SUPERSEDED, S.SUPERSEDES, S.RETRACTED, S.RETRACTS, S.CORRECTS, S.CONCERN]),
    st.one_of(NUMBERS.map(lambda one: f"pmid:{one}"), NUMBERS.map(lambda one: f"doi:10.1/{one}")),
    origin=st.sampled_from(Origin),
)
SOURCES = st.dictionaries(
    st.sampled_from([f"d{number}" for number in range(8)]).map(DocumentId),
    st.builds(
        work,
        RELATIONS,
        RELATIONS,
        pmid=st.none() | NUMBERS.map(str),
        doi=st.none() | NUMBERS.map(lambda one: f"10.1/{one}"),
        year=st.none() | st.integers(2000, 2003),
    ),
    max_size=8,
)
ONE_NAME_EACH = st.dictionaries(
    NUMBERS,
    st.lists(
        st.builds(
            says,
            st.sampled_from([S.RETRACTED, S.RETRACTS, S.SUPERSEDES, S.CORRECTED]),
            st.integers(1, 8).map(lambda one: f"pmid:{one}"),
            origin=st.sampled_from(Origin),
        ),
        max_size=3,
    ),
)


def resolved(sources: Mapping[DocumentId, Source]) -> dict[DocumentId, tuple[Relation, ...]]:
    made = VersionGraph(sources)
    return {name: made.resolved(name, source).relations for name, source in sources.items()}


@given(SOURCES, st.randoms())
def test_the_order_of_ingestion_makes_no_difference(
    sources: dict[DocumentId, Source], random: Random
) -> None:
    order = sorted(sources, key=lambda _: random.random())
    assert resolved({name: sources[name] for name in order}) == resolved(sources)


@given(SOURCES)
def test_versions_have_an_order_and_none_of_the_later_ones_is_retracted(
    sources: dict[DocumentId, Source],
) -> None:
    made, standing = VersionGraph(sources), resolved(sources)
    for name in sources:
        assert name not in made.successors(name)
        for successor in made.successors(name):
            assert name not in made.successors(successor)
            assert S.RETRACTED not in {one.standing for one in standing[successor]}


@given(SOURCES)
def test_no_statement_of_a_work_is_lost(
    sources: dict[DocumentId, Source],
) -> None:
    """What it does to others stays as it was stated, and what it says of itself holds."""
    for name, relations in resolved(sources).items():
        stated = sources[name].relations
        active = {S.SUPERSEDES, S.RETRACTS, S.CORRECTS, S.QUESTIONS}
        assert [one for one in relations if one.standing in active] == [
            one for one in stated if one.standing in active
        ]
        for standing in (S.RETRACTED, S.CONCERN, S.CORRECTED):
            if standing in {one.standing for one in stated}:
                assert standing in {one.standing for one in relations}


@given(ONE_NAME_EACH)
def test_a_work_is_retracted_where_it_or_the_record_of_another_says_so(
    stated: dict[int, list[Relation]],
) -> None:
    sources = {
        DocumentId(f"d{number}"): work(*relations, pmid=str(number))
        for number, relations in stated.items()
    }
    by_others = {
        one.other
        for relations in stated.values()
        for one in relations
        if one.standing is S.RETRACTS and one.origin is Origin.RECORD
    }
    for name, relations in resolved(sources).items():
        itself = S.RETRACTED in sources[name].standings()
        expected = itself or f"pmid:{sources[name].pmid}" in by_others
        assert (S.RETRACTED in {one.standing for one in relations}) == expected
