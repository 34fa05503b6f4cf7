"""Whether a sentence says the thing that a question asks of its subject."""

import re

from ragqa.generation.candidates import Candidate, Part
from ragqa.linguistics.aspects import ADVISED, Aspect, asked_aspect, headed, hints_at, says
from ragqa.linguistics.terms import naming_terms
from ragqa.schema.source import Kind

# What saying the thing that is asked is worth, perhaps saying it, and standing under a heading
# that announces it.
_SAYS, _HINTS, _HEADED = 0.15, 0.05, 0.1
# What a recommendation is worth where the question asks what is recommended.
_RECOMMENDS = 0.12
# "Before deciding, clinicians should …" goes with a recommendation and is none.
_DECIDES = re.compile(r"\brecommends?\b|\bconcludes?\b|\bindividual one\b", re.IGNORECASE)


class Telling:
    """Reads candidates for what one question wants to know."""

    def __init__(self, question: str) -> None:
        self.aspect = asked_aspect(question)
        """What is asked of the subject; None where that cannot be told."""
        self._named = naming_terms(question)

    @property
    def asks_for_advice(self) -> bool:
        """Whether a recommendation is the answer."""
        return self.aspect in ADVISED

    def worth(self, candidate: Candidate) -> float:
        """Return what a candidate is worth for saying the thing that is asked; at least 0."""
        if self.aspect is None:
            return 0.0
        hint = _HINTS if hints_at(self.aspect, candidate.text) else 0.0
        said = _SAYS if self.says(candidate) else hint
        advises = self.asks_for_advice and self.recommends(candidate)
        return said + (_HEADED if self.headed(candidate) else 0.0) + (_RECOMMENDS * advises)

    def recommends(self, candidate: Candidate) -> bool:
        """Tell a guideline's graded recommendation from what it says besides."""
        return (
            candidate.kind is Kind.GUIDELINE
            and candidate.part is Part.RECOMMENDATION
            and candidate.strength is not None
            and candidate.strength.grade is not None
            and _DECIDES.search(candidate.text) is not None
        )

    def finds(self, candidate: Candidate) -> bool:
        """Tell whether a candidate is research where the question asks for an effect."""
        return self.aspect is Aspect.EFFECT and candidate.kind is Kind.RESEARCH

    def says(self, candidate: Candidate) -> bool:
        """Tell whether a sentence says the thing that is asked."""
        if self.aspect is None:
            return False
        if candidate.sentence.listed and self.headed(candidate):
            return True
        # Research advises nobody; what it finds bears on what is advised.
        found = self.aspect is Aspect.ADVICE and candidate.kind is Kind.RESEARCH
        aspect = Aspect.EFFECT if found else self.aspect
        return says(aspect, candidate.text, self._named, candidate.sentence.abbreviations)

    def fits(self, candidate: Candidate) -> bool:
        """Tell whether a sentence may say the thing that is asked."""
        return (
            self.aspect is None
            or self.says(candidate)
            or hints_at(self.aspect, candidate.text)
            or self.headed(candidate)
        )

    def headed(self, candidate: Candidate) -> bool:
        """Tell whether a heading over a sentence announces what is asked."""
        if self.aspect is None:
            return False
        listed = candidate.sentence.listed
        if listed is None:
            # What a chapter says of the burden of a condition is not all how common it is.
            return self.aspect is not Aspect.FREQUENCY and headed(
                self.aspect, candidate.sentence.evidence.passage.section
            )
        # What a guideline lists under its treatments is what it advises.
        aspect = Aspect.TREATMENT if self.aspect is Aspect.ADVICE else self.aspect
        return headed(aspect, [listed.above])
