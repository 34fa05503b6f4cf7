"""Sources as programs get them, described for the OpenAPI document."""

from pydantic import Field

from ragqa.api.answer_shapes import Shape
from ragqa.api.list_shapes import PageShape
from ragqa.desk.source_list import SourceStatus
from ragqa.schema.source import Access, Design, Kind, KindBasis, Standing


class SourceLine(Shape):
    """One document of a list."""

    document_id: str
    title: str
    kind: Kind
    year: int | None
    container: str | None
    design: Design | None
    statuses: list[SourceStatus] = Field(description="Gravest first.")
    claims: int = Field(description="Claims of the library's articles that rest on it.")
    articles: int = Field(description="Articles that these claims are of.")


class SourceList(PageShape):
    """One page of the documents of the index."""

    sources: list[SourceLine]


class RelationShape(Shape):
    """What another work does to this one, or this one to another."""

    standing: Standing
    other: str
    stated_by: str | None = Field(description="The work that says so; null for its own record.")


class RestingShape(Shape):
    """An article with claims that rest on a document."""

    article_id: str
    question: str
    claims: int


class SourceReading(Shape):
    """What is known of one document, and what rests on it."""

    document_id: str
    snapshot: str
    title: str
    kind: Kind
    kind_basis: KindBasis
    authors: list[str]
    organisation: str | None
    container: str | None
    year: int | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    url: str | None
    access: Access
    design: Design | None
    population: str | None
    relations: list[RelationShape]
    statuses: list[SourceStatus]
    notices: list[str]
    length: int = Field(description="Characters of its text.")
    pages: int = Field(description="Printed pages; 0 where its format has none.")
    articles: list[RestingShape]
