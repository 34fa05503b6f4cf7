"""Evidence from many works rather than many passages of one."""

from collections import Counter
from collections.abc import Iterable

from ragqa.schema.evidence import Evidence


def spread(evidence: Iterable[Evidence], *, limit: int, per_document: int) -> list[Evidence]:
    """Return the first `limit` pieces of evidence, at most `per_document` of one document."""
    taken: Counter[str] = Counter()
    chosen: list[Evidence] = []
    for item in evidence:
        if len(chosen) == limit:
            break
        if taken[item.passage.document_id] < per_document:
            taken[item.passage.document_id] += 1
            chosen.append(item)
    return chosen
