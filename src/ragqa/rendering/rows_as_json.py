"""What a search finds and what a check says, as rows of JSON: the same at every door."""

from ragqa.rendering.as_json import JsonObject, directness_object
from ragqa.schema.claim import Verdict
from ragqa.schema.evidence import Evidence


def found_row(rank: int, item: Evidence) -> JsonObject:
    """Return one passage that a search found; `rank` counts from 1."""
    passage = item.passage
    return {
        "rank": rank,
        "score": round(item.score, 6),
        "similarity": round(item.similarity, 6),
        "document_id": passage.document_id,
        "passage_id": passage.passage_id,
        "kind": item.source.kind.value,
        "title": item.source.title,
        "section": " > ".join(passage.section),
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "directness": directness_object(passage.directness),
        "text": passage.text,
    }


def verdict_row(verdict: Verdict) -> JsonObject:
    """Return the verdict on one claim; each reason is a sentence."""
    return {
        "label": verdict.label.value,
        "score": verdict.score,
        "reasons": [check.detail for check in verdict.checks if not check.passed],
    }
