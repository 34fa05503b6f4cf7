"""How the vectors of a snapshot are searched, and what that was measured to give."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

STRUCTURE = "structure.json"


class StructureName(StrEnum):
    """The ways to search vectors."""

    EXACT = "exact"
    INVERTED_LISTS = "inverted lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probing:
    """How far a search of inverted lists looks.

    Of `lists` it reads the `probes` whose centres are nearest to the query, and scores the
    `rescored` best of what they hold again.
    """

    lists: int
    probes: int
    rescored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The structure chosen for some vectors, and why.

    `recall` is the share of the true ten nearest that a search finds, measured when it was
    built; exact search has no `probing`.
    """

    name: StructureName
    reason: str
    vectors: int
    recall: float
    probing: Probing | None


_STRUCTURE = TypeAdapter(Structure)


def write_structure(folder: Path, structure: Structure) -> None:
    """Write down which structure a folder holds.

    Raises:
        OSError: the disk is full.
    """
    (folder / STRUCTURE).write_bytes(_STRUCTURE.dump_json(structure, indent=1) + b"\n")


def read_structure(folder: Path) -> Structure:
    """Read which structure a folder holds.

    Raises:
        OSError: it cannot be read, or is no such description.
    """
    try:
        return _STRUCTURE.validate_json((folder / STRUCTURE).read_bytes())
    except ValidationError as error:
        raise OSError(f"{STRUCTURE} does not describe a vector structure") from error
