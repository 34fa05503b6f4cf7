"""The works that two versions of an article cite, each found again in the other's list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ragqa.linguistics.terms import terms
from ragqa.schema.article import Reference
from ragqa.schema.claim import Claim
from ragqa.schema.claim_diff import Change, Difference, ReferenceChange
from ragqa.schema.document import DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedWorks:
    """Two reference lists; `pairs` hold the works of both, then those of one."""

    pairs: tuple[ReferenceChange, ...]

    def changes(self) -> tuple[ReferenceChange, ...]:
        """Return the works that came, went, or are described otherwise, number aside."""
        return tuple(
            pair for pair in self.pairs if _described(pair.before) != _described(pair.after)
        )

    def differences(self, before: Claim, after: Claim) -> Iterator[Difference]:
        """Yield the works, then the quoted words, that only one version of a claim rests on."""
        ours = {citation.reference for citation in before.citations}
        theirs = {citation.reference for citation in after.citations}
        gone, new = [], []
        for pair in self.pairs:
            cited_before = pair.before is not None and pair.before.number in ours
            cited_after = pair.after is not None and pair.after.number in theirs
            if pair.before and cited_before and not cited_after:
                gone.append(_title(pair.before))
            if pair.after and cited_after and not cited_before:
                new.append(_title(pair.after))
        yield from _source_changes(gone, new)
        yield from _source_changes(_quotes(before, after), _quotes(after, before))


def pair_works(before: Sequence[Reference], after: Sequence[Reference]) -> CitedWorks:
    """Find each work of one list in the other: by an identifier, its title or its document."""
    pairs: dict[int, int] = {}
    for here, there in sorted(_kinships(before, after), key=sorted):
        if here not in pairs and there not in pairs.values():
            pairs[here] = there
    both = [
        ReferenceChange(before=before[here], after=after[there])
        for here, there in sorted(pairs.items(), key=lambda pair: pair[1])
    ]
    gone = [
        ReferenceChange(before=reference, after=None)
        for at, reference in enumerate(before)
        if at not in pairs
    ]
    new = [
        ReferenceChange(before=None, after=reference)
        for at, reference in enumerate(after)
        if at not in pairs.values()
    ]
    return CitedWorks(pairs=(*both, *gone, *new))


def _kinships(before: Sequence[Reference], after: Sequence[Reference]) -> Iterator[tuple[int, int]]:
    for here, one in enumerate(before):
        for there, other in enumerate(after):
            if _names(one) & _names(other):
                yield here, there


def _names(reference: Reference) -> frozenset[str]:
    """Return what a work is known by; its title and document only where it has no identifier."""
    schemes = (("doi", reference.doi), ("pmid", reference.pmid), ("pmcid", reference.pmcid))
    names = {f"{scheme}:{value.lower().removeprefix('pmc')}" for scheme, value in schemes if value}
    if names:
        return frozenset(names)
    title = " ".join(terms(reference.title))
    return frozenset({f"title:{title}:{reference.year}", f"document:{reference.document_id}"})


def _described(reference: Reference | None) -> Reference | None:
    """Return a reference without what says nothing of the work."""
    return reference and replace(reference, number=0, document_id=DocumentId(""))


def _title(reference: Reference) -> str:
    return f"{reference.title} ({'n.d.' if reference.year is None else reference.year})"


def _quotes(claim: Claim, other: Claim) -> list[str]:
    """Return the words that one version quotes and the other does not, white space aside."""
    there = {" ".join(citation.quote.split()) for citation in other.citations}
    here = dict.fromkeys(" ".join(citation.quote.split()) for citation in claim.citations)
    return [f"“{quote}”" for quote in here if quote not in there]


def _source_changes(gone: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    if gone or new:
        yield Difference(change=Change.SOURCE, before="; ".join(gone), after="; ".join(new))
