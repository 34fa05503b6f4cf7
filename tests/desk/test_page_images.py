"""Pages drawn from the very file that was read, and kept."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ragqa.desk.page_images import PageImages
from ragqa.errors import NotFoundError
from ragqa.indexing.records import FileRecord, FileState
from ragqa.ingestion.file_search import FoundFile, find_files
from ragqa.schema.document import DocumentId

CORPUS = Path(__file__).parent.parent.parent / "corpus"
NAME = DocumentId("aasm")


def record(file: FoundFile) -> FileRecord:
    return FileRecord(
        path=file.name,
        sha256=file.sha256(),
        size=file.size,
        state=FileState.DONE,
        error=None,
        documents=(NAME,),
    )


@pytest.fixture(scope="module")
def guideline() -> FileRecord:
    return next(record(file) for file in find_files([CORPUS]) if "aasm-2025" in file.name)


def test_a_page_is_drawn_wherever_the_folder_lies(guideline: FileRecord, tmp_path: Path) -> None:
    images = PageImages([tmp_path, CORPUS.parent])
    image = images.page(NAME, guideline, 1, "clinicians should regularly measure serum ferritin")
    assert image.png.startswith(b"\x89PNG")
    assert image.drawn.boxes
    assert image.drawn.height > image.drawn.width > 0


def test_a_page_is_drawn_once(guideline: FileRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    images = PageImages([CORPUS.parent])
    first = images.page(NAME, guideline, 2)
    monkeypatch.setattr("ragqa.desk.page_images._is_as_read", lambda *_: False)
    assert images.page(NAME, guideline, 2) is first


def copied(guideline: FileRecord, folder: Path, content: bytes) -> Sequence[Path]:
    place = folder / guideline.path
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    return [folder]


def test_another_file_of_its_name_is_not_drawn(guideline: FileRecord, tmp_path: Path) -> None:
    roots = copied(guideline, tmp_path, (CORPUS.parent / guideline.path).read_bytes() + b" ")
    with pytest.raises(NotFoundError, match="was moved or changed since it was read"):
        PageImages(roots).page(NAME, guideline, 1)


@pytest.mark.parametrize("number", [3, 99])
def test_a_page_that_is_not_there_is_not_drawn(guideline: FileRecord, number: int) -> None:
    with pytest.raises(NotFoundError, match=f"Page {number} of 'aasm' cannot be drawn"):
        PageImages([CORPUS.parent]).page(NAME, guideline, number)
