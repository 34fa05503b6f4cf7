"""CSL-JSON beside a file: `paper.csl.json` speaks for `paper.pdf`, and wins over it."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ragqa.errors import ReadError
from ragqa.ingestion.particulars import Particulars

SUFFIX = ".csl.json"


class _Name(BaseModel):
    model_config = ConfigDict(extra="ignore")
    family: str = ""
    given: str = ""
    literal: str = ""

    def written(self) -> str:
        initials = "".join(
            part[0] for part in self.given.replace("-", " ").replace(".", " ").split()
        )
        return self.literal or f"{self.family} {initials}".strip()


class _Date(BaseModel):
    model_config = ConfigDict(extra="ignore")
    date_parts: list[list[int | str]] = Field(default_factory=list, alias="date-parts")
    raw: str = ""
    literal: str = ""

    def written(self) -> str:
        parts = self.date_parts[0] if self.date_parts else []
        return str(parts[0]) if parts else self.raw or self.literal


class _Item(BaseModel):
    model_config = ConfigDict(extra="ignore")
    title: str | None = None
    author: list[_Name] = Field(default_factory=list)
    publisher: str | None = None
    container_title: str | None = Field(default=None, alias="container-title")
    issued: _Date | None = None
    DOI: str | None = None
    PMID: str | int | None = None
    PMCID: str | None = None
    URL: str | None = None
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
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        item = _Item.model_validate(data[0] if isinstance(data, list) and data else data)
        return Particulars.model_validate(_fields(item))
    except (OSError, ValueError) as error:
        raise ReadError(f"The sidecar {path.name} is not valid: {reason_of(error)}.") from error


def reason_of(error: Exception) -> str:
    """Return the first fault of a validation error in one line."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {first['msg']}" if where else str(first["msg"])
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def _fields(item: _Item) -> dict[str, object]:
    stated: dict[str, object] = {
        "title": item.title,
        "authors": [author.written() for author in item.author],
        "organisation": item.publisher if not item.container_title else None,
        "container": item.container_title,
        "year": item.issued.written() if item.issued else None,
        "doi": item.DOI,
        "pmid": item.PMID,
        "pmcid": item.PMCID,
        "url": item.URL,
    }
    return stated | item.custom
