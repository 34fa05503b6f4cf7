"""Strategies for any article and abstention that the gate could publish."""

from dataclasses import replace

from hypothesis import strategies as st

from ragqa.linguistics.work_addresses import work_address
from ragqa.schema.article import (
    Abstention,
    Article,
    ArticleSection,
    Block,
    Concordance,
    Gap,
    GlossaryEntry,
    Outcome,
    Reference,
    Style,
    Withheld,
)
from ragqa.schema.claim import (
    Check,
    Citation,
    Claim,
    ClaimRole,
    Label,
    Quotation,
    Strength,
    Study,
    Verdict,
)
from ragqa.schema.directness import Directness, Group, Sex, Species
from ragqa.schema.provenance import Provenance, Usage
from ragqa.schema.question import Audience, Question
from ragqa.schema.review import UNREAD, Approval, Review, ReviewState, content_hash
from ragqa.schema.source import Design, Kind

TEXTS = st.text(max_size=12)
_MAYBE = st.none() | TEXTS
_COUNTS = st.integers(0, 10**9)
_FEW = 3

_QUESTIONS = st.builds(Question, text=TEXTS, audience=st.sampled_from(Audience))
_PROVENANCE = st.builds(
    Provenance,
    snapshot=TEXTS,
    prompts=st.lists(st.tuples(TEXTS, TEXTS), max_size=_FEW, unique_by=lambda pair: pair[0]).map(
        tuple
    ),
    composer=TEXTS,
    embedder=TEXTS,
    verifier=TEXTS,
    settings=TEXTS,
    version=TEXTS,
    generated_at=TEXTS,
)
_USAGE = st.builds(
    Usage,
    seconds=st.lists(
        st.tuples(TEXTS, st.floats(0, 1e6)), max_size=_FEW, unique_by=lambda pair: pair[0]
    ).map(tuple),
    prompt_tokens=_COUNTS,
    completion_tokens=_COUNTS,
    cost=st.floats(0, 1e6),
)
_WITHHELD = st.lists(st.builds(Withheld, text=TEXTS, reason=TEXTS), max_size=_FEW).map(tuple)
_NOTICES = st.lists(TEXTS, max_size=_FEW).map(tuple)
_REFERENCES = st.builds(
    Reference,
    number=st.integers(1, _FEW),
    kind=st.sampled_from(Kind),
    document_id=TEXTS,
    title=TEXTS,
    authors=_NOTICES,
    container=_MAYBE,
    year=st.none() | st.integers(1000, 3000),
    doi=_MAYBE,
    pmid=_MAYBE,
    pmcid=_MAYBE,
    url=st.sampled_from((None, "javascript:x", "http://x.example/a b?c=é#d", "https://x.example")),
    notices=_NOTICES,
)
_CITATIONS = st.builds(
    Citation,
    reference=st.integers(1, _FEW),
    document_id=TEXTS,
    passage_id=TEXTS,
    start=_COUNTS,
    end=_COUNTS,
    quote=TEXTS,
    page=st.none() | _COUNTS,
    section=TEXTS,
    directness=st.builds(
        Directness,
        species=st.none() | st.sampled_from(Species),
        groups=st.lists(st.sampled_from(Group), max_size=_FEW).map(tuple),
        sex=st.none() | st.sampled_from(Sex),
        ages=st.none() | st.tuples(_COUNTS, _COUNTS),
        design=st.none() | st.sampled_from(Design),
        size=st.none() | _COUNTS,
    ),
)
_CLAIMS = st.builds(
    Claim,
    claim_id=st.sampled_from(("c1", "c2", "c3")),
    text=TEXTS,
    role=st.sampled_from(ClaimRole),
    strength=st.none() | st.builds(Strength, grade=_MAYBE, certainty=_MAYBE, origin=_MAYBE),
    study=st.none()
    | st.builds(
        Study,
        design=_MAYBE,
        size=_MAYBE,
        quotation=st.none() | st.builds(Quotation, passage_id=TEXTS, start=_COUNTS, end=_COUNTS),
    ),
    citations=st.lists(_CITATIONS, max_size=_FEW).map(tuple),
    original=_MAYBE,
    verdict=st.builds(
        Verdict,
        label=st.sampled_from(Label),
        score=st.floats(0, 1),
        checks=st.lists(
            st.builds(Check, name=TEXTS, passed=st.booleans(), detail=TEXTS), max_size=_FEW
        ).map(tuple),
    ),
)

