"""Whether a draft answers what was asked, and what it leaves open.

A draft evades when none of its sentences speaks of all that the question names, or when none of
those says the thing that is asked: sentences on iron in restless legs and others on pregnancy are
no answer to "What dose of iron in pregnancy?".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.abbreviations import meant_terms
from ragqa.linguistics.aspects import Aspect, asked_aspect, headed, hints_at, says
from ragqa.linguistics.lists import has_items
from ragqa.linguistics.populations import NAMED, groups_in
from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.coverage import Coverage
from ragqa.retrieval.facts import FactsReader
from ragqa.retrieval.subject import Subject, SubjectReader
from ragqa.schema.article import Draft, Gap
from ragqa.schema.claim import DraftClaim
from ragqa.schema.directness import Group
from ragqa.schema.document import Passage
from ragqa.schema.evidence import WHOLE

_TREATED = re.compile(r"treatment|manag", re.IGNORECASE)
_HALF = 0.5
_TOLD_APART = frozenset({Group.CHILDREN, Group.NEWBORNS, Group.PREGNANT, Group.DIALYSIS})
"""Groups of which nothing is known from what is known of others."""
NO_ANSWER = "The indexed sources mention parts of this question, and none of them answers it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a draft does with its question; `evasion` is the reason why it is no answer."""

    gaps: tuple[Gap, ...]
    evasion: str | None


