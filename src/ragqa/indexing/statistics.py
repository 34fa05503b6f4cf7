"""The size and the make of one snapshot."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ragqa.indexing.catalogue import Catalogue
from ragqa.indexing.manifest import PASSAGES, VECTORS, Manifest
from ragqa.indexing.structure import Structure
from ragqa.indexing.vectors import structures_in
from ragqa.schema.source import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class KindStats:
    """What a snapshot holds of one kind of work, and how its vectors are searched."""

    documents: int
    passages: int
    vectors: Structure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStats:
    """The size and the make of the snapshot that serves.

    `bytes` is what each part of it takes on the disk; `by_kind` what it holds of each kind.
    """

    snapshot: str
    created_at: str
    embedder_id: str
    dimension: int
    chunker_id: str
    documents: int
    passages: int
    files: int
    kinds: tuple[Kind, ...]
    by_kind: dict[Kind, KindStats]
    bytes: dict[str, int]
    snapshot_bytes: int
    index_bytes: int


def statistics_of(folder: Path, manifest: Manifest, index_bytes: int) -> IndexStats:
    """Return the figures of a pinned snapshot.

    Raises:
        OSError: a file of it cannot be read.
        sqlite3.Error: nor can its catalogue.
    """
    structures = structures_in(folder / VECTORS)
    with closing(Catalogue.read(folder / PASSAGES)) as catalogue:
        documents = catalogue.documents_by_kind()
    return IndexStats(
        snapshot=manifest.snapshot_id,
        created_at=manifest.created_at,
        embedder_id=manifest.embedder_id,
        dimension=manifest.dimension,
        chunker_id=manifest.chunker_id,
        documents=manifest.counts.documents,
        passages=manifest.counts.passages,
        files=manifest.counts.files,
        kinds=manifest.kinds,
        by_kind={
            kind: _of_kind(documents[kind], structures.get(kind)) for kind in sorted(documents)
        },
        bytes=_bytes_by_part(manifest),
        snapshot_bytes=sum(file.size for file in manifest.files),
        index_bytes=index_bytes,
    )


def _of_kind(documents: int, structure: Structure | None) -> KindStats:
    """Every passage has a vector: a kind without vectors has documents without passages."""
    passages = structure.vectors if structure else 0
    return KindStats(documents=documents, passages=passages, vectors=structure)


def _bytes_by_part(manifest: Manifest) -> dict[str, int]:
    sizes: Counter[str] = Counter()
    for file in manifest.files:
        sizes[PurePosixPath(file.path).parts[0].split(".")[0]] += file.size
    return dict(sorted(sizes.items()))
