"""A question that seems to name a patient, shown to whoever is about to have it stored."""

from dataclasses import dataclass

from ragqa.access.patient_identifiers import Identifier, identifiers_in, scrubbed, told_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words of a question; `kind` is what they seem to be, empty for the others."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientWarning:
    """What was found in a question, and the question without it."""

    question: str
    found: tuple[Identifier, ...]

    @property
    def told(self) -> str:
        """What was found, as a sentence."""
        return told_of(self.found)

    @property
    def scrubbed(self) -> str:
        """The question with each part replaced by what it is."""
        return scrubbed(self.question, self.found)

    @property
    def spans(self) -> list[Span]:
        """The question cut where each part begins and ends."""
        spans, place = [], 0
        for one in self.found:
            spans.append(Span(text=self.question[place : one.start], kind=""))
            spans.append(Span(text=self.question[one.start : one.end], kind=one.kind.value))
            place = one.end
        return [*spans, Span(text=self.question[place:], kind="")]


def patient_warning(question: str) -> PatientWarning | None:
    """Return what to warn of before a question is stored; None where nothing was found."""
    found = identifiers_in(question)
    return PatientWarning(question=question, found=found) if found else None
