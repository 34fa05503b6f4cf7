"""`ragqa library` and `ragqa batch diff` as a user sees them."""

import json
from pathlib import Path

import pytest

from ragqa.cli.batch_diff import DiffFormat, diff
from ragqa.cli.library import ExportFormat, Shape, export_articles, show
from ragqa.errors import UsageError
from tests.cli.command import ragqa
from tests.library.editions import CHANGED, UNREVIEWED, Editions, fill


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    return fill(tmp_path_factory.mktemp("library"))


def test_what_changed_is_printed_against_the_last_approved_version(editions: Editions) -> None:
    run = ragqa("batch", "diff", CHANGED, "--library", editions.place)
    assert (run.status, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == CHANGED
    assert lines[1].startswith("Before  version 1, approved by Ann Roe · ")
    at = lines.index("DIRECTION OR NEGATION CHANGED")
    assert lines[at + 1] == "- Drug A 5 mg is recommended."


def test_what_changed_is_printed_as_json_and_html(
    editions: Editions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(editions.changed[:7], library=editions.place, against=2, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["before"]["name"], told["after"]["name"]) == ("version 2", "version 3")
    assert told["claims"][0]["change"] == "direction changed"
    assert diff(CHANGED, library=editions.place, form=DiffFormat.HTML) == 0
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>")
    assert "<ins>not</ins>" in page
    with pytest.raises(UsageError, match="different forms"):
        diff(CHANGED, library=editions.place, form=DiffFormat.HTML, as_json=True)


def test_an_older_version_is_shown_as_it_was(
    editions: Editions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(CHANGED, version=1, library=editions.place) == 0
    assert "approved by Ann Roe, MD" in " ".join(capsys.readouterr().out.split())
    assert show(CHANGED, library=editions.place, shape=Shape.JSON) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["claims"][0]["text"] == "Drug A 20 mg is not recommended."
    assert told["review"]["state"] == "submitted"
    with pytest.raises(UsageError, match="has no version 9"):
        show(CHANGED, version=9, library=editions.place)


def test_articles_are_exported_and_their_files_named(editions: Editions) -> None:
    formats = ("--format", "docx", "--format", "ris", "--format", "ris")
    run = ragqa("library", "export", *formats, "--library", editions.place)
    assert run.status == 0
    assert run.sentence == "ragqa: 3 articles are in 'export'."
    printed = [Path(line) for line in run.out.splitlines()]
    assert len(printed) == 3 * 2 + 1
    assert set(printed) == set(Path("export").iterdir())


def test_one_article_is_exported_and_told_as_json(
    editions: Editions, capsys: pytest.CaptureFixture[str]
) -> None:
    export_articles(
        [UNREVIEWED],
        formats=[ExportFormat.BIBTEX],
        out=Path("other"),
        library=editions.place,
        as_json=True,
    )
    printed = capsys.readouterr()
    assert printed.err == "ragqa: 1 article is in 'other'.\n"
    told = json.loads(printed.out)
    assert told["folder"] == "other"
    (one,) = told["articles"]
    assert (one["question"], one["version"]) == (UNREVIEWED, 1)
    assert one["status"] == "Submitted · not yet reviewed by a person"
    assert all((Path("other") / name).is_file() for name in [*one["files"], told["index"]])


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["batch", "diff", UNREVIEWED], 2, "has one version so far"),
        (["library", "export", UNREVIEWED, "--approved-only"], 1, "is approved"),
        (["library", "export", "--out", "/proc/nowhere"], 1, "cannot be written"),
    ],
)
def test_wrong_use_and_what_cannot_be_is_one_sentence(
    editions: Editions, arguments: list[str], status: int, told: str
) -> None:
    run = ragqa(*arguments, "--library", editions.place)
    assert (run.status, run.out) == (status, "")
    assert told in run.sentence
