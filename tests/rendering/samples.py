"""Articles to render: synthetic medicine, with everything that an article can hold."""

from dataclasses import replace

from ragqa.schema.article import (
    Abstention,
    Article,
    ArticleSection,
    Block,
    Concordance,
    Gap,
    Outcome,
    Reference,
    Style,
    Withheld,
)
from ragqa.schema.claim import (
    Check,
    Citation,
    Claim,
    ClaimId,
    ClaimRole,
    Label,
    Strength,
    Study,
    Verdict,
)
from ragqa.schema.document import DocumentId, PassageId
from ragqa.schema.provenance import Provenance, Usage
from ragqa.schema.question import Question
from ragqa.schema.review import UNREAD, Approval, Review, ReviewState, content_hash
from ragqa.schema.source import Kind

PROVENANCE = Provenance(
    snapshot="7f3a9c51e2d84b06aa12",
    prompts=(("compose_answer", "sha256:0f1e"),),
    composer="extractive",
    embedder="all-MiniLM-L6-v2@53aa5117",
    verifier="lexical-1",
    settings="sha256:77aa",
    version="0.1.0",
    generated_at="2026-03-05T09:30:00+00:00",
)
USAGE = Usage(
    seconds=(("retrieval", 0.04), ("composition", 0.2), ("verification", 0.1)),
    prompt_tokens=0,
    completion_tokens=0,
    cost=0.0,
)
SUPPORTED = Verdict(
    label=Label.SUPPORTED,
    score=0.97,
    checks=(
        Check(name="quote", passed=True, detail=""),
        Check(name="quantities", passed=True, detail=""),
    ),
)


def reference(number: int, kind: Kind, title: str, **known: object) -> Reference:
    """Return a reference with what is `known` of it, the rest absent."""
    bare = Reference(
        number=number,
        kind=kind,
        document_id=DocumentId(f"d{number}"),
        title=title,
        authors=(),
        container=None,
        year=None,
        doi=None,
        pmid=None,
        pmcid=None,
        url=None,
        notices=(),
    )
    return replace(bare, **known)  # type: ignore[arg-type]  # fields by name


def citation(number: int, quote: str, section: str, page: int | None = None) -> Citation:
    """Return a citation of `quote` from the work with this number."""
    return Citation(
        reference=number,
        document_id=DocumentId(f"d{number}"),
        passage_id=PassageId(f"{number:016x}"),
        start=100,
        end=100 + len(quote),
        quote=quote,
        page=page,
        section=section,
    )


def claim(
    name: str,
    text: str,
    *citations: Citation,
    role: ClaimRole = ClaimRole.FINDING,
    strength: Strength | None = None,
    study: Study | None = None,
) -> Claim:
    """Return a supported claim."""
    return Claim(
        claim_id=ClaimId(name),
        text=text,
        role=role,
        strength=strength,
        study=study,
        citations=citations,
        verdict=SUPPORTED,
    )


CLAIMS = (
    claim(
        "answer",
        "Low tissue stores of mineral M, rather than a low blood count, account for the symptoms "
        "of condition X in most adults.",
        citation(
            1,
            "In most adults with condition X the symptoms follow from low tissue stores of "
            "mineral M and not from a low blood count.",
            "Background",
            4,
        ),
        role=ClaimRole.ANSWER,
    ),
    claim(
        "lead",
        "Adults with condition X should have their serum level of mineral M measured before "
        "treatment is chosen.",
        citation(
            1,
            "We recommend that the serum level of mineral M be measured in every adult with "
            "condition X before treatment is chosen.",
            "Recommendations",
            7,
        ),
        role=ClaimRole.RECOMMENDATION,
        strength=Strength(grade="strong", certainty="moderate", origin=None),
    ),
    claim(
        "dose",
        "Drug A 1,000 mg as a single infusion is suggested for adults whose serum level is below "
        "75 µg/L.",
        citation(
            1,
            "For adults with a serum level below 75 µg/L the panel suggests drug A 1,000 mg as a "
            "single infusion.",
            "Recommendations",
            8,
        ),
        role=ClaimRole.RECOMMENDATION,
        strength=Strength(grade="conditional", certainty="low", origin=None),
    ),
    claim(
        "screening",
        "Routine screening of adults without symptoms is not recommended.",
        citation(
            2,
            "The task force recommends against routine screening for condition X in adults "
            "without symptoms.",
            "Recommendation statement",
        ),
        role=ClaimRole.RECOMMENDATION,
        strength=Strength(grade="D", certainty=None, origin="National Task Force"),
    ),
    claim(
        "pooled",
        "Drug A lowered symptom scores more than placebo (mean difference −3.78, 95 % CI −6.25 to "
        "−1.31).",
        citation(
            3,
            "Drug A was better than placebo on the symptom score (MD -3.78, 95% CI -6.25 to "
            "-1.31; 10 studies, 428 participants).",
            "Main results",
        ),
        study=Study(design="systematic review", size="428 participants", quotation=None),
    ),
    claim(
        "trial",
        "At 12 weeks 61 of 104 adults given drug A had responded, against 37 of 102 given placebo.",
        citation(4, "Response at week 12: 61/104 (drug A) and 37/102 (placebo).", "Results", 3),
        study=Study(design="randomised controlled trial", size="206 adults", quotation=None),
    ),
    claim(
        "older",
        "An earlier version of the review found too few trials to judge drug A.",
        citation(
            5, "There was insufficient evidence to determine whether drug A helps.", "Conclusions"
        ),
    ),
    claim(
        "both",
        "Nausea was the commonest adverse event of drug A.",
        citation(3, "Nausea was the most frequently reported adverse event.", "Adverse events"),
        citation(4, "The most common adverse event was nausea (12 of 104).", "Results", 4),
    ),
)

