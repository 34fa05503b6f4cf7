"""The evidence for one question: on its subject, and from many works rather than from one."""

from collections import Counter
from collections.abc import Iterable

from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.subject import Subject
from ragqa.schema.evidence import Evidence

# What naming the whole subject is worth beside a fused score in [0, 1].
_ON_SUBJECT = 0.3


def spread(
    evidence: Iterable[Evidence], subject: Subject, *, limit: int, per_document: int
) -> list[Evidence]:
    """Return the best `limit` pieces of evidence, at most `per_document` of one document.

    A passage that names all that the question names, itself or in its title, goes before one
    that is merely similar: "metformin" in "polycystic ovary syndrome" before either alone.
    """
    taken: Counter[str] = Counter()
    chosen: list[Evidence] = []
    for item in sorted(evidence, key=lambda item: -_worth(item, subject)):
        if len(chosen) == limit:
            break
        if taken[item.passage.document_id] < per_document:
            taken[item.passage.document_id] += 1
            chosen.append(item)
    return chosen


def _worth(item: Evidence, subject: Subject) -> float:
    text = " ".join((item.source.title, *item.passage.section, item.passage.text))
    return item.score + _ON_SUBJECT * subject.share((frozenset(content_terms(text)), 1.0))
