"""Current versions of a work in place of superseded ones."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from ragqa.indexing.snapshot import Snapshot
from ragqa.schema.document import DocumentId, Passage, PassageId
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import OUTDATED, Standing

# Cosine from which two passages of versions of one work are on the same matter.
_SAME_MATTER = 0.6


def outdated_last(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Move superseded and retracted works last; order is kept otherwise."""
    return sorted(evidence, key=lambda item: bool(item.source.standings() & OUTDATED))


def in_current_versions(evidence: Sequence[Evidence], snapshot: Snapshot) -> list[Evidence]:
    """Return evidence in which superseded works give way to later versions that say as much.

    Each passage is exchanged for the one of a later version that is nearest in meaning. Where
    none is near, the later versions are silent on the matter: the old one stays, to be cited with
    its notice.
    """
    found = {item.passage.passage_id: item for item in evidence}
    current: dict[PassageId, Evidence] = {}
    for item in evidence:
        exchanged = _counterpart(item, snapshot) or item
        name = exchanged.passage.passage_id
        # A passage that was found itself keeps its own score.
        current.setdefault(name, found.get(name, exchanged))
    return list(current.values())


def _counterpart(item: Evidence, snapshot: Snapshot) -> Evidence | None:
    """Return the passage of a later version on the same matter, of the current one if it can be."""
    if Standing.SUPERSEDED not in item.source.standings():
        return None
    later = snapshot.sources(snapshot.successors(item.passage.document_id))
    current = {
        document_id
        for document_id, source in later.items()
        if Standing.SUPERSEDED not in source.standings()
    }
    for documents in (current, later.keys() - current):
        passage = _nearest(item, documents, snapshot)
        if passage is not None:
            return replace(item, passage=passage, source=later[passage.document_id])
    return None


def _nearest(
    item: Evidence, documents: Collection[DocumentId], snapshot: Snapshot
) -> Passage | None:
    """Return the passage of `documents` nearest in meaning to one; None where none is near."""
    passages = [one for name in sorted(documents) for one in snapshot.document_passages(name)]
    if not passages:
        return None
    own = snapshot.vectors([item.passage.passage_id])[0]
    cosines = snapshot.vectors([passage.passage_id for passage in passages]) @ own
    nearest = int(cosines.argmax())
    return passages[nearest] if cosines[nearest] >= _SAME_MATTER else None
