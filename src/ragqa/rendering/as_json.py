"""An answer as JSON, schema version 1: the contract that programs read.

Nothing is shortened or escaped for display here: quotes and titles are the exact characters of
the sources. An abstention has the keys of an article, all of them empty but for the notices and
the withheld sentences, and adds `reason` and `nearest`.
"""

import json
from typing import assert_never

from ragqa.rendering import bibliography, wording
from ragqa.schema.article import (
    Abstention,
    Article,
    ArticleSection,
    GlossaryEntry,
    Outcome,
    Reference,
    Withheld,
)
from ragqa.schema.claim import Citation, Claim, Strength, Study, Verdict
from ragqa.schema.directness import Directness
from ragqa.schema.provenance import Provenance, Usage
from ragqa.schema.question import Question
from ragqa.schema.review import Review, standing
from ragqa.schema.source import Kind

SCHEMA_VERSION = 1

JsonObject = dict[str, object]


def render_json(answer: Article | Abstention) -> str:
    """Return `answer` as one JSON object, indented, with a final line feed."""
    match answer:
        case Article():
            content = _article(answer)
        case Abstention():
            content = _abstention(answer)
        case _:
            assert_never(answer)
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _article(article: Article) -> JsonObject:
    return {
        **_head(article.question, article.outcome),
        "summary": list(article.summary),
        "sections": [_section(section) for section in article.sections],
        "claims": [claim_object(claim) for claim in article.claims],
        "references": [reference_object(reference) for reference in article.references],
        "withheld": _withheld(article.withheld),
        "gaps": [{"question": gap.question, "reason": gap.reason} for gap in article.gaps],
        "concordance": [
            {"guideline": pair.guideline, "research": pair.research, "relation": pair.relation}
            for pair in article.concordance
        ],
        "notices": list(article.notices),
        "glossary": [_glossary_entry(entry) for entry in article.glossary],
        "reading_grade": article.reading_grade,
        **_tail(article.question, standing(article), article.provenance, article.usage),
    }


def _abstention(abstention: Abstention) -> JsonObject:
    return {
        **_head(abstention.question, Outcome.ABSTAINED),
        "reason": abstention.reason,
        "nearest": [reference_object(reference) for reference in abstention.nearest],
        "summary": [],
        "sections": [],
        "claims": [],
        "references": [],
        "withheld": _withheld(abstention.withheld),
        "gaps": [],
        "concordance": [],
        "notices": list(abstention.notices),
        "glossary": [],
        "reading_grade": None,
        **_tail(abstention.question, None, abstention.provenance, abstention.usage),
    }


def _head(question: Question, outcome: Outcome) -> JsonObject:
    return {
        "schema_version": SCHEMA_VERSION,
        "question": question.text,
        "outcome": outcome,
        "audience": question.audience,
    }


def _tail(
    question: Question, review: Review | None, provenance: Provenance, usage: Usage
) -> JsonObject:
    """Return what follows the content. An abstention has nothing to review: its state is null."""
    return {
        "review": _review(review),
        "provenance": provenance_object(provenance),
        "usage": {
            "seconds": dict(usage.seconds),
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
            "cost": usage.cost,
        },
        "disclaimer": wording.disclaimer(question.audience),
    }


def _review(review: Review | None) -> JsonObject:
    approval = review and review.approval
    return {
        "state": review and review.state,
        "submitted_by": review and review.submitted_by,
        "reason": review and review.reason,
        "approval": approval
        and {
            "content_hash": approval.content_hash,
            "reviewer": approval.reviewer,
            "credential": approval.credential,
            "approved_at": approval.approved_at,
        },
    }


def provenance_object(provenance: Provenance) -> JsonObject:
    """Return what shaped an answer besides its sources."""
    return {
        "snapshot": provenance.snapshot,
        "prompts": dict(provenance.prompts),
        "composer": provenance.composer,
        "embedder": provenance.embedder,
        "verifier": provenance.verifier,
        "settings": provenance.settings,
        "version": provenance.version,
        "generated_at": provenance.generated_at,
    }


def _section(section: ArticleSection) -> JsonObject:
    return {
        "kind": "guidelines" if section.kind is Kind.GUIDELINE else "research",
        "title": section.title,
        "notice": section.notice,
        "blocks": [
            {"heading": block.heading, "style": block.style, "claims": list(block.claims)}
            for block in section.blocks
        ],
    }


def claim_object(claim: Claim) -> JsonObject:
    """Return one sentence with its citations and the verdict on it."""
    return {
        "id": claim.claim_id,
        "text": claim.text,
        "original": claim.original,
        "role": claim.role,
        "strength": _strength(claim.strength),
        "study": _study(claim.study),
        "citations": [_citation(citation) for citation in claim.citations],
        "verdict": _verdict(claim.verdict),
    }


def _glossary_entry(entry: GlossaryEntry) -> JsonObject:
    return {
        "term": entry.term,
        "meaning": entry.meaning,
        "citations": [_citation(citation) for citation in entry.citations],
    }


def _strength(strength: Strength | None) -> JsonObject | None:
    if strength is None:
        return None
    return {
        "grade": strength.grade,
        "certainty": strength.certainty,
        "origin": strength.origin,
    }


def _study(study: Study | None) -> JsonObject | None:
    if study is None:
        return None
    quotation = study.quotation and {
        "passage_id": study.quotation.passage_id,
        "start": study.quotation.start,
        "end": study.quotation.end,
    }
    return {"design": study.design, "size": study.size, "quotation": quotation}


def _citation(citation: Citation) -> JsonObject:
    return {
        "reference": citation.reference,
        "document_id": citation.document_id,
        "passage_id": citation.passage_id,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "page": citation.page,
        "section": citation.section,
        "directness": directness_object(citation.directness),
    }


def directness_object(directness: Directness) -> JsonObject:
    """Return whom a passage is about and what kind of study it reports."""
    return {
        "species": directness.species,
        "groups": list(directness.groups),
        "sex": directness.sex,
        "ages": list(directness.ages) if directness.ages else None,
        "design": directness.design,
        "size": directness.size,
    }


def _verdict(verdict: Verdict) -> JsonObject:
    return {
        "label": verdict.label,
        "score": verdict.score,
        "checks": [
            {"name": check.name, "passed": check.passed, "detail": check.detail}
            for check in verdict.checks
        ],
    }


def reference_object(reference: Reference) -> JsonObject:
    """Return one entry of a reference list."""
    return {
        "number": reference.number,
        "kind": reference.kind,
        "document_id": reference.document_id,
        "title": reference.title,
        "authors": list(reference.authors),
        "container": reference.container,
        "year": reference.year,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "pmcid": reference.pmcid,
        "url": bibliography.link_to(reference),
        "notices": list(reference.notices),
    }


def _withheld(withheld: tuple[Withheld, ...]) -> list[JsonObject]:
    return [{"text": item.text, "reason": item.reason} for item in withheld]
