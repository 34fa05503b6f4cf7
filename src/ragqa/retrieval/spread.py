"""The evidence for one question: on its subject, and from many works rather than from one."""

from collections import Counter
from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.subject import Subject
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Source, Standing

# What naming the whole subject is worth beside a fused score in [0, 1].
_ON_SUBJECT = 0.3
# What it costs to be superseded: less, so that what an old version alone says is found.
_OLD = 0.1


def spread(
    evidence: Iterable[Evidence], subject: Subject, *, limit: int, per_document: int
) -> list[Evidence]:
    """Return the best `limit` pieces of evidence, at most `per_document` of one document.

    A retracted work is no evidence, nor is a notice on another; a superseded one counts for less. A
    passage that names all that the question names, itself or in its title, goes before one that
    is merely similar: "metformin" in "polycystic ovary syndrome" before either alone.
    """
    pieces = [item for item in evidence if not _is_void(item.source)]
    taken: Counter[str] = Counter()
    chosen: list[Evidence] = []
    # What a passage names is read only when it may come next: no rank beats that of naming all.
    waiting = [(_rank(item, 1.0), place, False) for place, item in enumerate(pieces)]
    heapify(waiting)
    while waiting and len(chosen) < limit:
        _, place, read = heappop(waiting)
        item = pieces[place]
        if taken[item.passage.document_id] == per_document:
            continue
        if read:
            taken[item.passage.document_id] += 1
            chosen.append(item)
        else:
            heappush(waiting, (_rank(item, _share(item, subject)), place, True))
    return chosen


def _is_void(source: Source) -> bool:
    return source.is_notice or Standing.RETRACTED in source.standings()


def _rank(item: Evidence, share: float) -> float:
    old = _OLD if Standing.SUPERSEDED in item.source.standings() else 0.0
    return old - item.score - _ON_SUBJECT * share


def _share(item: Evidence, subject: Subject) -> float:
    text = " ".join((item.source.title, *item.passage.section, item.passage.text))
    return subject.share((naming_terms(text), 1.0))
