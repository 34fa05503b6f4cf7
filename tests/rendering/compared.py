"""Two versions of the sample article between which claims changed in every way."""

from dataclasses import replace

from ragqa.library.claim_diff import claim_diff
from ragqa.schema.article import Article, Gap
from ragqa.schema.claim import Claim, ClaimId
from ragqa.schema.claim_diff import ClaimDiff
from tests.rendering.hostile import hostile_article
from tests.rendering.samples import ARTICLE, CLAIMS, REFERENCES, citation, claim

_WORDS = {
    "screening": ("is not recommended", "is recommended"),
    "dose": ("1,000 mg", "500 mg"),
    "answer": ("most adults", "some adults"),
    "trial": ("placebo", "drug B"),
    "pooled": ("symptom scores", "the symptom scores"),
}
FRESH = claim("fresh", "Exercise helps sleep.", citation(4, "Exercise helps sleep.", "Results"))
KEPT = claim("kept", "Condition X is common.", citation(1, "Condition X is common.", "Background"))
_GUIDELINES = ARTICLE.sections[0]
# One claim alone has a place on the page, and leaves it.
BEFORE = replace(
    ARTICLE,
    summary=(),
    sections=(replace(_GUIDELINES, blocks=_GUIDELINES.blocks[:1]),),
    claims=(*CLAIMS, KEPT),
    concordance=(),
)


def _changed(one: Claim) -> Claim:
    if one.claim_id == "both":
        return replace(one, claim_id=ClaimId("both-2"), citations=one.citations[:1])
    if one.claim_id in _WORDS:
        text = one.text.replace(*_WORDS[one.claim_id])
        return replace(one, text=text, claim_id=ClaimId(f"{one.claim_id}-2"))
    return one


AFTER = replace(
    BEFORE,
    notices=(),
    sections=(),
    claims=(*(_changed(one) for one in CLAIMS if one.claim_id != "older"), KEPT, FRESH),
    references=(
        *REFERENCES[:2],
        replace(REFERENCES[2], notices=("Retracted in 2026",)),
        REFERENCES[3],
    ),
    gaps=(Gap(question=ARTICLE.gaps[0].question, reason="Two sources disagree."),),
    provenance=replace(ARTICLE.provenance, generated_at="2026-11-20T03:10:00+00:00"),
)
DIFF = claim_diff(BEFORE, AFTER)


def hostile_diff(text: str) -> ClaimDiff:
    """Return a comparison in which every text is this one, and every claim came or went."""
    article = hostile_article(text)
    return claim_diff(_as(article, "before"), _as(replace(article, references=()), "after"))


def _as(article: Article, name: str) -> Article:
    claims = tuple(
        replace(one, claim_id=ClaimId(f"{name}-{one.claim_id}"), citations=one.citations[:at])
        for at, one in enumerate(article.claims)
    )
    return replace(article, claims=claims, summary=(), sections=(), concordance=())
