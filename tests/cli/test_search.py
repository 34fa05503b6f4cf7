"""`ragqa search`: filters, and one line per document for TREC tools."""

import json
from pathlib import Path

import pytest

from ragqa.assembly import build_ingester
from ragqa.config import Settings
from tests.cli.command import ragqa

ROWS = [
    {"_id": f"d{number}", "title": f"Trial {number} of drug A", "text": text, "year": year,
     "design": design}
    for number, text, year, design in (
        (1, "Drug A relieved condition X in adults.", 2001, "cohort study"),
        (2, "Drug A helped 40 randomised children.", 2015, "randomised controlled trial"),
        (3, "Drug A relieved condition X in adults.", 2020, None),
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    place = folder / "index"
    build_ingester(Settings().model_copy(update={"index": place})).ingest([corpus])
    return place


def found(index: Path, *options: str) -> list[str]:
    run = ragqa("search", "drug A in condition X", "--index", str(index), "--json", *options)
    assert run.status == 0
    return [row["document_id"] for row in json.loads(run.out)["results"]]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--year-from", "2010"], {"d2", "d3"}),
        (["--year-to", "2015"], {"d1", "d2"}),
        (["--design", "cohort study", "--design", "randomised controlled trial"], {"d1", "d2"}),
        (["--population", "trial 2"], {"d2"}),
        (["--population", "paediatric"], {"d2"}),
        (["--year-from", "2010", "--design", "cohort study"], set()),
    ],
)
def test_only_works_that_the_options_admit_are_found(
    index: Path, options: list[str], ids: set[str]
) -> None:
    assert set(found(index, *options)) == ids


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--year-from", "2020", "--year-to", "2010"], "2020 or later and 2010"),
        (["--population", "of the"], "population is empty"),
        (["--design", "guess"], "guess"),
    ],
)
def test_conditions_that_cannot_be_are_refused(options: list[str], told: str) -> None:
    run = ragqa("search", "iron", *options)
    assert run.status == 2
    assert told in run.sentence


def test_every_document_has_its_line_for_trec(index: Path) -> None:
    run = ragqa("search", "drug A in condition X", "--index", str(index), "--format", "trec")
    lines = [line.split() for line in run.out.splitlines()]
    assert sorted(line[2] for line in lines) == ["d1", "d2", "d3"]
    assert [line[3] for line in lines] == ["1", "2", "3"]


def test_each_result_says_whom_it_is_about(index: Path) -> None:
    run = ragqa("search", "drug A in condition X", "--index", str(index), "--json")
    tags = {row["document_id"]: row["directness"] for row in json.loads(run.out)["results"]}
    assert tags["d2"] == {
        "species": "humans",
        "groups": ["children"],
        "sex": None,
        "ages": None,
        "design": "randomised controlled trial",
        "size": 40,
    }
    assert (tags["d1"]["design"], tags["d1"]["size"]) == ("cohort study", None)
