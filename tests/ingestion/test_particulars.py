import json
from pathlib import Path

import pytest

from ragqa.errors import ReadError
from ragqa.ingestion.document_ids import slug
from ragqa.ingestion.front_matter import split_front_matter
from ragqa.ingestion.sidecar import read_sidecar, sidecar_of
from ragqa.schema.source import Access, Design, Kind, KindBasis, Origin, Relation, Standing
from tests.ingestion.samples import read_one, write


def test_names_become_slugs() -> None:
    assert slug("Ménière's: Care (2nd)") == "meniere-s-care-2nd"


FRONT = """---
title: Care of X
authors: [Doe J, Roe R]
journal: Journal of X
date: 2020-05-01
doi: https://doi.org/10.1000/ABC
pmid: 123
kind: guideline
design: RCT
access: digest
superseded_by: [pmid:999, 10.1000/new]
---
# Care of X

Give drug A.
"""


def test_front_matter_gives_the_source(tmp_path: Path) -> None:
    source = read_one(write(tmp_path / "a.md", FRONT)).source
    assert (source.title, source.authors) == ("Care of X", ("Doe J", "Roe R"))
    assert (source.container, source.year) == ("Journal of X", 2020)
    assert (source.doi, source.pmid) == ("10.1000/abc", "123")
    assert (source.kind, source.kind_basis) == (Kind.GUIDELINE, KindBasis.METADATA)
    assert (source.access, source.design) == (Access.DIGEST, Design.RANDOMISED_TRIAL)
    assert source.relations == tuple(
        Relation(standing=Standing.SUPERSEDED, other=other, origin=Origin.DOCUMENT)
        for other in ("pmid:999", "doi:10.1000/new")
    )


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("title: [unclosed\nkind: x", "line 3"),
        ("title: A\nkind: recipe", "line 3"),
        ("title: A\naccess: everything", "access"),
        ("superseded_by: somebody", "no DOI, PMID, PMCID or web address"),
    ],
)
def test_wrong_front_matter_is_refused_with_its_line(block: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        split_front_matter(f"---\n{block}\n---\nText.")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    text = "---\nJust a sentence.\n---\nMore."
    assert split_front_matter(text)[1] == text


def test_the_sidecar_wins_over_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", FRONT)
    item = {
        "title": "The true title",
        "author": [{"family": "Poe", "given": "Anna B."}, {"literal": "The X Society"}],
        "issued": {"date-parts": [[2023, 4]]},
        "custom": {"kind": "research", "retracted_by": ["pmid:5"]},
    }
    write(tmp_path / "a.csl.json", json.dumps(item))
    source = read_one(path).source
    assert (source.title, source.year, source.kind) == ("The true title", 2023, Kind.RESEARCH)
    assert source.authors == ("Poe AB", "The X Society")
    assert Standing.RETRACTED in source.standings()
    assert source.doi == "10.1000/abc"


def test_a_broken_sidecar_is_a_failure_that_names_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "Give drug A.")
    write(tmp_path / "a.csl.json", '{"custom": {"kind": "recipe"}}')
    with pytest.raises(ReadError, match=r"a\.csl\.json is not valid: kind"):
        read_one(path)
    beside = sidecar_of(path)
    assert beside is not None
    beside.write_text("[")
    with pytest.raises(ReadError, match=r"a\.csl\.json"):
        read_sidecar(beside)


@pytest.mark.parametrize(
    ("folder", "kind", "basis"),
    [
        ("WHO guidelines", Kind.GUIDELINE, KindBasis.FOLDER),
        ("guideline_pdf", Kind.GUIDELINE, KindBasis.FOLDER),
        ("research", Kind.RESEARCH, KindBasis.FOLDER),
        ("misc", Kind.RESEARCH, KindBasis.ASSUMED),
    ],
)
def test_a_folder_tells_the_kind_and_an_assumption_is_said(
    tmp_path: Path, folder: str, kind: Kind, basis: KindBasis
) -> None:
    source = read_one(write(tmp_path / folder / "a.txt", "Give drug A to adults.")).source
    assert (source.kind, source.kind_basis) == (kind, basis)


@pytest.mark.parametrize(
    ("title", "design"),
    [
        ("Drug A in condition X: a randomised, double-blind trial", Design.RANDOMISED_TRIAL),
        ("Drug A: a systematic review and meta-analysis", Design.META_ANALYSIS),
        ("Drug A: systematic review of randomized trials", Design.SYSTEMATIC_REVIEW),
        ("Drug A in a rat model of condition X: a randomised controlled study", Design.ANIMAL),
        ("Drug A and condition X: a cohort study", Design.COHORT),
        ("Cat and dog allergy in patients", None),
        ("Care of condition X", None),
    ],
)
def test_a_title_tells_the_design_only_when_it_states_it(
    tmp_path: Path, title: str, design: Design | None
) -> None:
    path = write(tmp_path / "a.md", f"---\ntitle: '{title}'\n---\nText of it.")
    assert read_one(path).source.design is design
