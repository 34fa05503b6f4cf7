"""References in the Vancouver manner of the medical journals.

Written here, because the fields must be escaped one by one before they are joined. citeproc-py was
tried on the same references: its HTML lets a tag in a title through, its AMA style rewrites the
capitals of titles, ends a question with "?.", and leaves out PMIDs and all but three authors; the
styles alone take 89 MB. It reads our CSL-JSON in the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.linguistics.work_addresses import (
    doi_address,
    pmcid_address,
    pmcid_of,
    pmid_address,
    work_address,
)
from ragqa.rendering.author_names import author_name
from ragqa.rendering.plain_text import shortened
from ragqa.rendering.wording import locator
from ragqa.schema.article import Article, Reference
from ragqa.schema.source import Kind

_NAMED_AUTHORS = 6
_UNDATED = "n.d."


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A name by which a work is known everywhere, and the page it leads to."""

    label: str
    value: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedWords:
    """Words of one work that an article cites, and where they stand in it."""

    text: str
    locator: str


def of_kind(references: Sequence[Reference], kind: Kind) -> list[Reference]:
    """Return the references of one kind, in order of their numbers."""
    chosen = [reference for reference in references if reference.kind is kind]
    return sorted(chosen, key=lambda reference: reference.number)


def authors_line(authors: Sequence[str]) -> str:
    """Return the first six authors, then "et al"."""
    names = [author_name(name).vancouver for name in authors if name.strip()]
    if len(names) <= _NAMED_AUTHORS:
        return ", ".join(names)
    return ", ".join([*names[:_NAMED_AUTHORS], "et al"])


def imprint(reference: Reference) -> str:
    """Return where and when a work appeared: "Journal of X. 2019", or "n.d." where unknown."""
    year = _UNDATED if reference.year is None else str(reference.year)
    return ". ".join(part for part in ((reference.container or "").strip(), year) if part)


def identifiers(reference: Reference) -> list[Identifier]:
    """Return the DOI, PMID and PMCID that a work has, each with its link."""
    found: list[Identifier] = []
    if reference.doi:
        link = doi_address(reference.doi)
        found.append(Identifier(label="doi", value=reference.doi, link=link))
    if reference.pmid:
        link = pmid_address(reference.pmid)
        found.append(Identifier(label="PMID", value=reference.pmid, link=link))
    if reference.pmcid:
        value, link = pmcid_of(reference.pmcid), pmcid_address(reference.pmcid)
        found.append(Identifier(label="PMCID", value=value, link=link))
    return found


def link_to(reference: Reference) -> str | None:
    """Return the address where a reader can open the work; None where none is safe to follow."""
    return work_address(
        doi=reference.doi, pmid=reference.pmid, pmcid=reference.pmcid, url=reference.url
    )


def own_address(reference: Reference) -> str | None:
    """Return the address of a work that has no identifier, to be shown as what it is."""
    return None if identifiers(reference) else link_to(reference)


def quoted_words(article: Article, number: int) -> list[QuotedWords]:
    """Return the words cited from one reference, each once, in the order of the article."""
    cited = [
        QuotedWords(text=shortened(citation.quote), locator=locator(citation))
        for citation in article.citations
        if citation.reference == number
    ]
    return list(dict.fromkeys(cited))
