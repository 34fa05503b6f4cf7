"""The evidence for one question: on its subject, and from many works rather than from one."""

from collections import Counter
from collections.abc import Iterable

from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.subject import Subject
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Standing

# What naming the whole subject is worth beside a fused score in [0, 1].
_ON_SUBJECT = 0.3


def spread(
    evidence: Iterable[Evidence], subject: Subject, *, limit: int, per_document: int
) -> list[Evidence]:
    """Return the best `limit` pieces of evidence, at most `per_document` of one document.

    A retracted work is no evidence, and a superseded one goes last. A passage that names all
    that the question names, itself or in its title, goes before one that is merely similar:
    "metformin" in "polycystic ovary syndrome" before either alone.
    """
    taken: Counter[str] = Counter()
    chosen: list[Evidence] = []
    for item in sorted(evidence, key=lambda item: _rank(item, subject)):
        if len(chosen) == limit:
            break
        standings = item.source.standings()
        if Standing.RETRACTED not in standings and taken[item.passage.document_id] < per_document:
            taken[item.passage.document_id] += 1
            chosen.append(item)
    return chosen


def _rank(item: Evidence, subject: Subject) -> tuple[bool, float]:
    text = " ".join((item.source.title, *item.passage.section, item.passage.text))
    share = subject.share((naming_terms(text), 1.0))
    return Standing.SUPERSEDED in item.source.standings(), -item.score - _ON_SUBJECT * share
