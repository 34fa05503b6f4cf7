"""What is known of sources: the file behind `ragqa lint --sources`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from ragqa.errors import UsageError
from ragqa.linguistics.identifiers import normalise_doi, normalise_pmid

_LARGEST = 50_000_000


class Status(StrEnum):
    """Where a work stands."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    CONCERN = "concern"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """One work whose standing is known; `text` is what it says, where that was given."""

    doi: str | None
    pmid: str | None
    title: str
    status: Status
    superseded_by: str | None
    date: str | None
    text: str

    @property
    def name(self) -> str:
        """What to call the work in a message."""
        return self.title or (f"doi:{self.doi}" if self.doi else f"PMID {self.pmid}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """Works, the day on which their standing was looked up, and who publishes the article."""

    as_of: str | None
    publisher_names: tuple[str, ...]
    sources: tuple[KnownSource, ...]


NOTHING_KNOWN = SourceList(as_of=None, publisher_names=(), sources=())


class SourceRow(BaseModel):
    """One work, as somebody writes down what is known of it; each needs a name."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    doi: str | None = None
    pmid: str | None = None
    title: str | None = None
    status: Status = Status.CURRENT
    superseded_by: str | None = None
    date: str | None = None
    text: str | None = None

    @field_validator("status", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value


class SourceRows(BaseModel):
    """What is known of sources, as the file of `ragqa lint --sources` holds it."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    as_of: str | None = None
    publisher_names: list[str] = []
    sources: list[SourceRow] = []


def read_source_list(path: Path) -> SourceList:
    """Return what a sources file says; the texts it names lie beside it.

    Raises:
        UsageError: it cannot be read, is not such JSON, or names a text that is not there.
    """
    try:
        listed = SourceRows.model_validate(json.loads(_text_of(path, str(path))))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise UsageError(f"{path}: {where}: {first['msg']}. {_SHOWN}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is not JSON. {_SHOWN}") from None
    return known_sources(
        listed,
        name=f"{path}: ",
        text_of=lambda named, asked: _text_of(path.parent / named, f"{path}: {asked}"),
    )


def known_sources(listed: SourceRows, *, name: str, text_of: "TextOf") -> SourceList:
    """Return what rows of sources say.

    Args:
        listed: the rows.
        name: what messages begin with.
        text_of: makes of the `text` of a source what it says.

    Raises:
        UsageError: a row names no work.
    """
    return SourceList(
        as_of=listed.as_of,
        publisher_names=tuple(one for one in listed.publisher_names if one.strip()),
        sources=tuple(
            _source(
                row,
                f"{name}sources.{at}",
                text_of(row.text, f"sources.{at}.text") if row.text else "",
            )
            for at, row in enumerate(listed.sources)
        ),
    )


TextOf = Callable[[str, str], str]
"""Makes of the `text` of a source what it says; the other string is where that stands."""
_SHOWN = "`ragqa lint --help` shows what it holds."


def _source(row: SourceRow, place: str, text: str) -> KnownSource:
    doi = normalise_doi(row.doi or "")
    pmid = normalise_pmid(row.pmid or "")
    if not (doi or pmid or (row.title or "").strip()):
        raise UsageError(f"{place} has no doi, pmid or title. Give it one of them.")
    return KnownSource(
        doi=doi,
        pmid=pmid,
        title=(row.title or "").strip(),
        status=row.status,
        superseded_by=row.superseded_by,
        date=row.date,
        text=text,
    )


def _text_of(path: Path, asked: str) -> str:
    """Return the text of a file.

    Raises:
        UsageError: there is none, or it is no text.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{asked}: {path.name} is larger than {_LARGEST // 10**6} MB.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise UsageError(
            f"{asked}: {str(path)!r} cannot be read ({why}). Check the name."
        ) from None
    except ValueError:
        raise UsageError(f"{asked}: {str(path)!r} is not UTF-8 text. Save it as that.") from None
