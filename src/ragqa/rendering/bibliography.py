"""References in the Vancouver manner of the medical journals.

Written here, because the fields must be escaped one by one before they are joined, and the
authors of a source are plain strings. citeproc-py with the AMA style wants names split into
parts, returns one string in which a hostile title cannot be told from markup, and brings
105 MB of styles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.linguistics.work_addresses import (
    doi_address,
    pmcid_address,
    pmcid_of,
    pmid_address,
    work_address,
)
from ragqa.rendering.plain_text import shortened
from ragqa.rendering.wording import locator
from ragqa.schema.article import Article, Reference
from ragqa.schema.source import Kind

_NAMED_AUTHORS = 6
_UNDATED = "n.d."
# "van der Roe, Anna B." is a person; "World Health Organization, Geneva" is not.
_PERSON = re.compile(
    r"(?P<family>(?:[^\W\d_A-Z][\w'’]*\s){0,3}\w[\w'’-]*),\s*"
    r"(?P<given>[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,2})"
)


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
    names = [_vancouver(name) for name in authors if name.strip()]
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
        for claim in article.claims
        for citation in claim.citations
        if citation.reference == number
    ]
    return list(dict.fromkeys(cited))


def _vancouver(name: str) -> str:
    """Return "Roe, Anna B." as "Roe AB"; a name in any other form stays as it is written."""
    person = _PERSON.fullmatch(name.strip())
    if person is None:
        return name.strip()
    initials = "".join(part[0] for part in re.split(r"[\s.-]+", person["given"]) if part)
    return f"{person['family']} {initials}"
