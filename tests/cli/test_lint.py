"""`ragqa lint`: its output, its exit status, and what it says of files that are no articles."""

import json
from pathlib import Path

import pytest

from ragqa.linting.findings import Code
from tests.cli.command import ragqa

CLEAN = """From the Guidelines

Drug A is recommended for condition X [1].

References

1. Roe A. Drug A for condition X. J Cond X. 2023;1:1-9. doi:10.1000/a.1
"""
FAULTY = CLEAN.replace("[1].", "[1, 2].")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(CLEAN)
    return path


def test_a_clean_article_exits_0(article: Path) -> None:
    run = ragqa("lint", article)
    assert (run.status, run.out, run.err) == (0, "Nothing found.\n", "")
    assert ragqa("lint", article, "--json").out == "[]\n"


def test_an_article_with_a_fault_exits_1_and_names_the_line(article: Path) -> None:
    article.write_text(FAULTY)
    run = ragqa("lint", article)
    assert run.status == 1
    assert run.err == ""
    assert run.out.startswith(f"{article}:3: dangling-number: Reference 2 is cited")
    (row,) = json.loads(ragqa("lint", article, "--json").out)
    assert row.keys() == {"code", "line", "message"}
    assert (row["code"], row["line"]) == ("dangling-number", 3)


def test_windows_lines_and_a_byte_order_mark_are_read(article: Path) -> None:
    article.write_bytes(b"\xef\xbb\xbf" + FAULTY.replace("\n", "\r\n").encode())
    (row,) = json.loads(ragqa("lint", article, "--json").out)
    assert (row["code"], row["line"]) == ("dangling-number", 3)


def test_help_documents_every_code_and_the_exit_status() -> None:
    told = ragqa("lint", "--help").out
    assert all(code.value in told for code in Code)
    assert "Exit status: 0 nothing found, 1" in told
    assert "superseded_by" in told
    assert "Example: ragqa lint" in told


@pytest.mark.parametrize(
    ("content", "status", "told"),
    [
        (b"", 1, "empty"),
        (b"  \n\n", 1, "empty"),
        (b"\x00\x01\x02PK", 1, "binary"),
        (b"word " * 500_000, 2, "one article at a time"),
    ],
)
def test_a_file_that_is_no_article_is_told_in_one_sentence(
    article: Path, content: bytes, status: int, told: str
) -> None:
    article.write_bytes(content)
    run = ragqa("lint", article)
    assert run.status == status
    assert run.out == ""
    assert told in run.sentence


def test_a_missing_file_and_a_folder_are_wrong_use(tmp_path: Path) -> None:
    for path, told in ((tmp_path / "none.txt", "is not there"), (tmp_path, "is a folder")):
        run = ragqa("lint", path)
        assert run.status == 2
        assert told in run.sentence


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "not JSON"),
        ("[1, 2]", "the whole"),
        ('{"sources": [{"title": "T", "status": "lost"}]}', "sources.0.status"),
        ('{"sources": [{"status": "current"}]}', "sources.0 has no doi, pmid or title"),
        ('{"sources": [{"title": "T", "text": "gone.txt"}]}', "gone.txt"),
        ('{"sources": "none"}', "sources"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_wrong_list_of_sources_is_told_in_one_sentence(
    article: Path, tmp_path: Path, content: str, told: str
) -> None:
    listed = tmp_path / "sources.json"
    listed.write_text(content)
    run = ragqa("lint", article, "--sources", listed)
    assert run.status == 2
    assert told in run.sentence
    assert ragqa("lint", article, "--sources", tmp_path / "gone.json").status == 2


def test_known_sources_are_looked_up_and_their_texts_read(article: Path, tmp_path: Path) -> None:
    copied = "Drug A raised the level of mineral M within four weeks in most adults"
    article.write_text(CLEAN.replace("Drug A is recommended for condition X", copied))
    (tmp_path / "a.txt").write_text(f"We found a gain. {copied} who took it.")
    listed = tmp_path / "sources.json"
    row = {"doi": "10.1000/A.1", "title": "Drug A", "status": "superseded", "text": "a.txt"}
    listed.write_text(json.dumps({"sources": [{**row, "superseded_by": "10.1000/a.2"}]}))
    rows = json.loads(ragqa("lint", article, "--sources", listed, "--json").out)
    assert [(one["code"], one["line"]) for one in rows] == [
        ("near-verbatim-copy", 3),
        ("superseded-source", 7),
    ]
    assert "doi:10.1000/a.2" in rows[1]["message"]


def test_a_long_article_that_says_one_thing_again_and_again_is_linted(article: Path) -> None:
    sentence = "Drug A number {0} is recommended for condition {0} in adults [1]. "
    article.write_text(
        CLEAN.replace("Drug A is", "".join(map(sentence.format, range(2000))) + "Drug A is")
    )
    assert ragqa("lint", article).out == "Nothing found.\n"
