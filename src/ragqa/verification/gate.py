"""The gate: the only place where a draft becomes an article.

Every sentence is cut back to the passages it names and put to every check; what fails is withheld
with its reason. What is left is held against each other, laid out and numbered; nothing left means
an abstention.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ragqa.linguistics.strength import parse_strength
from ragqa.schema.article import (
    Abstention,
    Article,
    Draft,
    Gap,
    Outcome,
    Reference,
    Withheld,
)
from ragqa.schema.claim import ClaimId, DraftClaim, Verdict
from ragqa.schema.document import DocumentId
from ragqa.schema.progress import AnswerProgress, NoAnswerProgress
from ragqa.schema.provenance import Provenance, Usage
from ragqa.schema.question import Question
from ragqa.schema.review import UNREAD
from ragqa.schema.source import Kind
from ragqa.verification.attribution import Attributed, attribute_claim
from ragqa.verification.concordance import Concord, concord_of, set_apart
from ragqa.verification.evidence import bare_evidence
from ragqa.verification.layout import ORDER, Layout, lay_out, sections_of
from ragqa.verification.lookup import EvidenceLookup, PassageLookup
from ragqa.verification.quotes import QuoteCutter
from ragqa.verification.readability import LONGEST_CLAIM
from ragqa.verification.references import numbered
from ragqa.verification.repair import settle, with_claims
from ragqa.verification.verifier import Verifier

NOTHING_DRAFTED = "The indexed sources hold nothing that answers this question."
SEARCHES = 8
"""Refused sentences of one draft whose evidence is looked up again."""

NOTHING_SURVIVED = "No sentence that was drafted is supported by the passages it cites."


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft after its sentences were checked, laid out and numbered.

    `gaps` are the parts of the question of whose sentences none passed, and what sources of equal
    weight disagree on.
    """

    layout: Layout
    concord: Concord
    withheld: tuple[Withheld, ...]
    gaps: tuple[Gap, ...]