_ENTRIES = st.builds(
    GlossaryEntry,
    term=TEXTS,
    meaning=TEXTS,
    citations=st.lists(_CITATIONS, max_size=2).map(tuple),
)


def _followable(reference: Reference) -> Reference:
    """Return the reference with the address that the gate gives it."""
    address = work_address(
        doi=reference.doi, pmid=reference.pmid, pmcid=reference.pmcid, url=reference.url
    )
    return replace(reference, url=address)


def _reference_lists(size: int) -> st.SearchStrategy[tuple[Reference, ...]]:
    return st.lists(_REFERENCES, min_size=size, max_size=size).map(
        lambda works: tuple(
            replace(_followable(work), number=number) for number, work in enumerate(works, start=1)
        )
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any article whose layout and citations name what it holds."""
    claims = draw(st.lists(_CLAIMS, min_size=1, max_size=3, unique_by=lambda one: one.claim_id))
    names = st.sampled_from([claim.claim_id for claim in claims])
    laid_out = st.lists(names, max_size=_FEW).map(tuple)
    blocks = st.builds(Block, heading=_MAYBE, style=st.sampled_from(Style), claims=laid_out)
    sections = st.builds(
        ArticleSection,
        kind=st.sampled_from(Kind),
        notice=_MAYBE,
        blocks=st.lists(blocks, max_size=2).map(tuple),
    )
    pairs = st.builds(Concordance, guideline=names, research=names, relation=TEXTS)
    article = Article(
        question=draw(_QUESTIONS),
        outcome=draw(st.sampled_from((Outcome.ANSWERED, Outcome.PARTIAL))),
        notices=draw(_NOTICES),
        summary=draw(laid_out),
        sections=draw(st.lists(sections, max_size=2).map(tuple)),
        claims=tuple(claims),
        references=draw(_reference_lists(_FEW)),
        withheld=draw(_WITHHELD),
        gaps=draw(st.lists(st.builds(Gap, question=TEXTS, reason=TEXTS), max_size=2).map(tuple)),
        concordance=draw(st.lists(pairs, max_size=2).map(tuple)),
        review=UNREAD,
        provenance=draw(_PROVENANCE),
        usage=draw(_USAGE),
        glossary=draw(st.lists(_ENTRIES, max_size=2).map(tuple)),
        reading_grade=draw(st.none() | st.floats(-5, 40)),
    )
    return replace(article, review=draw(_reviews(article)))


def _reviews(article: Article) -> st.SearchStrategy[Review]:
    """Any review of this very text."""
    approvals = st.builds(
        Approval,
        content_hash=st.just(content_hash(article)),
        reviewer=TEXTS,
        credential=TEXTS,
        approved_at=TEXTS,
    )
    pending = [state for state in ReviewState if state is not ReviewState.APPROVED]
    return st.builds(
        Review,
        state=st.sampled_from(pending),
        submitted_by=_MAYBE,
        reason=_MAYBE,
        approval=st.none(),
    ) | st.builds(
        Review,
        state=st.just(ReviewState.APPROVED),
        submitted_by=_MAYBE,
        reason=_MAYBE,
        approval=approvals,
    )


def abstentions() -> st.SearchStrategy[Abstention]:
    """Any abstention."""
    return st.builds(
        Abstention,
        question=_QUESTIONS,
        reason=TEXTS,
        notices=_NOTICES,
        nearest=_reference_lists(2),
        withheld=_WITHHELD,
        provenance=_PROVENANCE,
        usage=_USAGE,
    )
