"""CSL-JSON beside a file: `paper.csl.json` speaks for `paper.pdf`, and wins over it.

A record as Crossref's own service gives it is read as well.
"""

import json
import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ragqa.errors import ReadError
from ragqa.ingestion.crossref import Updates
from ragqa.ingestion.particulars import RELATION_FIELDS, Particulars

SUFFIX = ".csl.json"
# Lines of a note, in which reference managers keep what CSL has no field for.
_NOTED = re.compile(r"^\s*\{?:?(DOI|PMID|PMCID)\s*:\s*(\S+?)\}?\s*$", re.MULTILINE)
STATUS_SAYS_RETRACTED = "note:its record says that it is retracted"


def _first(value: object) -> object:
    """Take the first of the titles that Crossref gives as a list."""
    return next(iter(value), None) if isinstance(value, list) else value


Text = Annotated[str | None, BeforeValidator(_first)]


class _Name(BaseModel):
    model_config = ConfigDict(extra="ignore")
    family: str = ""
    given: str = ""
    literal: str = ""
    name: str = ""

    def written(self) -> str:
        initials = "".join(
            part[0] for part in self.given.replace("-", " ").replace(".", " ").split()
        )
        return self.literal or self.name or f"{self.family} {initials}".strip()


class _Date(BaseModel):
    model_config = ConfigDict(extra="ignore")
    date_parts: list[list[int | str | None]] = Field(default_factory=list, alias="date-parts")
    raw: str = ""
    literal: str = ""

    def written(self) -> str:
        parts = self.date_parts[0] if self.date_parts else []
        return str(parts[0]) if parts and parts[0] else self.raw or self.literal


class _Item(BaseModel):
    model_config = ConfigDict(extra="allow")
    title: Text = None
    author: list[_Name] = Field(default_factory=list)
    publisher: str | None = None
    container_title: Text = Field(default=None, alias="container-title")
    issued: _Date | None = None
    DOI: str | None = None
    PMID: str | int | None = None
    PMCID: str | None = None
    URL: str | None = None
    status: str = ""
    note: str = ""
    custom: dict[str, object] = Field(default_factory=dict)


def sidecar_of(path: Path) -> Path | None:
    """Return the sidecar beside `path`; None when there is none.

    `paper.pdf` is described by `paper.pdf.csl.json` or `paper.csl.json`.
    """
    stem = path.name.removesuffix(".gz")
    names = (path.name + SUFFIX, stem + SUFFIX, Path(stem).stem + SUFFIX)
    return next((path.with_name(name) for name in names if path.with_name(name).is_file()), None)


def read_sidecar(path: Path) -> Particulars:
    """Return what the sidecar at `path` says.

    Raises:
        ReadError: it is not valid CSL-JSON.
    """
    try:
        record = _record(json.loads(path.read_text(encoding="utf-8-sig")))
        item = _Item.model_validate(record)
        return Particulars.model_validate(_fields(item) | _relations(item))
    except (OSError, ValueError) as error:
        raise ReadError(f"The sidecar {path.name} is not valid: {reason_of(error)}.") from error


def reason_of(error: Exception) -> str:
    """Return the first fault of a validation error in one line."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {first['msg']}" if where else str(first["msg"])
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def _record(data: object) -> object:
    """Return the one record of a list, or inside the envelope of Crossref's answers."""
    if isinstance(data, list) and data:
        return data[0]
    if isinstance(data, dict) and isinstance(data.get("message"), dict):
        return data["message"]
    return data


def _fields(item: _Item) -> dict[str, object]:
    noted = {name.lower(): value for name, value in _NOTED.findall(item.note)}
    stated: dict[str, object] = {
        "title": item.title,
        "authors": [author.written() for author in item.author],
        "organisation": item.publisher if not item.container_title else None,
        "container": item.container_title,
        "year": item.issued.written() if item.issued else None,
        "doi": item.DOI or noted.get("doi"),
        "pmid": item.PMID or noted.get("pmid"),
        "pmcid": item.PMCID or noted.get("pmcid"),
        "url": item.URL,
    }
    return stated | item.custom


def _relations(item: _Item) -> dict[str, object]:
    """Return what the record says of other works, in Crossref's fields and in ragqa's own.

    Both are read from `custom` too, the only place that CSL has for them.
    """
    stated = {**(item.model_extra or {}), **item.custom}
    found = Updates.model_validate(stated).fields()
    if item.status.strip().lower() in {"retracted", "withdrawn"}:
        found.setdefault("retracted_by", []).append(STATUS_SAYS_RETRACTED)
    return {
        field: [*_listed(stated.get(field)), *found.get(field, ())]
        for field in RELATION_FIELDS
        if field in stated or field in found
    }


def _listed(value: object) -> list[object]:
    return [] if value is None else value if isinstance(value, list) else [value]