class Gate:
    """Lets through only what the quoted passages support.

    Args:
        verifier: the checks of each sentence.
        evidence: finds the evidence of a refused sentence again; None: it is only cut down.
    """

    def __init__(
        self, *, verifier: Verifier | None = None, evidence: EvidenceLookup | None = None
    ) -> None:
        self._verifier = verifier or Verifier()
        self._evidence = evidence

    @property
    def verifier_id(self) -> str:
        """Name of the checks with their thresholds: other checks, other name."""
        return self._verifier.verifier_id

    @property
    def verifier(self) -> Verifier:
        """The checks of each sentence."""
        return self._verifier

    def judge(self, claim: str, evidence: str) -> Verdict:
        """Put one bare claim to the checks that sentences of an article are put to."""
        return self._verifier.verdict(claim, bare_evidence(evidence))

    def attribute(
        self, draft: Draft, lookup: PassageLookup, progress: AnswerProgress | None = None
    ) -> Checked:
        """Check every sentence of a draft against the passages of one snapshot."""
        progress = progress or NoAnswerProgress()
        cutter = QuoteCutter(lookup)
        search = _Search(self._evidence)
        drafted = list(_in_reading_order(draft))
        progress.drafted(len(drafted))
        agreed = cutter.agreed_abbreviations(
            (quotation for claim, _ in drafted for quotation in claim.quotations), draft.consulted
        )
        passed: dict[ClaimId, Attributed] = {}
        became: defaultdict[ClaimId, dict[ClaimId, DraftClaim]] = defaultdict(dict)
        refused: dict[ClaimId, tuple[Withheld, ...]] = {}
        whole: set[ClaimId] = set()
        for claim, kind in drafted:
            attribute = partial(
                attribute_claim,
                cutter=cutter,
                kind=kind,
                question=draft.question,
                agreed=agreed,
                verifier=self._verifier,
            )
            settled = settle(claim, attribute, cutter.text, partial(search.elsewhere, kind=kind))
            progress.checked()
            for item in settled.passed:
                passed.setdefault(item.draft.claim_id, item)
                became[claim.claim_id][item.draft.claim_id] = item.draft
            refused.setdefault(claim.claim_id, settled.withheld)
            if settled.passed and not settled.withheld:
                whole.add(claim.claim_id)
        settled_draft = with_claims(
            draft, {claim.claim_id: became[claim.claim_id].values() for claim, _ in drafted}
        )
        concord = concord_of(list(passed.values()), draft.question.text, agreed)
        kept = {name: item for name, item in passed.items() if name not in concord.refused}
        layout = lay_out(set_apart(settled_draft, concord, kept), kept)
        concord = concord.among(frozenset(claim.claim_id for claim in layout.claims))
        return Checked(
            layout=layout,
            concord=concord,
            gaps=(
                *(
                    Gap(question=part.question, reason=NOTHING_SURVIVED)
                    for part in draft.parts
                    if not any(became[name].keys() & kept.keys() for name in part.claims)
                ),
                *concord.gaps(kept),
            ),
            withheld=(
                *(w for id_, each in refused.items() if id_ not in whole for w in each),
                *concord.refused.values(),
            ),
        )

    def publish(
        self,
        draft: Draft,
        lookup: PassageLookup,
        *,
        nearest: Sequence[DocumentId],
        notices: Sequence[str],
        provenance: Provenance,
        usage: Usage,
        progress: AnswerProgress | None = None,
    ) -> Article | Abstention:
        """Return the article of a draft, or an abstention where no sentence passes.

        Args:
            draft: what the composer proposes.
            lookup: the pinned snapshot it was composed from.
            nearest: documents to name in an abstention, nearest first.
            notices: for the whole article.
            provenance: of the answer; the verifier's name is filled in here.
            usage: what the answer cost.
            progress: is told of each sentence that is checked.
        """
        checked = self.attribute(draft, lookup, progress)
        provenance = replace(provenance, verifier=self.verifier_id)
        layout = checked.layout
        if not layout.claims:
            reason = NOTHING_SURVIVED if checked.withheld else NOTHING_DRAFTED
            abstention = self.abstain(
                draft.question,
                reason,
                lookup,
                nearest=nearest,
                notices=notices,
                provenance=provenance,
                usage=usage,
            )
            return replace(abstention, withheld=checked.withheld)
        gaps = (*draft.gaps, *checked.gaps)
        return Article(
            question=draft.question,
            outcome=Outcome.PARTIAL if gaps or layout.promoted else Outcome.ANSWERED,
            notices=(*notices, *checked.concord.notices),
            summary=layout.summary,
            sections=layout.sections,
            claims=layout.claims,
            references=layout.references,
            withheld=checked.withheld,
            gaps=gaps,
            concordance=checked.concord.pairs,
            review=UNREAD,
            provenance=provenance,
            usage=usage,
        )

    def abstain(
        self,
        question: Question,
        reason: str,
        lookup: PassageLookup,
        *,
        nearest: Sequence[DocumentId],
        notices: Sequence[str],
        provenance: Provenance,
        usage: Usage,
    ) -> Abstention:
        """Return an abstention for a question that nobody drafted an answer to."""
        return Abstention(
            question=question,
            reason=reason,
            notices=tuple(notices),
            nearest=nearest_references(lookup, nearest),
            withheld=(),
            provenance=replace(provenance, verifier=self.verifier_id),
            usage=usage,
        )


class _Search:
    """Looks refused sentences of one draft up again, a few of them: each takes a search."""

    def __init__(self, evidence: EvidenceLookup | None) -> None:
        self._evidence = evidence
        self._left = SEARCHES

    def elsewhere(self, claim: DraftClaim, kind: Kind | None) -> Iterator[DraftClaim]:
        """Yield the sentence on other quotes that may carry it, best first."""
        if self._evidence is None or self._left == 0 or len(claim.text) > LONGEST_CLAIM:
            return
        self._left -= 1
        for sentence in self._evidence.sentences_for(claim.text, kind):
            yield replace(
                claim,
                quotations=sentence.quotations,
                strength=parse_strength(sentence.text),
                study=sentence.study,
            )


def nearest_references(
    lookup: PassageLookup, documents: Sequence[DocumentId]
) -> tuple[Reference, ...]:
    """Return the works of `documents` in order, each once, numbered for a list of their own."""
    sources = lookup.sources(documents)
    return numbered([(document_id, sources[document_id]) for document_id in documents])


def _in_reading_order(draft: Draft) -> Iterator[tuple[DraftClaim, Kind | None]]:
    """Yield each sentence with the kind of section it stands in; None for the summary."""
    for claim in draft.summary:
        yield claim, None
    for kind in ORDER:
        for section in sections_of(draft, kind):
            for block in section.blocks:
                for claim in block.claims:
                    yield claim, kind
