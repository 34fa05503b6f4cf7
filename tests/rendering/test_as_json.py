"""The JSON form against its contract, written out once more as models that allow nothing else."""

import json
from typing import Literal

import pytest
from hypothesis import given, settings
from pydantic import BaseModel, ConfigDict

from ragqa.rendering.as_json import render_json
from ragqa.schema.article import DISCLAIMER, Abstention, Article
from tests.rendering.hostile import HOSTILE, hostile_abstention, hostile_article
from tests.rendering.samples import ABSTENTION, ARTICLE


class Contract(BaseModel):
    """No key more, no key less."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ContractCheck(Contract):
    name: str
    passed: bool
    detail: str


class ContractVerdict(Contract):
    label: Literal["SUPPORTED", "CONTRADICTED", "NOT_ENOUGH_INFO"]
    score: float
    checks: list[ContractCheck]


class ContractDirectness(Contract):
    species: str | None
    groups: list[str]
    sex: str | None
    ages: list[int] | None
    design: str | None
    size: int | None


class ContractCitation(Contract):
    reference: int
    document_id: str
    passage_id: str
    start: int
    end: int
    quote: str
    page: int | None
    section: str
    directness: ContractDirectness


class ContractStrength(Contract):
    grade: str | None
    certainty: str | None
    origin: str | None


class ContractQuotation(Contract):
    passage_id: str
    start: int
    end: int


class ContractStudy(Contract):
    design: str | None
    size: str | None
    quotation: ContractQuotation | None


class ContractClaim(Contract):
    id: str
    text: str
    original: str | None
    role: Literal["answer", "recommendation", "finding", "background"]
    strength: ContractStrength | None
    study: ContractStudy | None
    citations: list[ContractCitation]
    verdict: ContractVerdict


class ContractBlock(Contract):
    heading: str | None
    style: Literal["paragraph", "bullets"]
    claims: list[str]


class ContractSection(Contract):
    kind: Literal["guidelines", "research"]
    title: str
    notice: str | None
    blocks: list[ContractBlock]


class ContractReference(Contract):
    number: int
    kind: Literal["guideline", "research"]
    document_id: str
    title: str
    authors: list[str]
    container: str | None
    year: int | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    url: str | None
    notices: list[str]


class ContractWithheld(Contract):
    text: str
    reason: str


class ContractGap(Contract):
    question: str
    reason: str


class ContractConcordance(Contract):
    guideline: str
    research: str
    relation: str


class ContractGlossaryEntry(Contract):
    term: str
    meaning: str
    citations: list[ContractCitation]


class ContractApproval(Contract):
    content_hash: str
    reviewer: str
    credential: str
    approved_at: str


class ContractReview(Contract):
    state: Literal["submitted", "under review", "sent back", "approved"] | None
    submitted_by: str | None
    reason: str | None
    approval: ContractApproval | None


class ContractProvenance(Contract):
    snapshot: str
    prompts: dict[str, str]
    composer: str
    embedder: str
    verifier: str
    settings: str
    version: str
    generated_at: str


class ContractUsage(Contract):
    seconds: dict[str, float]
    prompt_tokens: int
    completion_tokens: int
    cost: float


class ContractArticle(Contract):
    schema_version: Literal[1]
    question: str
    outcome: Literal["answered", "partial", "abstained"]
    audience: Literal["clinician", "trainee", "patient"]
    summary: list[str]
    sections: list[ContractSection]
    claims: list[ContractClaim]
    references: list[ContractReference]
    withheld: list[ContractWithheld]
    gaps: list[ContractGap]
    concordance: list[ContractConcordance]
    notices: list[str]
    glossary: list[ContractGlossaryEntry]
    reading_grade: float | None
    review: ContractReview
    provenance: ContractProvenance
    usage: ContractUsage
    disclaimer: str


class ContractAbstention(ContractArticle):
    reason: str
    nearest: list[ContractReference]


def test_an_article_keeps_the_contract() -> None:
    read = ContractArticle.model_validate_json(render_json(ARTICLE))
    assert read.question == ARTICLE.question.text
    assert [section.kind for section in read.sections] == ["guidelines", "research"]
    assert read.provenance.prompts == {"compose_answer": "sha256:0f1e"}
    assert read.usage.seconds == {"retrieval": 0.04, "composition": 0.2, "verification": 0.1}
    assert read.review.state == "submitted"
    assert read.disclaimer == DISCLAIMER


def test_an_abstention_has_the_same_keys_and_its_reason_and_nearest_sources() -> None:
    read = ContractAbstention.model_validate_json(render_json(ABSTENTION))
    assert read.outcome == "abstained"
    assert read.reason == ABSTENTION.reason
    assert [reference.title for reference in read.nearest] == [
        reference.title for reference in ABSTENTION.nearest
    ]
    for left_empty in (read.summary, read.sections, read.claims, read.references, read.gaps):
        assert left_empty == []
    assert read.review.state is None


def test_every_claim_named_in_the_layout_is_listed() -> None:
    read = ContractArticle.model_validate_json(render_json(ARTICLE))
    blocks = [block for section in read.sections for block in section.blocks]
    named = {*read.summary, *(name for block in blocks for name in block.claims)}
    assert named <= {claim.id for claim in read.claims}


@given(HOSTILE)
@settings(max_examples=40)
def test_any_text_comes_back_exactly(text: str) -> None:
    article = ContractArticle.model_validate_json(render_json(hostile_article(text)))
    assert article.question == text
    assert {claim.text for claim in article.claims} == {text}
    assert {c.quote for claim in article.claims for c in claim.citations} == {text}
    assert {reference.title for reference in article.references} == {text}
    abstention = ContractAbstention.model_validate_json(render_json(hostile_abstention(text)))
    assert abstention.reason == text


@pytest.mark.parametrize("answer", [ARTICLE, ABSTENTION])
def test_the_output_is_one_json_object_and_a_line_feed(answer: Article | Abstention) -> None:
    printed = render_json(answer)
    assert printed.endswith("}\n")
    assert isinstance(json.loads(printed), dict)
