"""Articles written into a folder, one file for each and each form, with a list of them all."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ragqa.errors import ExportError, LibraryError
from ragqa.ingestion.document_ids import slug
from ragqa.library.reviewing import Reading, Reviewing
from ragqa.library.store import ArticleId
from ragqa.rendering import wording
from ragqa.rendering.forms import SUFFIXES, Form, rendered
from ragqa.rendering.markdown_text import escaped
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import Question
from ragqa.schema.review import standing

INDEX = "index.md"
_SHOWN_ID = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An answer that is to be exported, and the number of its version."""

    article_id: ArticleId
    version: int
    answer: Article | Abstention


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An answer that was exported, and the names of its files."""

    shown: Shown
    files: tuple[str, ...]

    @property
    def status(self) -> str:
        """Where it stands, in words."""
        return status_of(self.shown.answer)


def status_of(answer: Article | Abstention) -> str:
    """Return where an answer stands with its reviewers; an abstention has nothing to review."""
    if isinstance(answer, Abstention):
        return wording.NO_ANSWER
    return wording.review_line(standing(answer))


def chosen(reviewing: Reviewing, names: Sequence[str], *, approved_only: bool) -> list[Shown]:
    """Return the articles of these names, or all, in the order of their questions.

    Args:
        reviewing: of the library.
        names: ids, beginnings of ids, or questions; none for all.
        approved_only: take of each the last version that was approved, whatever came later.

    Raises:
        UsageError: there is no article of a name.
        LibraryError: nothing is there to be exported.
    """
    ids = list(dict.fromkeys(names)) or [one.article_id for one in reviewing.listed(None)]
    found = [one for name in ids if (one := _shown(reviewing, name, approved_only=approved_only))]
    if not found and approved_only:
        whose = "of these articles" if names else "of the library"
        raise LibraryError(
            f"No version {whose} is approved. Approve one with `ragqa review approve`, or leave "
            "out --approved-only."
        )
    if not found:
        raise LibraryError("The library holds no article. `ragqa batch run` puts some in.")
    unique = {one.article_id: one for one in found}
    return sorted(unique.values(), key=lambda one: (one.answer.question.text, one.article_id))


def _shown(reviewing: Reviewing, name: str, *, approved_only: bool) -> Shown | None:
    reading = reviewing.read(name, number=None)
    if approved_only:
        approved = [version.number for version, approval in reading.versions if approval]
        if not approved:
            return None
        reading = reviewing.read(name, number=approved[-1])
    return _of(reading)


def _of(reading: Reading) -> Shown:
    version = reading.version
    return Shown(article_id=version.article_id, version=version.number, answer=reading.answer)


def export(articles: Iterable[Shown], folder: Path, forms: Sequence[Form]) -> list[Exported]:
    """Write each article in each form, then the list; a file is whole or not there.

    Names and bytes come from the articles alone: what did not change is written the same again.

    Raises:
        ExportError: the folder, or a file in it, cannot be written.
    """
    _write(folder, {})
    exported = []
    for shown in articles:
        stem = file_stem(shown.answer.question, shown.article_id)
        files = {f"{stem}{SUFFIXES[form]}": rendered(shown.answer, form) for form in forms}
        _write(folder, files)
        exported.append(Exported(shown=shown, files=tuple(files)))
    _write(folder, {INDEX: "\n".join(_index(exported)).encode()})
    return exported


def file_stem(question: Question, article_id: str) -> str:
    """Return the name of an article's files: its question in plain letters, and its id."""
    return f"{slug(question.text)}-{article_id[-_SHOWN_ID:]}"


def _index(exported: Sequence[Exported]) -> Iterator[str]:
    yield "# Articles\n"
    yield "| Question | For | Status | Updated | Files |"
    yield "|---|---|---|---|---|"
    for one in exported:
        answer = one.shown.answer
        cells = (
            escaped(answer.question.text),
            wording.AUDIENCES[answer.question.audience],
            escaped(one.status),
            escaped(wording.date(answer.provenance.generated_at)),
            " ".join(f"[{name.partition('.')[2]}]({name})" for name in one.files),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files under a passing name first, so that none is ever seen half written."""
    place = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            place = folder / name
            passing = folder / f".{name}.part"
            try:
                passing.write_bytes(content)
                passing.replace(place)
            finally:
                with suppress(OSError):
                    passing.unlink()
    except OSError as error:
        raise ExportError(
            f"{str(place)!r} cannot be written ({error.strerror}). Name another folder with "
            "--out DIR, or free some space."
        ) from error
