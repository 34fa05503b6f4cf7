"""What the linter says of a published article whose faults are known."""

import pytest

from ragqa.linting.findings import Code, Finding
from ragqa.linting.linter import lint
from ragqa.linting.source_list import KnownSource, SourceList, Status
from tests.conftest import ROOT

SEED = ROOT.parent / "shared" / "seed_article.txt"


def known(title: str, status: Status, year: str, by: str | None = None) -> KnownSource:
    return KnownSource(
        doi=None, pmid=None, title=title, status=status, superseded_by=by, date=year, text=""
    )


SOURCES = SourceList(
    as_of="2025-02-23",
    publisher_names=(),
    sources=(
        known("Iron for restless legs syndrome", Status.SUPERSEDED, "2012", "pmid:30609006"),
        known("Iron for restless legs syndrome", Status.CURRENT, "2019"),
        known("The role of iron in restless legs syndrome", Status.CORRECTED, "2007"),
    ),
)


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    if not SEED.exists():
        pytest.skip("the article lies in ../shared, which is not here")
    return lint(SEED.read_text(encoding="utf-8"), SOURCES)


def lines(findings: list[Finding], *codes: Code) -> list[int]:
    return [finding.line for finding in findings if finding.code in codes]


@pytest.mark.data
def test_references_four_and_five_do_not_exist(findings: list[Finding]) -> None:
    assert lines(findings, Code.DANGLING_NUMBER) == [40, 41, 45, 46, 50, 51, 52]
    assert lines(findings, Code.UNNUMBERED_LIST) == [54]


@pytest.mark.data
def test_the_publisher_cites_itself_and_no_entry_can_be_looked_up(findings: list[Finding]) -> None:
    assert lines(findings, Code.PUBLISHER_AS_GUIDELINE) == [58]
    assert lines(findings, Code.MISSING_IDENTIFIERS) == [58, 64, 70]


@pytest.mark.data
def test_seven_statements_of_twenty_carry_no_citation(findings: list[Finding]) -> None:
    uncited = lines(findings, Code.UNCITED_STATEMENT, Code.UNCITED_RECOMMENDATION)
    assert uncited == [20, 20, 20, 26, 28, 28, 35]
    assert lines(findings, Code.UNCITED_RECOMMENDATION) == [28]


@pytest.mark.data
def test_the_cause_is_both_known_and_unclear_and_the_review_both_done_and_pending(
    findings: list[Finding],
) -> None:
    assert lines(findings, Code.SELF_CONTRADICTION) == [4, 35]


@pytest.mark.data
def test_the_superseded_and_the_corrected_source_are_named(findings: list[Finding]) -> None:
    assert lines(findings, Code.SUPERSEDED_SOURCE) == [64, 70]
    assert "PMID 30609006" in next(
        f.message for f in findings if f.line == 64 and "super" in f.code
    )


@pytest.mark.data
def test_nothing_else_is_found(findings: list[Finding]) -> None:
    assert len(findings) == 23