class ResponseAssessor:
    """Reads drafts against their questions, one snapshot at a time."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._subjects = SubjectReader(snapshot)
        self._facts = FactsReader(snapshot)

    def assess(self, draft: Draft, coverage: Coverage) -> Response:
        """Return what `draft` leaves open, and why it is no answer if it is none.

        Where the evidence alone makes an answer likely, half of each thing named is enough; where
        it answers in other words, half of what its best sentence names.
        """
        subject = self._subjects.read(draft.question.text)
        claims = list(_claims(draft))
        said = frozenset[str]().union(*(self._said(claim) for claim in claims))
        left_out = subject.left_out(said)
        told_of_others = claims and self._told_of_others(draft.question.text, claims)
        if told_of_others:
            return Response(gaps=(), evasion=told_of_others)
        if claims and coverage.reworded:
            held = max(self._covers(claim, subject) for claim in claims)
            evasion = NO_ANSWER if held < _HALF * coverage.covered else None
        elif claims and len(left_out) == len(subject.concepts) > 0:
            return Response(gaps=(), evasion=NO_ANSWER)
        else:
            evasion = self._evasion(draft, subject, claims, _HALF if coverage.likely else WHOLE)
        gaps = (
            Gap(question=f"What about “{words}”?", reason="No sentence found here speaks of it.")
            for words in left_out
        )
        return Response(gaps=tuple(gaps), evasion=evasion)

    def _evasion(
        self, draft: Draft, subject: Subject, claims: list[DraftClaim], least: float
    ) -> str | None:
        if not claims:
            return None
        bearing = [claim for claim in claims if self._jointly(claim, subject) >= least]
        if not bearing:
            return NO_ANSWER
        aspect = asked_aspect(draft.question.text)
        asked = naming_terms(draft.question.text)
        if aspect is Aspect.CHOICE:
            # What is compared in other works is no choice among the things asked about.
            bearing = [claim for claim in bearing if self._names(claim, subject)]
        if aspect is None or any(self._answers(claim, aspect, asked) for claim in bearing):
            return None
        return f"The indexed sources speak of this subject, and none of them tells {aspect}."

    def _told_of_others(self, question: str, claims: Sequence[DraftClaim]) -> str | None:
        """Return what is wrong where a question names a group, and no claim on its matter does.

        What holds of older people answers nothing that is asked of children, and neither does
        what is said of children in another matter.
        """
        for group in sorted(groups_in(question) & _TOLD_APART):
            matter = self._subjects.read(NAMED[group].sub(" ", question))
            if matter.concepts and not any(
                self._jointly(claim, matter) >= _HALF
                for claim in claims
                if group in self._groups(claim)
            ):
                return f"The indexed sources on this subject do not speak of {group}."
        return None

    def _groups(self, claim: DraftClaim) -> frozenset[Group]:
        """Return those of whom a claim, its passages or the titles of their works speak."""
        passages = self._snapshot.passages([q.passage_id for q in claim.quotations])
        sources = self._snapshot.sources({p.document_id for p in passages}).values()
        return groups_in(claim.text).union(
            *(p.directness.confined_to for p in passages),
            *(groups_in(" ".join((*p.section, p.text))) for p in passages),
            *(groups_in(source.title) for source in sources),
        )

    def _covers(self, claim: DraftClaim, subject: Subject) -> float:
        """Return how much a claim, its title in part, holds of all that is asked, in [0, 1]."""
        passages = self._snapshot.passages([q.passage_id for q in claim.quotations])
        return max(
            facts.coverage(subject, meant_terms(claim.text, facts.abbreviations))
            for facts in (self._facts.read(p.document_id) for p in passages)
        )

    def _jointly(self, claim: DraftClaim, subject: Subject) -> float:
        """Return how much a claim, with what it is quoted from, holds of each thing asked."""
        passages = self._snapshot.passages([q.passage_id for q in claim.quotations])
        return max(
            (
                facts.jointly(subject, meant_terms(claim.text, facts.abbreviations), p.section)
                for p in passages
                for facts in (self._facts.read(p.document_id),)
            ),
            default=0.0,
        )

    def _names(self, claim: DraftClaim, subject: Subject) -> bool:
        """Tell whether a claim itself names all that is asked about."""
        passages = self._snapshot.passages([q.passage_id for q in claim.quotations])
        known = [self._facts.read(p.document_id).abbreviations for p in passages]
        return any(subject.weakest((meant_terms(claim.text, one), 1.0)) >= WHOLE for one in known)

    def _answers(self, claim: DraftClaim, aspect: Aspect, asked: frozenset[str]) -> bool:
        """Tell whether a claim says the thing that is asked, or stands where it is announced.

        That something is treated tells nobody how, and neither do its prevention and cautions.
        """
        passages = self._snapshot.passages([q.passage_id for q in claim.quotations])
        if aspect is Aspect.TREATMENT and any(_beside(p.section) for p in passages):
            return False
        known = [self._facts.read(p.document_id).abbreviations for p in passages]
        return (
            (aspect is not Aspect.TREATMENT and hints_at(aspect, claim.text))
            or any(says(aspect, claim.text, asked, one) for one in known)
            or any(headed(aspect, p.section) for p in passages)
            or _lists(claim, passages, aspect)
        )

    def _said(self, claim: DraftClaim) -> frozenset[str]:
        """Return what a claim and the titles of the works it quotes name."""
        passages = self._snapshot.passages([q.passage_id for q in claim.quotations])
        facts = [self._facts.read(passage.document_id) for passage in passages]
        return frozenset[str]().union(
            *(meant_terms(claim.text, one.abbreviations) for one in facts),
            *(one.title for one in facts),
        )


def _lists(claim: DraftClaim, passages: Sequence[Passage], aspect: Aspect) -> bool:
    """Tell items of a list, said below a heading that announces what is asked.

    What a guideline lists under its treatments is what it advises.
    """
    announced = Aspect.TREATMENT if aspect is Aspect.ADVICE else aspect
    quoted = (p.quote(q.start, q.end) for p, q in zip(passages, claim.quotations, strict=True))
    return any(map(has_items, quoted)) and headed(announced, [claim.text.partition(": ")[0]])


def _beside(section: Sequence[str]) -> bool:
    """Tell what stands below prevention or cautions, by the innermost heading that tells."""
    for heading in reversed(section):
        if headed(Aspect.HARM, [heading]) or headed(Aspect.PREVENTION, [heading]):
            return _TREATED.search(heading) is None
        if headed(Aspect.TREATMENT, [heading]):
            return False
    return False


def _claims(draft: Draft) -> Iterator[DraftClaim]:
    yield from draft.summary
    for section in draft.sections:
        for block in section.blocks:
            yield from block.claims
