"""Articles written into a folder."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from ragqa.errors import ExportError, LibraryError, UsageError
from ragqa.library.export import INDEX, Exported, chosen, export, file_stem
from ragqa.library.store import Library
from ragqa.rendering.forms import SUFFIXES, Form, rendered
from ragqa.schema.article import Article
from ragqa.schema.question import Question
from ragqa.schema.review import ReviewState
from tests.library.editions import CHANGED, UNANSWERED, UNREVIEWED, Editions, fill, reviewing

FORMS = [form for form in Form if form is not Form.JSON]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    return fill(tmp_path_factory.mktemp("library"))


def exported(
    editions: Editions,
    folder: Path,
    *names: str,
    approved_only: bool = False,
    forms: Sequence[Form] = (Form.MARKDOWN, Form.RIS),
) -> list[Exported]:
    with Library.open(editions.place) as library:
        shown = chosen(reviewing(library), names, approved_only=approved_only)
        return export(shown, folder, forms)


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_each_article_is_written_once_in_each_form_and_listed(
    editions: Editions, tmp_path: Path
) -> None:
    done = exported(editions, tmp_path / "deep" / "out", forms=FORMS)
    assert [one.shown.answer.question.text for one in done] == [CHANGED, UNREVIEWED, UNANSWERED]
    stems = [
        f"does-drug-a-help-{editions.changed[-8:]}",
        f"is-drug-b-safe-b-and-b-sound-{done[1].shown.article_id[-8:]}",
        f"what-is-the-capital-of-country-y-{done[2].shown.article_id[-8:]}",
    ]
    names = [stem + SUFFIXES[form] for stem in stems for form in FORMS]
    assert set(hashes(tmp_path / "deep" / "out")) == {*names, INDEX}
    assert [name for one in done for name in one.files] == names


def test_what_is_written_is_what_each_form_renders(editions: Editions, tmp_path: Path) -> None:
    for one in exported(editions, tmp_path, CHANGED, forms=FORMS):
        for name, form in zip(one.files, FORMS, strict=True):
            assert (tmp_path / name).read_bytes() == rendered(one.shown.answer, form)
    (word,) = tmp_path.glob("does-drug-a-help-*.docx")
    said = [paragraph.text for paragraph in Document(str(word)).paragraphs]
    assert said[0] == CHANGED
    assert said[1].startswith("Submitted · ")


def test_the_same_library_gives_the_same_bytes(editions: Editions, tmp_path: Path) -> None:
    forms = (Form.DOCX, Form.HTML)
    exported(editions, tmp_path / "one", forms=forms)
    exported(editions, tmp_path / "two", forms=forms)
    exported(editions, tmp_path / "two", forms=forms)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_only_the_approved_text_is_written_as_approved(editions: Editions, tmp_path: Path) -> None:
    (one,) = exported(editions, tmp_path, approved_only=True)
    assert isinstance(one.shown.answer, Article)
    assert one.shown.version == 1
    assert one.shown.answer.review.state is ReviewState.APPROVED
    (page,) = tmp_path.glob("does-*.md")
    assert "approved by Ann Roe, MD, on 9 March 2026" in " ".join(page.read_text().split())
    assert "Drug A 5 mg is recommended" in page.read_text()


def test_articles_are_found_by_id_beginning_and_question(
    editions: Editions, tmp_path: Path
) -> None:
    done = exported(editions, tmp_path, editions.changed, editions.changed[:6], CHANGED)
    assert [one.shown.article_id for one in done] == [editions.changed]


def test_the_list_links_every_file_and_no_question_becomes_markup(
    editions: Editions, tmp_path: Path
) -> None:
    done = exported(editions, tmp_path)
    listed = (tmp_path / INDEX).read_text(encoding="utf-8")
    rows = [line for line in listed.splitlines() if line.startswith("| ")]
    assert len(rows) == 1 + len(done)
    assert all(row.count(" | ") == 4 for row in rows)
    links = re.findall(r"\]\(([^)]+)\)", listed)
    assert links == [name for one in done for name in one.files]
    assert r"Is drug B safe \| &lt;b>and&lt;/b> \*sound\*?" in listed
    assert "No answer from the indexed sources" in rows[3]


def test_names_of_files_are_plain_whatever_the_question_holds() -> None:
    assert file_stem(Question(text="Ist 漢字 ../../é?"), "a0123456789abcdef") == "ist-e-89abcdef"
    assert file_stem(Question(text="漢字"), "a0123456789abcdef") == "document-89abcdef"
    assert len(file_stem(Question(text="long " * 400), "a0123456789abcdef")) <= 70


def test_an_article_that_is_not_there_is_told(editions: Editions, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'zzz' names no article"):
        exported(editions, tmp_path, "zzz")
    assert list(tmp_path.iterdir()) == []


def test_nothing_approved_is_told(editions: Editions, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="No version of these articles is approved"):
        exported(editions, tmp_path, UNREVIEWED, UNANSWERED, approved_only=True)


def test_an_empty_library_is_told(tmp_path: Path) -> None:
    with Library.open(str(tmp_path / "empty.sqlite"), create=True) as library:
        with pytest.raises(LibraryError, match="holds no article"):
            chosen(reviewing(library), (), approved_only=False)
        with pytest.raises(LibraryError, match="No version of the library is approved"):
            chosen(reviewing(library), (), approved_only=True)


def test_a_folder_that_is_a_file_or_cannot_be_written_is_told(
    editions: Editions, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match=r"cannot be written \(File exists\)"):
        exported(editions, tmp_path / "file")
    with pytest.raises(ExportError, match="Name another folder with --out DIR"):
        exported(editions, Path("/proc/nowhere"))


def test_a_file_that_cannot_be_replaced_leaves_nothing_half_written(
    editions: Editions, tmp_path: Path
) -> None:
    (tmp_path / f"{file_stem(Question(text=CHANGED), editions.changed)}.ris").mkdir()
    with pytest.raises(ExportError, match="ris' cannot be written"):
        exported(editions, tmp_path)
    assert not list(tmp_path.glob(".*.part"))
