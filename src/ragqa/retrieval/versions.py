"""Current versions of a work before superseded ones."""

from collections.abc import Sequence

from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Source, Standing


def current_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Leave out works that another one here supersedes; move superseded and retracted ones last.

    Order is kept otherwise.
    """
    replaced = {
        relation.other.lower()
        for item in evidence
        for relation in item.source.relations
        if relation.standing is Standing.SUPERSEDES
    }
    present = {name for item in evidence for name in item.source.identifiers}
    kept = [item for item in evidence if not _has_successor(item.source, replaced, present)]
    return sorted(kept, key=lambda item: bool(item.source.standings() & _OUTDATED))


_OUTDATED = frozenset({Standing.SUPERSEDED, Standing.RETRACTED})


def _has_successor(source: Source, replaced: set[str], present: set[str]) -> bool:
    """Tell whether a newer version of `source` is among the evidence."""
    successors = {
        relation.other.lower()
        for relation in source.relations
        if relation.standing is Standing.SUPERSEDED
    }
    return bool(replaced.intersection(source.identifiers) or successors & present)
