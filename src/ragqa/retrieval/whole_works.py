"""Short works read whole: the passages of an abstract that the search did not bring.

The aim of a trial names drug and condition, and is found; its results say "PPH fell by 24%", and
are not. Where the search finds the one, the other belongs to the evidence.
"""

from collections.abc import Sequence
from dataclasses import replace

from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.subject import Subject
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import WHOLE, Evidence
from ragqa.schema.source import Access, Kind

_WORKS = 8
_LONGEST = 12
# A passage beside the one that was found, in place of a cosine of its own.
_BESIDE = 0.8


def with_whole_works(
    evidence: Sequence[Evidence], subject: Subject, snapshot: Snapshot
) -> list[Evidence]:
    """Return `evidence` with the other passages of the first abstracts on the subject behind it.

    They inherit score and similarity of the passage that was found, lessened.
    """
    found: dict[DocumentId, Evidence] = {}
    for item in evidence:
        if _is_short(item) and subject.weakest((_names(item), 1.0)) >= WHOLE:
            found.setdefault(item.passage.document_id, item)
    present = {item.passage.passage_id for item in evidence}
    added: list[Evidence] = []
    for document_id in list(found)[:_WORKS]:
        item, passages = found[document_id], snapshot.document_passages(document_id)
        added += [
            replace(
                item,
                passage=passage,
                score=_BESIDE * item.score,
                similarity=_BESIDE * item.similarity,
            )
            for passage in (passages if len(passages) <= _LONGEST else ())
            if passage.passage_id not in present
        ]
    return [*evidence, *added]


def _is_short(item: Evidence) -> bool:
    return item.source.kind is Kind.RESEARCH and item.source.access is not Access.FULL_TEXT


def _names(item: Evidence) -> frozenset[str]:
    return naming_terms("\n".join((item.source.title, item.passage.text)))
