"""Small valid nouns for tests: name what matters, the rest is filled in."""

from collections.abc import Collection, Mapping
from typing import Any

from ragqa.linguistics.sentences import sentence_spans
from ragqa.retrieval.coverage import Coverage
from ragqa.schema.claim import Study
from ragqa.schema.directness import UNSTATED, Directness
from ragqa.schema.document import DocumentId, Passage, passage_id_for
from ragqa.schema.evidence import Evidence, EvidenceSentence
from ragqa.schema.source import Access, Kind, KindBasis, Source


def make_source(**given: Any) -> Source:
    """Return a research abstract, with `given` fields replaced."""
    fields: dict[str, Any] = {
        "title": "Drug A for condition X",
        "kind": Kind.RESEARCH,
        "kind_basis": KindBasis.METADATA,
        "authors": ("Doe J",),
        "organisation": None,
        "container": "Journal of X",
        "year": 2020,
        "doi": None,
        "pmid": None,
        "pmcid": None,
        "url": None,
        "access": Access.ABSTRACT,
        "design": None,
        "population": None,
        "grade": None,
        "relations": (),
    }
    return Source(**{**fields, **given})


def make_passage(
    text: str,
    *,
    document_id: str = "doc",
    start: int = 0,
    section: tuple[str, ...] = (),
    directness: Directness = UNSTATED,
) -> Passage:
    """Return a passage of prose with its sentences found."""
    name = DocumentId(document_id)
    return Passage(
        passage_id=passage_id_for(name, start, text),
        document_id=name,
        text=text,
        start=start,
        end=start + len(text),
        section=section,
        page=None,
        sentences=tuple((start + a, start + b) for a, b in sentence_spans(text)),
        directness=directness,
    )


def make_evidence(
    text: str, *, source: Source | None = None, similarity: float = 0.5, **place: Any
) -> Evidence:
    """Return one passage as evidence."""
    return Evidence(
        passage=make_passage(text, **place),
        source=source or make_source(),
        score=similarity,
        similarity=similarity,
    )


def make_coverage(**given: Any) -> Coverage:
    """Return what evidence covers that holds all of its question, and is no more than possible."""
    fields = {
        "answerable": True,
        "reworded": False,
        "likely": False,
        "probability": 0.5,
        "share": 1.0,
        "covered": 1.0,
        "missing": (),
    }
    return Coverage(**{**fields, **given})


def make_sentences(
    text: str,
    *,
    source: Source | None = None,
    similarity: float = 0.5,
    coverage: float = 1.0,
    jointly: float = 1.0,
    named: Collection[str] = (),
    position: float = 0.7,
    abbreviations: Mapping[str, str] | None = None,
    study: Study | None = None,
    **place: Any,
) -> list[EvidenceSentence]:
    """Return the sentences of one passage as evidence, all equally similar."""
    evidence = make_evidence(text, source=source, similarity=similarity, **place)
    return [
        EvidenceSentence(
            evidence=evidence,
            span=span,
            similarity=similarity,
            coverage=coverage,
            jointly=jointly,
            named=frozenset(named),
            position=position,
            abbreviations=abbreviations or {},
            study=study,
        )
        for span in evidence.passage.sentences
    ]