REFERENCES = (
    reference(
        1,
        Kind.GUIDELINE,
        "Treatment of condition X in adults: a clinical practice guideline",
        authors=("Roe, Anna B.", "Doe, John", "Poe C", "Loe D", "Moe E", "Noe F", "Voe G"),
        container="Journal of Condition X",
        year=2025,
        doi="10.1000/x.2025.001",
        pmid="39000001",
        notices=("Digest of the source",),
    ),
    reference(
        2,
        Kind.GUIDELINE,
        "Screening for condition X: recommendation statement",
        authors=("National Task Force",),
        year=2023,
        url="https://example.org/condition-x",
    ),
    reference(
        3,
        Kind.RESEARCH,
        "Drug A for condition X",
        authors=("Trot L", "Aur S"),
        container="Reviews of Evidence",
        year=2019,
        doi="10.1000/rev.pub3",
        pmid="30000003",
        pmcid="PMC6300003",
    ),
    reference(
        4,
        Kind.RESEARCH,
        "Does drug A relieve condition X?",
        authors=("Allen, R.",),
        container="Sleepless Medicine",
        year=2024,
        pmid="38000004",
        notices=("Abstract only", "Corrected by doi:10.1000/erratum.4"),
    ),
    reference(
        5,
        Kind.RESEARCH,
        "Drug A for condition X (first version)",
        authors=("Trot L",),
        container="Reviews of Evidence",
        year=2012,
        doi="10.1000/rev.pub2",
        notices=("Superseded by doi:10.1000/rev.pub3",),
    ),
)


def block(heading: str | None, style: Style, *claims: str) -> Block:
    """Return a block of the claims with these ids."""
    return Block(heading=heading, style=style, claims=tuple(map(ClaimId, claims)))


ARTICLE = Article(
    question=Question(text="Is it a low blood count or another factor that causes condition X?"),
    outcome=Outcome.PARTIAL,
    notices=("The language model did not answer in time; this is the extractive article.",),
    summary=(ClaimId("answer"),),
    sections=(
        ArticleSection(
            kind=Kind.GUIDELINE,
            notice=None,
            blocks=(
                block(None, Style.PARAGRAPH, "lead"),
                block(None, Style.BULLETS, "dose", "screening"),
            ),
        ),
        ArticleSection(
            kind=Kind.RESEARCH,
            notice="The evidence is in adults only.",
            blocks=(
                block("Symptoms", Style.BULLETS, "pooled", "trial", "older"),
                block("Adverse events", Style.BULLETS, "both"),
            ),
        ),
    ),
    claims=CLAIMS,
    references=REFERENCES,
    withheld=(
        Withheld(
            text="Drug A cures condition X in 90 % of adults.",
            reason="“90 %” does not stand in the passage it cites.",
        ),
    ),
    gaps=(
        Gap(question="Does drug A help children?", reason="No indexed source studied children."),
    ),
    concordance=(
        Concordance(guideline=ClaimId("dose"), research=ClaimId("pooled"), relation="agree"),
    ),
    review=UNREAD,
    provenance=PROVENANCE,
    usage=USAGE,
)

REVIEWS = {
    ReviewState.SUBMITTED: UNREAD,
    ReviewState.UNDER_REVIEW: Review(
        state=ReviewState.UNDER_REVIEW, submitted_by="Eve Editor", reason=None, approval=None
    ),
    ReviewState.SENT_BACK: Review(
        state=ReviewState.SENT_BACK,
        submitted_by="Eve Editor",
        reason="The dose of drug A needs its duration.",
        approval=None,
    ),
    ReviewState.APPROVED: Review(
        state=ReviewState.APPROVED,
        submitted_by="Eve Editor",
        reason=None,
        approval=Approval(
            content_hash=content_hash(ARTICLE),
            reviewer="Ann Roe",
            credential="MD",
            approved_at="2026-03-09T12:00:00+00:00",
        ),
    ),
}
"""One review for each state, of `ARTICLE` as it is."""

ABSTENTION = Abstention(
    question=Question(text="What is the capital of country Y?"),
    reason="None of the 30 indexed documents speaks of country Y.",
    notices=(),
    nearest=(REFERENCES[1], REFERENCES[4]),
    withheld=(),
    provenance=PROVENANCE,
    usage=USAGE,
)
