"""Current versions of a work in place of superseded ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.schema.document import DocumentId, Passage, PassageId
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import OUTDATED, Source, Standing

# Cosine from which passages of two versions of one work are on the same matter. Of other works on
# one disease, nine in ten of the nearest passages stay below 0.83 (demo corpus, shipped embedder).
_SAME_MATTER = 0.85


def outdated_last(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Move superseded and retracted works last; order is kept otherwise."""
    return sorted(evidence, key=lambda item: bool(item.source.standings() & OUTDATED))


def in_current_versions(evidence: Sequence[Evidence], snapshot: Snapshot) -> list[Evidence]:
    """Return evidence in which superseded works give way to later versions that say as much.

    Each passage is exchanged for the one of a later version that is nearest in meaning. Where
    none is near, the later versions are silent on the matter: the old one stays, to be cited with
    its notice.
    """
    later = lru_cache(maxsize=None)(partial(_later_versions, snapshot))
    found = {item.passage.passage_id: item for item in evidence}
    current: dict[PassageId, Evidence] = {}
    for item in evidence:
        exchanged = _exchanged(item, snapshot, later)
        name = exchanged.passage.passage_id
        # A passage that was found itself keeps its own score.
        current.setdefault(name, found.get(name, exchanged))
    return list(current.values())


@dataclass(frozen=True, slots=True)
class _Version:
    """The passages of some later versions of a work, with their vectors."""

    sources: Mapping[DocumentId, Source]
    passages: Sequence[Passage]
    vectors: FloatArray


def _later_versions(snapshot: Snapshot, document_id: DocumentId) -> list[_Version]:
    """Return the current versions of a work, then the others that came after it."""
    sources = snapshot.sources(snapshot.successors(document_id))
    groups = (
        {name: one for name, one in sources.items() if _is_superseded(one) is superseded}
        for superseded in (False, True)
    )
    versions: list[_Version] = []
    for group in groups:
        passages = [one for name in sorted(group) for one in snapshot.document_passages(name)]
        if passages:
            vectors = snapshot.vectors([passage.passage_id for passage in passages])
            versions.append(_Version(group, passages, vectors))
    return versions


def _exchanged(
    item: Evidence, snapshot: Snapshot, later: Callable[[DocumentId], list[_Version]]
) -> Evidence:
    if not _is_superseded(item.source):
        return item
    for version in later(item.passage.document_id):
        cosines = version.vectors @ snapshot.vectors([item.passage.passage_id])[0]
        nearest = int(cosines.argmax())
        if cosines[nearest] >= _SAME_MATTER:
            passage = version.passages[nearest]
            return replace(item, passage=passage, source=version.sources[passage.document_id])
    return item


def _is_superseded(source: Source) -> bool:
    return Standing.SUPERSEDED in source.standings()
