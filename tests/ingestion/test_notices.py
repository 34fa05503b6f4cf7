"""Notices on works, from the files to the standing of the works they name."""

import json
from pathlib import Path

import pytest

from ragqa.schema.document import DocumentId
from ragqa.schema.source import Relation, Source, Standing, Witness
from tests.ingestion.samples import write
from tests.ingestion.test_ingester import Desk, counts
from tests.ingestion.test_relations import citation

RETRACTION = citation(
    '<CommentsCorrections RefType="RetractionOf"><PMID>77</PMID></CommentsCorrections>',
    abstract="",
).replace("Drug A in condition X.", "Retraction: Drug A in condition X.")
RETRACTED = (
    Relation(
        standing=Standing.RETRACTED,
        other="pmid:1",
        stated_by=Witness(title="Retraction: Drug A in condition X", identifier="pmid:1"),
    ),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one trial, described by its sidecar."""
    desk = Desk(tmp_path)
    write(desk.corpus / "trial.txt", "Drug A helped 12 of 30 patients.")
    sidecar = {"title": "Drug A in condition X", "PMID": "77", "DOI": "10.1000/trial"}
    write(desk.corpus / "trial.csl.json", json.dumps(sidecar))
    return desk


def trial(desk: Desk) -> Source:
    with desk.store.open() as snapshot:
        name = next(one for one in snapshot.document_ids() if one.startswith("trial"))
        return snapshot.sources([DocumentId(name)])[name]


def test_a_notice_ingested_later_retracts_a_work_that_is_not_embedded_again(desk: Desk) -> None:
    desk.ingest()
    assert trial(desk).relations == ()
    write(desk.corpus / "notice.xml", RETRACTION)
    report = desk.ingest()
    assert counts(report) == {"added": 1, "unchanged": 1}
    assert desk.embedder.embedded == 1
    assert trial(desk).relations == RETRACTED
    assert desk.store.verify().ok


def test_a_notice_ingested_first_waits_for_the_work(desk: Desk) -> None:
    write(desk.corpus / "notice.xml", RETRACTION)
    desk.ingest(desk.corpus / "notice.xml")
    desk.ingest()
    assert trial(desk).relations == RETRACTED


def test_a_notice_that_is_pruned_leaves_nothing_behind(desk: Desk) -> None:
    notice = write(desk.corpus / "notice.xml", RETRACTION)
    desk.ingest()
    notice.unlink()
    desk.ingest(prune=True)
    assert trial(desk).relations == ()
    assert desk.embedder.embedded == 0


def test_an_uploaded_text_retracts_no_other_work(desk: Desk) -> None:
    front = "---\ntitle: Retraction\nretracts: pmid:77\nsupersedes: 10.1000/trial\n---\n"
    write(desk.corpus / "upload.md", f"{front}Drug A in condition X (PMID: 77) is retracted.")
    desk.ingest()
    assert trial(desk).relations == ()


def test_a_sidecar_that_is_changed_changes_the_standing(desk: Desk) -> None:
    write(desk.corpus / "new.txt", "Drug A helped nobody.")
    beside = desk.corpus / "new.csl.json"
    write(beside, json.dumps({"title": "New", "custom": {"supersedes": "doi:10.1000/TRIAL"}}))
    desk.ingest()
    assert trial(desk).standings() == {Standing.SUPERSEDED}
    write(beside, json.dumps({"title": "New"}))
    desk.ingest()
    assert trial(desk).standings() == frozenset()
