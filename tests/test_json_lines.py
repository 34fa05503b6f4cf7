"""Rows that people hand in."""

import gzip
import json
from pathlib import Path

import pytest

from ragqa.errors import UsageError
from ragqa.json_lines import Row, RowError, read_rows, text_in

SHAPE = '{"name": "…"}'


def name(row: Row) -> str:
    return text_in(row, "name")


def names(file: Path, *, strict: bool = True) -> list[str]:
    return list(read_rows(file, what="name", shape=SHAPE, parse=name, strict=strict))


def test_rows_come_in_order_and_blank_lines_are_none(tmp_path: Path) -> None:
    file = tmp_path / "names.jsonl"
    file.write_text('\ufeff{"name": "x\\u2028y"}\r\n\n{"name": ""}\n')
    assert names(file) == ["x\u2028y", ""]


def test_a_compressed_file_reads_as_the_plain_one(tmp_path: Path) -> None:
    file = tmp_path / "names.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"name": "x"}\n'))
    assert names(file) == ["x"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ('["x"]', "it is no JSON object"),
        ("{}", "it has no `name`"),
        ('{"name": 1}', "its `name` is not text"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "names.jsonl"
    file.write_text(f"{json.dumps({'name': 'x'})}\n\n{line}\n")
    with pytest.raises(UsageError) as raised:
        names(file)
    assert str(raised.value) == (
        f"{file}, line 3 is not a name: {told}. Write {SHAPE} on each line."
    )


def test_a_wrong_row_may_be_left_out_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "names.jsonl"
    file.write_text('{"name": "x"}\nno\n{"name": "y"}\n')
    assert names(file, strict=False) == ["x", "y"]
    assert [record.getMessage() for record in caplog.records] == [
        f"{file}, line 2 is not a name: it is not JSON. It is left out."
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no\n"])
def test_a_file_without_a_sound_row_is_empty(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "names.jsonl"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"holds no name\. Write"):
        names(file, strict=False)


@pytest.mark.parametrize(
    ("called", "content"),
    [
        ("x.jsonl", b"\xff\xfe"),
        ("x.jsonl.gz", b"plain"),
        ("x.jsonl.gz", gzip.compress(b"{}", mtime=0)[:-9]),
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, called: str, content: bytes) -> None:
    (tmp_path / called).write_bytes(content)
    with pytest.raises(UsageError, match=r"cannot be read .* Name a text file"):
        names(tmp_path / called)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        names(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="Is a directory"):
        names(tmp_path)


def test_the_reason_of_a_row_error_is_its_text() -> None:
    with pytest.raises(RowError, match=r"^it has no `name`$"):
        text_in({}, "name")
