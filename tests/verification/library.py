"""A small library in memory that satisfies the gate's lookup, and drafts made from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ragqa.linguistics.directness import directness_of
from ragqa.schema.article import Draft, DraftBlock, DraftSection, Gap, Style
from ragqa.schema.claim import ClaimRole, DraftClaim, Quotation, Strength, Study
from ragqa.schema.document import (
    Document,
    DocumentId,
    Page,
    Passage,
    PassageId,
    Section,
    SectionRole,
    passage_id_for,
)
from ragqa.schema.provenance import Provenance, Usage
from ragqa.schema.question import Question
from ragqa.schema.source import Access, Kind, KindBasis, Relation, Source

PROVENANCE = Provenance(
    snapshot="s", prompts=(), composer="c", embedder="e", verifier="", settings="",
    version="0", generated_at="2026-01-01T00:00:00+00:00",
)  # fmt: skip
USAGE = Usage(seconds=(), prompt_tokens=0, completion_tokens=0, cost=0.0)


def source(title: str, kind: Kind = Kind.RESEARCH, **changes: object) -> Source:
    plain = Source(
        title=title, kind=kind, kind_basis=KindBasis.METADATA, authors=("Roe A",),
        organisation=None, container="Journal X", year=2020, doi=None, pmid=None, pmcid=None,
        url=None, access=Access.ABSTRACT, design=None, population=None, grade=None, relations=(),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def related(standing: str, other: str) -> tuple[Relation, ...]:
    from ragqa.schema.source import Standing

    return (Relation(standing=Standing(standing), other=other),)


@dataclass(frozen=True)
class Library:
    """One passage for each document, holding all of its text."""

    documents: dict[DocumentId, Document]
    held: dict[PassageId, Passage]

    def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        return [self.held[passage_id] for passage_id in ids]

    def sources(self, ids: Collection[DocumentId]) -> dict[DocumentId, Source]:
        return {document_id: self.documents[document_id].source for document_id in ids}

    def document(self, document_id: DocumentId) -> Document:
        return self.documents[document_id]


def library(*works: tuple[Source, str]) -> Library:
    documents, held = {}, {}
    for index, (work, text) in enumerate(works):
        document_id = DocumentId(f"d{index}")
        body = Section(path=("Results",), role=SectionRole.BODY, start=0, body=0, end=len(text))
        documents[document_id] = Document(
            document_id=document_id, source=work, text=text, sections=(body,),
            pages=(Page(number=3, start=0, end=len(text)),),
        )  # fmt: skip
        passage = Passage(
            passage_id=passage_id_for(document_id, 0, text), document_id=document_id, text=text,
            start=0, end=len(text), section=("Results",), page=3, sentences=(),
            directness=directness_of(work, text),
        )  # fmt: skip
        held[passage.passage_id] = passage
    return Library(documents=documents, held=held)


def quotation(shelf: Library, words: str) -> Quotation:
    """Point at `words` in the first passage that holds them."""
    passage = next(p for p in shelf.held.values() if words in p.text)
    start = passage.text.index(words)
    return Quotation(passage_id=passage.passage_id, start=start, end=start + len(words))


def claim(
    shelf: Library,
    text: str,
    *quotes: str,
    strength: Strength | None = None,
    study: Study | None = None,
) -> DraftClaim:
    """Draft `text`, resting on `quotes`, or on its own words where none are given."""
    return DraftClaim(
        text=text, role=ClaimRole.FINDING, strength=strength, study=study,
        quotations=tuple(quotation(shelf, quote) for quote in quotes or (text,)),
    )  # fmt: skip


def draft(
    summary: Sequence[DraftClaim] = (),
    guidelines: Sequence[DraftClaim] = (),
    research: Sequence[DraftClaim] = (),
    gaps: Sequence[Gap] = (),
) -> Draft:
    return Draft(
        question=Question(text="Does drug A help?"), composer="test", prompts=(),
        summary=tuple(summary),
        sections=(
            _section(Kind.RESEARCH, research),  # drafted out of order on purpose
            _section(Kind.GUIDELINE, guidelines),
        ),
        gaps=tuple(gaps),
    )  # fmt: skip


def _section(kind: Kind, claims: Sequence[DraftClaim]) -> DraftSection:
    blocks = [DraftBlock(heading=None, style=Style.BULLETS, claims=(item,)) for item in claims]
    return DraftSection(kind=kind, notice=None, blocks=tuple(blocks))
