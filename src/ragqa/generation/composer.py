"""The composer role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ragqa.schema.article import Draft
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A draft, and what a language model charged for it in tokens."""

    draft: Draft
    prompt_tokens: int
    completion_tokens: int


class Composer(Protocol):
    """Turns evidence into a draft; cites only the evidence it was offered.

    Every quotation is the span of an offered sentence. A sentence that a composer cannot
    support has no quotations, and the gate withholds it.
    """

    @property
    def composer_id(self) -> str:
        """Name of the composer, and of its model where it has one."""
        ...

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """Name and hash of each prompt that its model is given; none without a model."""
        ...

    def compose(self, question: Question, sentences: Sequence[EvidenceSentence]) -> Composition:
        """Return a draft that answers `question` from `sentences`.

        Args:
            question: what was asked.
            sentences: guideline and research sentences mixed, best first.

        Raises:
            LanguageModelError: a language model was needed and gave no usable answer.
        """
        ...


def consulted(sentences: Iterable[EvidenceSentence]) -> tuple[DocumentId, ...]:
    """Return the documents of the offered sentences, each once, whatever order these are in."""
    return tuple(sorted({one.evidence.passage.document_id for one in sentences}))
