"""Lays the sentences that passed out as an article: summary, two sections, references."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ragqa.schema.article import ArticleSection, Block, Draft, DraftSection, Reference
from ragqa.schema.claim import Citation, Claim, ClaimId, DraftClaim
from ragqa.schema.source import Kind
from ragqa.verification.attribution import Attributed
from ragqa.verification.quotes import Quote
from ragqa.verification.references import Cited, numbering, reference_list
from ragqa.verification.strength import stated_strength

ORDER = (Kind.GUIDELINE, Kind.RESEARCH)
"""The sections of every article, in reading order."""

NO_EVIDENCE = {
    Kind.GUIDELINE: "No guideline among the indexed sources answers this question.",
    Kind.RESEARCH: "No research among the indexed sources answers this question.",
}
IN_SUMMARY = {
    Kind.GUIDELINE: "What the guidelines say is in the direct answer above.",
    Kind.RESEARCH: "What the research says is in the direct answer above.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The body of an article. `promoted`: a section lent the summary its first sentence."""

    summary: tuple[ClaimId, ...]
    promoted: bool
    sections: tuple[ArticleSection, ...]
    claims: tuple[Claim, ...]
    references: tuple[Reference, ...]


def lay_out(draft: Draft, passed: Mapping[ClaimId, Attributed]) -> Layout:
    """Order and number what passed; a sentence drafted twice is printed where it comes first.

    Where no sentence of the summary passed, the first of the first section moves up, so that
    there is always a direct answer.
    """
    summary = _kept(draft.summary, passed, frozenset())
    sections = _sections(draft, passed, frozenset(summary))
    promoted = not summary and bool(passed)
    if promoted:
        summary = next(block.claims[:1] for section in sections for block in section.blocks)
        sections = _sections(draft, passed, frozenset(summary))
    order = [*summary, *(c for s in sections for block in s.blocks for c in block.claims)]
    attributed = [passed[claim_id] for claim_id in order]
    cited = [_cited(quote) for item in attributed for quote in item.quotes]
    numbers = numbering(source for _, source in cited)
    return Layout(
        summary=summary,
        promoted=promoted,
        sections=_with_notices(draft, sections, [passed[claim_id] for claim_id in summary]),
        claims=tuple(_claim(item, numbers) for item in attributed),
        references=reference_list(cited, numbers),
    )


def sections_of(draft: Draft, kind: Kind) -> list[DraftSection]:
    """Return the sections of a draft that are of one kind."""
    return [section for section in draft.sections if section.kind is kind]


def _kept(
    claims: Sequence[DraftClaim], passed: Mapping[ClaimId, Attributed], said: Iterable[ClaimId]
) -> tuple[ClaimId, ...]:
    """Return the ids of the claims that passed and were not printed before, each once."""
    before = set(said)
    ids = dict.fromkeys(claim.claim_id for claim in claims)
    return tuple(claim_id for claim_id in ids if claim_id in passed and claim_id not in before)


def _sections(
    draft: Draft, passed: Mapping[ClaimId, Attributed], said: frozenset[ClaimId]
) -> tuple[ArticleSection, ...]:
    """Return both sections without empty blocks and without what was said before."""
    printed = set(said)
    sections = []
    for kind in ORDER:
        blocks = []
        for drafted in (block for part in sections_of(draft, kind) for block in part.blocks):
            claims = _kept(drafted.claims, passed, printed)
            printed.update(claims)
            if claims:
                blocks.append(Block(heading=drafted.heading, style=drafted.style, claims=claims))
        sections.append(ArticleSection(kind=kind, notice=None, blocks=tuple(blocks)))
    return tuple(sections)


def _with_notices(
    draft: Draft, sections: Sequence[ArticleSection], summary: Sequence[Attributed]
) -> tuple[ArticleSection, ...]:
    """Say of a section that holds nothing why it does; keep the composer's words elsewhere."""
    answering = {quote.source.kind for item in summary for quote in item.quotes}
    return tuple(
        ArticleSection(
            kind=section.kind,
            notice=_drafted_notice(draft, section.kind)
            if section.blocks
            else (IN_SUMMARY if section.kind in answering else NO_EVIDENCE)[section.kind],
            blocks=section.blocks,
        )
        for section in sections
    )


def _drafted_notice(draft: Draft, kind: Kind) -> str | None:
    return next((part.notice for part in sections_of(draft, kind) if part.notice), None)


def _cited(quote: Quote) -> Cited:
    return quote.passage.document_id, quote.source


def _claim(item: Attributed, numbers: Mapping[str, int]) -> Claim:
    return Claim(
        claim_id=item.draft.claim_id,
        text=item.draft.text,
        role=item.draft.role,
        strength=stated_strength(item.draft.strength, item.quotes),
        study=item.study,
        citations=tuple(citation_of(q, numbers[q.source.work_key]) for q in item.quotes),
        verdict=item.verdict,
    )


def citation_of(quote: Quote, number: int) -> Citation:
    """Return a quote as an article cites it, its work under this number."""
    return Citation(
        reference=number,
        document_id=quote.passage.document_id,
        passage_id=quote.passage.passage_id,
        start=quote.quotation.start,
        end=quote.quotation.end,
        quote=quote.text,
        page=quote.page,
        section=" › ".join(quote.passage.section),
        directness=quote.passage.directness,
    )
