"""/v1/verify and /v1/lint: claims and articles that somebody else wrote."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field, field_validator

from ragqa.api.bodies import Body
from ragqa.api.callers import Anybody
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.checking import BareClaim
from ragqa.linting.findings import Code
from ragqa.linting.source_list import SourceRows, known_sources
from ragqa.rendering.rows_as_json import verdict_row
from ragqa.schema.claim import Label

router = APIRouter(tags=["check"])

MOST_PAIRS = 100
LONGEST_CLAIM = 2_000
LONGEST_EVIDENCE = 20_000
LONGEST_ARTICLE = 400_000
MOST_SOURCES = 500


class Pair(Body):
    """A claim and the evidence that is said to support it."""

    id: Annotated[
        str | int, Field(description="Comes back with the verdict.", union_mode="left_to_right")
    ]
    claim: Annotated[str, Field(max_length=LONGEST_CLAIM)]
    evidence: Annotated[str, Field(max_length=LONGEST_EVIDENCE)]


class VerifyRequest(Body):
    """Pairs to be checked one by one."""

    pairs: Annotated[list[Pair], Field(min_length=1, max_length=MOST_PAIRS)]


class VerifyRow(Body):
    """Whether the evidence supports the claim; the score lies in [0, 1]."""

    id: str | int
    label: Label
    score: float
    reasons: list[str] = Field(description="One sentence for each check that failed.")


class VerifyResponse(Body):
    """One row for each pair, in order."""

    results: list[VerifyRow]


class LintRequest(Body):
    """An article, and what is known of the sources that it may cite."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_ARTICLE,
            description="Plain text, Markdown, HTML, or the JSON of an answer.",
        ),
    ]
    sources: Annotated[
        SourceRows,
        Field(
            description="As the file of `ragqa lint --sources`, but that `text` of a source is "
            "what the source says."
        ),
    ] = SourceRows()

    @field_validator("text")
    @classmethod
    def _holds_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("it is empty")
        return text

    @field_validator("sources")
    @classmethod
    def _not_too_many(cls, sources: SourceRows) -> SourceRows:
        if len(sources.sources) > MOST_SOURCES:
            raise ValueError(f"it has more than {MOST_SOURCES} sources")
        return sources


class LintFinding(Body):
    """One fault; lines count from 1."""

    code: Code
    line: int
    message: str


class LintResponse(Body):
    """All faults, by line."""

    findings: list[LintFinding]


@router.post("/verify", response_model=VerifyResponse)
async def verify(asked: VerifyRequest, desk: AtDesk, _: Anybody) -> JSONResponse:
    """Check claims against their evidence.

    The checks are those that every sentence of an article is put to; no index is asked.
    """
    claims = [BareClaim(claim=one.claim, evidence=one.evidence) for one in asked.pairs]
    verdicts = await desk.checking.verify(claims)
    rows = [
        {"id": pair.id, **verdict_row(verdict)}
        for pair, verdict in zip(asked.pairs, verdicts, strict=True)
    ]
    return JSONResponse({"results": rows})


@router.post("/lint", response_model=LintResponse)
async def lint(asked: LintRequest, desk: AtDesk, _: Anybody) -> JSONResponse:
    """Find faults of references and citations in an article.

    Dangling numbers, unused or duplicate references, works that were superseded or retracted,
    statements without a citation, sentences that contradict each other.
    """
    known = known_sources(asked.sources, name="", text_of=lambda text, _: text)
    found = await desk.checking.lint(asked.text, known)
    return JSONResponse({"findings": [asdict(one) for one in found]})
