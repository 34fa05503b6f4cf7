"""What retrieval hands to the composer."""

from collections.abc import Mapping
from dataclasses import dataclass

from ragqa.schema.claim import Quotation, Study
from ragqa.schema.document import Passage, Span
from ragqa.schema.source import Source

# Chosen on the questions of evals/gold/demo.jsonl that are tagged "development".
WHOLE = 0.68
"""How much of each thing that a question names a sentence has to hold in order to answer it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One passage, the work it comes from, and how well it answers. Higher scores are better.

    `similarity` is the cosine between question and passage, in [-1, 1]; `score` is the fused
    score by which evidence is ordered, in [0, 1].
    """

    passage: Passage
    source: Source
    score: float
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Items of a list, worded as one statement under the headings that they stand below.

    `above` are these headings and the words that announce the list, as `text` begins with them;
    `lead_in` is where such words stand, None where only headings do. `order` counts the
    statements of its section before this one: guidelines list first what is given first.
    """

    text: str
    above: str
    order: int
    lead_in: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSentence:
    """One sentence of one passage, or items of a list in it: the unit that composers quote.

    `similarity` is the cosine between question and sentence, in [-1, 1]; `coverage` is how much of
    what the question names the sentence holds, its title counting in part, in [0, 1]. `jointly` is
    how much it holds, with its title, headings and study, of that thing among all that the
    question names of which it holds least, in [0, 1]; `named` are the things, as asked, that it
    names itself. `position` is where in its document it begins, in [0, 1). `abbreviations` are
    those that the whole document defines, short form to long form, and those on which all
    documents at hand agree; `study` is the design and size that the document states. `listed` is
    None for prose.
    """

    evidence: Evidence
    span: Span
    similarity: float
    coverage: float
    jointly: float
    named: frozenset[str]
    position: float
    abbreviations: Mapping[str, str]
    study: Study | None
    listed: Listed | None = None

    @property
    def text(self) -> str:
        """The sentence as it stands in the source; items of a list below what governs them."""
        return self.listed.text if self.listed else self.evidence.passage.quote(*self.span)

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """Where the words of `text` stand, in reading order; headings are not quoted."""
        start, end = self.span
        own = Quotation(passage_id=self.evidence.passage.passage_id, start=start, end=end)
        lead_in = self.listed.lead_in if self.listed else None
        return (lead_in, own) if lead_in else (own,)
