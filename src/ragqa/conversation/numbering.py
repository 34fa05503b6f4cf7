"""Reference numbers that stay: a work keeps the number under which a conversation first cites it.

An article alone numbers its references 1..n in the order of first use, which the gate sees to and
`ragqa lint` asks for. A turn of a conversation is an article with the numbers of the conversation
instead: each work has one number throughout, no two works share one, and a turn lists its own
references alone, so that there may be gaps between them. `read_json` and the renderers take both.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ragqa.schema.article import Article, Reference
from ragqa.schema.claim import Citation


def numbers_for(article: Article, earlier: Iterable[Article]) -> dict[int, int]:
    """Return the number in the conversation for each number of `article`.

    Args:
        article: numbered by itself.
        earlier: the articles of the conversation, numbered as the conversation numbers them.
    """
    taken = [reference for one in earlier for reference in one.references]
    numbers: dict[int, int] = {}
    after = max((reference.number for reference in taken), default=0)
    for reference in sorted(article.references, key=lambda one: one.number):
        known = _number_of(reference, taken)
        if known is None or known in numbers.values():
            known = after = after + 1
        numbers[reference.number] = known
    return numbers


def renumbered(article: Article, numbers: Mapping[int, int]) -> Article:
    """Return `article` with other reference numbers, its references in their order.

    Args:
        article: its text, claims and quotes stay as they are.
        numbers: another number for each of its references; no two alike.
    """
    references = [replace(one, number=numbers[one.number]) for one in article.references]
    return replace(
        article,
        claims=tuple(
            replace(claim, citations=_recited(claim.citations, numbers)) for claim in article.claims
        ),
        glossary=tuple(
            replace(entry, citations=_recited(entry.citations, numbers))
            for entry in article.glossary
        ),
        references=tuple(sorted(references, key=lambda one: one.number)),
    )


def names_of(reference: Reference) -> frozenset[str]:
    """Return all that the work of a reference is called, so that two mentions can be told as one.

    Only a work without any identifier goes by its title and year.
    """
    pairs = (("doi", reference.doi), ("pmid", reference.pmid), ("pmcid", reference.pmcid))
    identifiers = frozenset(
        f"{scheme}:{value.lower().removeprefix('pmc')}" for scheme, value in pairs if value
    )
    words = "-".join(re.findall(r"[a-z0-9]+", reference.title.lower()))
    return identifiers or frozenset({f"title:{words}:{reference.year or ''}"})


def _number_of(reference: Reference, taken: Sequence[Reference]) -> int | None:
    names = names_of(reference)
    return next((one.number for one in taken if not names.isdisjoint(names_of(one))), None)


def _recited(citations: Iterable[Citation], numbers: Mapping[int, int]) -> tuple[Citation, ...]:
    return tuple(replace(one, reference=numbers[one.reference]) for one in citations)
