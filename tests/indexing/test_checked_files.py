"""What is remembered of files that were found intact."""

import json
import os
from pathlib import Path

import pytest

from ragqa.errors import IndexCorruptError
from ragqa.indexing.checked_files import CheckedFiles
from ragqa.indexing.manifest import Manifest, read_current, read_manifest
from ragqa.indexing.store import IndexStore
from tests.indexing.samples import publish, work


@pytest.fixture
def root(store: IndexStore, tmp_path: Path) -> Path:
    publish(store, [work(1), work(2)])
    return tmp_path / "index"


@pytest.fixture
def snapshot(root: Path) -> tuple[Path, Manifest]:
    current = read_current(root)
    folder = root / "snapshots" / current.name
    return folder, read_manifest(folder, current)


def checked(root: Path, snapshot: tuple[Path, Manifest], settling_seconds: float = 0.0) -> None:
    CheckedFiles(root, settling_seconds=settling_seconds).check(*snapshot)


def noted(root: Path) -> dict[str, list[str | int]]:
    note: dict[str, list[str | int]] = json.loads((root / "checked.json").read_text())
    return note


def damage(path: Path) -> None:
    """Flip one bit, and set back the time of change that a program can set."""
    stat = path.stat()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_every_file_is_noted_once_it_was_found_intact(
    root: Path, snapshot: tuple[Path, Manifest]
) -> None:
    checked(root, snapshot)
    assert noted(root).keys() == {file.path for file in snapshot[1].files}


def test_a_touched_file_is_read_again_though_its_size_and_time_are_as_before(
    root: Path, snapshot: tuple[Path, Manifest]
) -> None:
    checked(root, snapshot)
    for file in snapshot[1].files:
        path = snapshot[0] / file.path
        whole = path.read_bytes()
        if not whole:
            continue
        damage(path)
        with pytest.raises(IndexCorruptError, match="is not what was written"):
            checked(root, snapshot)
        path.write_bytes(whole)
        checked(root, snapshot)


def test_an_untouched_file_is_not_read_again_but_verify_reads_it(
    root: Path, snapshot: tuple[Path, Manifest], store: IndexStore
) -> None:
    """Damage that the file system does not know of is imitated by noting the state after it."""
    checked(root, snapshot)
    path = snapshot[0] / "passages.sqlite"
    damage(path)
    note = noted(root)
    stat = path.stat()
    note["passages.sqlite"][-1] = stat.st_ctime_ns
    (root / "checked.json").write_text(json.dumps(note))
    checked(root, snapshot)
    assert "is not what was written" in store.verify().faults[0]


def test_a_file_that_changed_just_now_is_not_noted(
    root: Path, snapshot: tuple[Path, Manifest]
) -> None:
    """It may change again within the same tick of the file system's clock."""
    checked(root, snapshot, settling_seconds=3600)
    assert noted_or_nothing(root) == {}


def noted_or_nothing(root: Path) -> dict[str, list[str | int]]:
    return noted(root) if (root / "checked.json").exists() else {}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"passages.sqlite": 3}', b"\xff"])
def test_a_note_that_makes_no_sense_counts_for_nothing(
    root: Path, snapshot: tuple[Path, Manifest], content: bytes
) -> None:
    (root / "checked.json").write_bytes(content)
    damage(snapshot[0] / "passages.sqlite")
    with pytest.raises(IndexCorruptError):
        checked(root, snapshot)


def test_missing_and_stray_files_are_found_whatever_is_noted(
    root: Path, snapshot: tuple[Path, Manifest]
) -> None:
    checked(root, snapshot)
    (snapshot[0] / "stray").write_bytes(b"")
    with pytest.raises(IndexCorruptError, match="does not belong"):
        checked(root, snapshot)
    (snapshot[0] / "stray").unlink()
    (snapshot[0] / "passages.sqlite").unlink()
    with pytest.raises(IndexCorruptError, match=r"is missing.*--rebuild"):
        checked(root, snapshot)


def test_a_folder_that_cannot_be_written_goes_without_a_note(
    root: Path, snapshot: tuple[Path, Manifest], tmp_path: Path
) -> None:
    absent = tmp_path / "absent"
    CheckedFiles(absent, settling_seconds=0).check(*snapshot)
    assert not absent.exists()
