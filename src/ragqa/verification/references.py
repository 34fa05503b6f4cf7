"""The reference list: one number for each work, from 1 in the order of first use."""

from collections.abc import Iterable, Mapping, Sequence

from ragqa.schema.article import Reference
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Access, KindBasis, Relation, Source, Standing

Cited = tuple[DocumentId, Source]

_STANDING = {
    Standing.SUPERSEDED: "Superseded by {other}",
    Standing.CORRECTED: "Corrected by {other}",
    Standing.RETRACTED: "Retracted, see {other}",
    Standing.CONCERN: "Expression of concern, see {other}",
}


def numbering(cited: Iterable[Source]) -> dict[str, int]:
    """Give each work its number, from 1 in the order in which they are first cited."""
    numbers: dict[str, int] = {}
    for source in cited:
        numbers.setdefault(source.work_key, len(numbers) + 1)
    return numbers


def reference_list(cited: Sequence[Cited], numbers: Mapping[str, int]) -> tuple[Reference, ...]:
    """Return one entry for each number, by number; the first file of a work stands for it."""
    first: dict[int, Cited] = {}
    for document_id, source in cited:
        first.setdefault(numbers[source.work_key], (document_id, source))
    return tuple(_reference(number, *first[number]) for number in sorted(first))


def numbered(cited: Sequence[Cited]) -> tuple[Reference, ...]:
    """Return the works of `cited` as a list of its own, numbered in that order."""
    return reference_list(cited, numbering(source for _, source in cited))


def notices_of(source: Source) -> tuple[str, ...]:
    """Return what a reader must know of a work before relying on it."""
    notices = [_standing_notice(relation) for relation in source.relations]
    if source.access is Access.DIGEST:
        notices.append("Digest of the source, not its full text")
    if source.kind_basis is KindBasis.ASSUMED:
        notices.append(f"Kind assumed to be {source.kind}, the source does not state it")
    return tuple(dict.fromkeys(notice for notice in notices if notice))


def _standing_notice(relation: Relation) -> str | None:
    """Say what another work does to this one; nothing where this one is the newer."""
    pattern = _STANDING.get(relation.standing)
    return pattern.format(other=_readable(relation.other)) if pattern else None


def _readable(identifier: str) -> str:
    """Write `pmid:123` as "PMID 123"; leave a title or an address as it is."""
    scheme, colon, value = identifier.partition(":")
    known = {"doi": "doi:", "pmid": "PMID ", "pmcid": ""}
    return f"{known[scheme]}{value}" if colon and scheme in known else identifier


def _reference(number: int, document_id: DocumentId, source: Source) -> Reference:
    return Reference(
        number=number,
        kind=source.kind,
        document_id=document_id,
        title=source.title,
        authors=source.authors or ((source.organisation,) if source.organisation else ()),
        container=source.container,
        year=source.year,
        doi=source.doi,
        pmid=source.pmid,
        pmcid=source.pmcid,
        url=source.link,
        notices=notices_of(source),
    )
