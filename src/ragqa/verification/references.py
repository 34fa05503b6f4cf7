"""The reference list: one number for each work, from 1 in the order of first use."""

from collections.abc import Iterable, Mapping, Sequence

from ragqa.linguistics.work_addresses import work_address
from ragqa.schema.article import Reference
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Access, KindBasis, Relation, Source, Standing

Cited = tuple[DocumentId, Source]

_STANDING = {
    Standing.SUPERSEDED: "Superseded by {other}",
    Standing.CORRECTED: "Corrected by {other}",
    Standing.RETRACTED: "Retracted, see {other}",
    Standing.CONCERN: "Expression of concern, see {other}",
    Standing.SUCCESSOR_RETRACTED: "Superseded by {other}, which has been retracted itself",
    Standing.CONTESTED: "Not settled whether {other} supersedes it, or the reverse",
}
_LONGEST_TITLE = 120


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
    """Say what another work does to this one, and who says so; nothing of what this one does."""
    pattern = _STANDING.get(relation.standing)
    if pattern is None:
        return None
    notice = pattern.format(other=_readable(relation.other))
    if relation.stated_by is None:
        return notice
    title, identifier = relation.stated_by.title, relation.stated_by.identifier
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rstrip()}…"
    named = "" if identifier in (None, relation.other) else f" ({_readable(identifier)})"
    return f"{notice}, as “{title}”{named} says"


def _readable(identifier: str) -> str:
    """Write `pmid:123` as "PMID 123"; leave a title or an address as it is."""
    scheme, colon, value = identifier.partition(":")
    known = {"doi": "doi:", "pmid": "PMID ", "url": "", "note": ""}
    if scheme == "pmcid":
        return value.upper()
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
        url=work_address(doi=source.doi, pmid=source.pmid, pmcid=source.pmcid, url=source.url),
        notices=notices_of(source),
    )
