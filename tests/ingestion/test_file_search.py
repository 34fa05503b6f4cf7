"""Which files a run reads: links, circles, odd names, and what cannot be listed."""

import os
from pathlib import Path

import pytest

from ragqa.errors import NoTextError, ReadError, UsageError
from ragqa.ingestion.file_search import find_files
from ragqa.ingestion.reading import read_file
from ragqa.ingestion.report import Failure


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "sub").mkdir(parents=True)
    (tmp_path / "corpus" / "sub" / "real.md").write_text("Drug A relieves condition X.")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "far.md").write_text("Drug B relieves condition Y.")
    return tmp_path / "corpus"


def names(*paths: Path) -> list[str]:
    return [file.name for file in find_files(paths)]


def test_a_file_is_read_once_under_its_own_name_however_many_links_lead_to_it(
    corpus: Path,
) -> None:
    (corpus / "a-link.md").symlink_to("sub/real.md")
    (corpus / "a-folder").symlink_to("sub")
    assert names(corpus) == ["corpus/sub/real.md"]


def test_links_that_lead_out_of_the_folder_are_followed(corpus: Path) -> None:
    (corpus / "far.md").symlink_to("../elsewhere/far.md")
    assert names(corpus) == ["corpus/sub/real.md", "corpus/far.md"]
    (corpus / "far.md").unlink()
    (corpus / "papers").symlink_to("../elsewhere")
    assert names(corpus) == ["corpus/sub/real.md", "corpus/papers/far.md"]


def test_a_circle_of_folders_is_walked_once(corpus: Path) -> None:
    (corpus / "sub" / "up").symlink_to("..")
    (corpus / "self").symlink_to(".")
    assert names(corpus) == ["corpus/sub/real.md"]


@pytest.mark.parametrize("target", ["nowhere.md", "broken.md"])
def test_a_link_that_leads_nowhere_is_told_when_it_is_read(corpus: Path, target: str) -> None:
    (corpus / "broken.md").symlink_to(target)
    assert set(names(corpus)) == {"corpus/sub/real.md", "corpus/broken.md"}
    with pytest.raises(OSError, match=r"No such file|Too many levels"):
        read_file(corpus / "broken.md", 1000)


def test_hidden_files_and_folders_are_passed_over(corpus: Path) -> None:
    (corpus / ".hidden.md").write_text("x")
    (corpus / ".git").mkdir()
    (corpus / ".git" / "note.md").write_text("x")
    assert names(corpus) == ["corpus/sub/real.md"]


def test_names_with_spaces_and_line_breaks_are_one_line(corpus: Path) -> None:
    (corpus / "two\nlines and spaces.md").write_text("Drug C relieves condition Z.")
    assert "corpus/two\\nlines and spaces.md" in names(corpus)


def test_a_name_that_is_not_utf8_is_left_out_and_told(
    corpus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Path(os.fsdecode(os.fsencode(corpus) + b"/caf\xe9.md")).write_text("Drug C.")
    assert names(corpus) == ["corpus/sub/real.md"]
    assert "not UTF-8. Rename it." in caplog.text


def test_what_is_neither_file_nor_folder_is_refused(corpus: Path) -> None:
    os.mkfifo(corpus / "pipe.txt")
    assert names(corpus) == ["corpus/sub/real.md"]
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        find_files([corpus / "pipe.txt"])


def test_a_path_that_is_too_long_is_refused(corpus: Path) -> None:
    with pytest.raises(UsageError, match="File name too long"):
        find_files([corpus / ("x" * 5000)])


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("bad.pdf is damaged.", "corpus/bad.pdf is damaged."),
        ("bad.pdf, line 3: no id", "corpus/bad.pdf, line 3: no id"),
        ("corpus/bad.pdf and x hold one id", "corpus/bad.pdf and x hold one id"),
        ("The sidecar x.json is not valid.", "corpus/bad.pdf: The sidecar x.json is not valid."),
    ],
)
def test_a_failure_names_its_file_once(error: str, sentence: str) -> None:
    assert Failure(path="corpus/bad.pdf", error=error).sentence == sentence


@pytest.mark.parametrize(
    "line", [b'{"_id": "2", "text": "caf\xe9"}', '{"_id": "2"}'.encode("utf-16")]
)
def test_json_lines_that_are_not_utf8_are_a_named_failure(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"_id": "1", "text": "Drug A relieves condition X."}\n' + line + b"\n")
    with pytest.raises(ReadError, match=r"rows\.jsonl, line 2, is not UTF-8; save it as UTF-8"):
        read_file(path, 1000)


def test_half_a_character_is_a_fault_of_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    good = '{"_id": "1", "text": "Drug A relieves condition X."}\n'
    path.write_text(good + '{"_id": "2", "text": "Drug \\ud800"}\n')
    reading = read_file(path, 1000)
    assert [document.document_id for document in reading.documents] == ["1"]
    assert reading.faults == (
        "rows.jsonl, line 2: its `text` holds half a character (\\ud800 to \\udfff); mend it",
    )


def test_an_empty_file_of_json_lines_is_no_failure_of_reading(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b"\n")
    with pytest.raises(NoTextError):
        read_file(tmp_path / "rows.jsonl", 1000)


def test_a_file_without_a_good_line_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("nothing\n[]\n")
    with pytest.raises(ReadError) as caught:
        read_file(tmp_path / "rows.jsonl", 1000)
    assert str(caught.value).count("rows.jsonl") == 1
    assert "line 1" in str(caught.value)
