"""Current versions come before superseded ones."""

from ragqa.retrieval.versions import current_first
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Relation, Source, Standing
from tests.factories import make_evidence, make_source


def _relation(standing: Standing, other: str) -> tuple[Relation, ...]:
    return (Relation(standing=standing, other=other),)


def _evidence(source: Source, name: str) -> Evidence:
    return make_evidence("Drug A helped.", source=source, document_id=name)


OLD = _evidence(make_source(doi="10.1/x.pub2"), "old")
NEW = _evidence(
    make_source(doi="10.1/x.pub3", relations=_relation(Standing.SUPERSEDES, "doi:10.1/X.pub2")),
    "new",
)
OTHER = _evidence(make_source(pmid="7"), "other")


def test_a_version_that_another_supersedes_is_left_out() -> None:
    assert current_first([OLD, OTHER, NEW]) == [OTHER, NEW]


def test_an_old_version_alone_is_kept() -> None:
    assert current_first([OLD, OTHER]) == [OLD, OTHER]


def test_a_version_known_to_be_superseded_goes_last() -> None:
    marked = _evidence(
        make_source(doi="10.1/y", relations=_relation(Standing.SUPERSEDED, "doi:10.1/z")), "marked"
    )
    assert current_first([marked, OTHER]) == [OTHER, marked]


def test_a_superseded_version_is_left_out_where_its_successor_is_there() -> None:
    marked = _evidence(
        make_source(doi="10.1/y", relations=_relation(Standing.SUPERSEDED, "pmid:7")), "marked"
    )
    assert current_first([marked, OTHER]) == [OTHER]
