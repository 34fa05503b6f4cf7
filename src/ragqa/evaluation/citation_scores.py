"""Whether the citations of an article support it, and lead somewhere.

Recall and precision after ALCE (Gao, Yen, Yu & Chen 2023, arXiv:2305.14627): each claim is a
statement, the premise is the cited passage below its title, and the verifier takes the place of
the entailment model. The gate has put the same checks to the same sentences before, against the
quotes alone: these two figures say that stored articles are what the gate let through, not that an
independent reader agrees.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ragqa.evaluation.question_scores import Values, share
from ragqa.linguistics.abbreviations import definitions
from ragqa.schema.article import Abstention, Article, Reference
from ragqa.schema.claim import Citation
from ragqa.schema.document import Passage
from ragqa.verification.lookup import PassageLookup

Supports = Callable[[str, str], bool]
"""Says whether a premise supports a claim, (claim, premise)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCitations:
    """How the citations of one claim stand: `recalled` together, and which of them it needs."""

    recalled: bool
    needed: tuple[bool, ...]


def citation_values(
    answer: Article | Abstention, lookup: PassageLookup, supports: Supports
) -> Values:
    """Return the citation measures of one answer; none of an abstention, which cites nothing."""
    names = ("citation_recall", "citation_precision", "intact_quotes", "resolvable_references")
    if isinstance(answer, Abstention):
        return dict.fromkeys(names)
    index = _Index(lookup)
    judged = [
        alce(claim.text, [index.premise(one) for one in claim.citations], supports)
        for claim in answer.claims
    ]
    cited = [citation for claim in answer.claims for citation in claim.citations]
    shares = (
        [one.recalled for one in judged],
        [needed for one in judged for needed in one.needed],
        [index.is_intact(citation) for citation in cited],
        [index.resolves(reference) for reference in answer.references],
    )
    return {name: share(flags) for name, flags in zip(names, shares, strict=True)}


def alce(claim: str, premises: Sequence[str], supports: Supports) -> ClaimCitations:
    """Judge the citations of one claim.

    A citation is not needed where it does not support the claim alone and the others do without
    it; a claim that they do not support together has no precise citation.
    """
    if not premises or not supports(claim, "\n\n".join(premises)):
        return ClaimCitations(recalled=False, needed=tuple(False for _ in premises))
    return ClaimCitations(
        recalled=True,
        needed=tuple(
            len(premises) == 1
            or supports(claim, premise)
            or not supports(claim, "\n\n".join([*premises[:at], *premises[at + 1 :]]))
            for at, premise in enumerate(premises)
        ),
    )


class _Index:
    """What the index holds of the things that one article names."""

    def __init__(self, lookup: PassageLookup) -> None:
        self._lookup = lookup

    def premise(self, citation: Citation) -> str:
        """Return the cited passage below its title, or nothing where it is gone.

        The abbreviations in it are explained as its document does elsewhere: a reader would know.
        """
        passage = self._passage(citation)
        if passage is None:
            return ""
        document = self._lookup.document(passage.document_id)
        explained = [
            f"{long} ({short})."
            for short, long in definitions(document.text).items()
            if short in passage.text
        ]
        headings = ": ".join([document.source.title, *passage.section])
        return "\n\n".join([headings, passage.text, *explained])

    def is_intact(self, citation: Citation) -> bool:
        """Say whether the quote is what stands at its place."""
        passage = self._passage(citation)
        return (
            passage is not None
            and passage.start <= citation.start < citation.end <= passage.end
            and passage.quote(citation.start, citation.end) == citation.quote
        )

    def resolves(self, reference: Reference) -> bool:
        """Say whether the index has the document, and readers can find the work."""
        try:
            self._lookup.document(reference.document_id)
        except KeyError:
            return False
        return any((reference.doi, reference.pmid, reference.pmcid, reference.url))

    def _passage(self, citation: Citation) -> Passage | None:
        try:
            return self._lookup.passages([citation.passage_id])[0]
        except (KeyError, ValueError):
            return None
