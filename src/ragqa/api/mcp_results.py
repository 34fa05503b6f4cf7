"""What the tools of the MCP server give back; their JSON Schema is told to its callers."""

from pydantic import BaseModel, ConfigDict, Field

from ragqa.schema.claim import Label
from ragqa.schema.document import Document, Section, SectionRole
from ragqa.schema.source import Kind


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hit(_Result):
    """One passage, best first; higher scores are better."""

    rank: int
    score: float
    similarity: float
    document_id: str
    passage_id: str
    kind: Kind
    title: str
    section: str = Field(description="Headings from the outermost inwards.")
    page: int | None
    start: int = Field(description="Offset of the passage in its document, for `fetch_source`.")
    end: int
    directness: dict[str, object] = Field(description="Whom the passage is about.")
    text: str


class Hits(_Result):
    """What a search found."""

    query: str
    results: list[Hit]


class Verdict(_Result):
    """Whether evidence supports a claim; the score lies in [0, 1]."""

    label: Label
    score: float
    reasons: list[str] = Field(description="Why it does not, one sentence each.")


class Heading(_Result):
    """Where a section begins."""

    headings: list[str]
    start: int


class SourceText(_Result):
    """A piece of one document: `text` runs from `start` to `end` of `length` characters."""

    document_id: str
    title: str
    authors: list[str]
    kind: Kind
    year: int | None
    doi: str | None
    pmid: str | None
    url: str | None
    standings: list[str] = Field(description="Such as superseded, corrected or retracted.")
    length: int
    start: int
    end: int
    page: int | None = Field(description="Page of the first character.")
    section: list[str] = Field(description="Headings above the first character.")
    sections: list[Heading] = Field(description="The sections that begin in this piece.")
    text: str


def source_text(document: Document, start: int, end: int) -> SourceText:
    """Return the characters from `start` to `end` of a document, and where they stand."""
    source = document.source
    return SourceText(
        document_id=document.document_id,
        title=source.title,
        authors=list(source.authors),
        kind=source.kind,
        year=source.year,
        doi=source.doi,
        pmid=source.pmid,
        url=source.url,
        standings=sorted(source.standings()),
        length=len(document.text),
        start=start,
        end=end,
        page=document.page_at(start),
        section=list(document.section_at(start).path),
        sections=[_heading(one) for one in document.sections if _begins(one, start, end)],
        text=document.text[start:end],
    )


def _begins(section: Section, start: int, end: int) -> bool:
    return (
        start <= section.start < end
        and bool(section.path)
        and section.role is not SectionRole.APPARATUS
    )


def _heading(section: Section) -> Heading:
    return Heading(headings=list(section.path), start=section.start)
