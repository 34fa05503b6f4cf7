"""Read first: the stages of one answer, in the order in which they run.

    question -> retriever -> evidence -> selector -> sentences -> coverage?
             -> composer -> draft -> gate -> article | abstention

Everything is handed in ready made by `assembly`; one pipeline answers from one pinned snapshot.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from ragqa.errors import LanguageModelError
from ragqa.generation.composer import Composer, Composition
from ragqa.indexing.snapshot import Snapshot
from ragqa.retrieval.coverage import Coverage, CoverageAssessor
from ragqa.retrieval.evasion import NO_ANSWER, ResponseAssessor
from ragqa.retrieval.retriever import Retriever
from ragqa.retrieval.sentences import SentenceSelector
from ragqa.retrieval.spread import spread
from ragqa.retrieval.subject import SubjectReader
from ragqa.retrieval.versions import in_current_versions
from ragqa.retrieval.whole_works import with_whole_works
from ragqa.schema.article import Abstention, Article
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import Evidence, EvidenceSentence
from ragqa.schema.provenance import Prices, Provenance, Usage
from ragqa.schema.question import Question
from ragqa.schema.source import Kind
from ragqa.verification.gate import Gate

logger = logging.getLogger(__name__)

NEAREST = 3
"""Works that an abstention names."""

SEARCHED = 320
"""Passages of each kind from which evidence is taken; a long statement alone has sixty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer with the passages ranked for it, best first of each kind, those read whole last.

    `confidence` is how likely these answer the question at all, in [0, 1].
    """

    answer: Article | Abstention
    evidence: tuple[Evidence, ...]
    confidence: float


class Pipeline:
    """Answers questions from one snapshot.

    Args:
        snapshot: pinned for as long as the pipeline is used.
        passages: how many passages of each kind the composer may read.
        per_document: how many of them may come from one document.
        composer: writes the draft.
        fallback: writes it when the composer's language model gives no usable answer.
        provenance: all that stays the same from answer to answer.
        prices: what the composer's language model charges.
        now: the time an answer is stamped with.
    """

    def __init__(
        self,
        *,
        snapshot: Snapshot,
        retriever: Retriever,
        selector: SentenceSelector,
        coverage: CoverageAssessor,
        composer: Composer,
        fallback: Composer,
        gate: Gate,
        passages: int,
        per_document: int,
        provenance: Provenance,
        prices: Prices,
        now: Callable[[], datetime],
    ) -> None:
        self._snapshot = snapshot
        self._retriever = retriever
        self._subjects = SubjectReader(snapshot)
        self._responses = ResponseAssessor(snapshot)
        self._selector = selector
        self._coverage = coverage
        self._composer = composer
        self._fallback = fallback
        self._gate = gate
        self._passages = passages
        self._per_document = per_document
        self._provenance = provenance
        self._prices = prices
        self._now = now

    def answer(self, question: Question) -> Article | Abstention:
        """Return the checked article, or the abstention that says why there is none.

        A language model that fails costs its article, not the answer: the fallback composes
        one and a notice says so.
        """
        return self.answered(question).answer

    def answered(self, question: Question) -> Answered:
        """Return what `answer` does, with the evidence: a library keeps what an answer rests on."""
        watch = Stopwatch(self._prices)
        with watch.timing("retrieval"):
            evidence = self.evidence(question)
        with watch.timing("selection"):
            sentences = self._selector.select(question.text, evidence)
            coverage = self._coverage.assess(question.text, sentences)
        return Answered(
            answer=self._answer(question, sentences, coverage, _nearest(evidence), watch),
            evidence=tuple(evidence),
            confidence=round(coverage.probability, 4),
        )

    def _answer(
        self,
        question: Question,
        sentences: Sequence[EvidenceSentence],
        coverage: Coverage,
        nearest: Sequence[DocumentId],
        watch: "Stopwatch",
    ) -> Article | Abstention:
        if not coverage.answerable:
            return self._abstain(question, _why_not(coverage), nearest, watch)
        with watch.timing("composition"):
            composition, notices = self._compose(question, sentences)
        response = self._responses.assess(composition.draft)
        if response.evasion and not coverage.reworded:
            return self._abstain(question, response.evasion, nearest, watch)
        draft = replace(composition.draft, gaps=(*composition.draft.gaps, *response.gaps))
        with watch.timing("verification"):
            answer = self._gate.publish(
                draft,
                self._snapshot,
                nearest=nearest,
                notices=notices,
                provenance=self._stamped(composer=draft.composer, prompts=draft.prompts),
                usage=watch.usage(composition),
            )
        return replace(answer, usage=watch.usage(composition))

    def ranked(self, question: Question, *, limit: int) -> list[Evidence]:
        """Return the first passages of both kinds together, as a search ranks them."""
        return self._retriever.retrieve(question.text, limit=limit)

    def evidence(self, question: Question) -> list[Evidence]:
        """Return the passages of both kinds, so that neither crowds the other out.

        Old versions give way before the best are chosen, and again where whole works bring more.
        """
        subject = self._subjects.read(question.text)
        evidence = [
            item
            for kind in Kind
            for item in spread(
                in_current_versions(
                    self._retriever.retrieve(question.text, limit=SEARCHED, kind=kind),
                    self._snapshot,
                ),
                subject,
                limit=self._passages,
                per_document=self._per_document,
            )
        ]
        whole = with_whole_works(evidence, subject, self._snapshot)
        return in_current_versions(whole, self._snapshot)

    def _compose(
        self, question: Question, sentences: Sequence[EvidenceSentence]
    ) -> tuple[Composition, tuple[str, ...]]:
        try:
            return self._composer.compose(question, sentences), ()
        except LanguageModelError as error:
            logger.info(
                "the language model gave no draft; %s writes it", self._fallback.composer_id
            )
            notice = (
                f"The language model gave no usable answer: {error} "
                "This article is composed of the sources' own sentences instead."
            )
            return self._fallback.compose(question, sentences), (notice,)

    def _abstain(
        self,
        question: Question,
        reason: str,
        nearest: Sequence[DocumentId],
        watch: "Stopwatch",
    ) -> Abstention:
        return self._gate.abstain(
            question,
            reason,
            self._snapshot,
            nearest=nearest,
            notices=(),
            provenance=self._stamped(composer="", prompts=()),
            usage=watch.usage(None),
        )

    def _stamped(self, *, composer: str, prompts: tuple[tuple[str, str], ...]) -> Provenance:
        stamp = self._now().isoformat(timespec="seconds")
        return replace(self._provenance, composer=composer, prompts=prompts, generated_at=stamp)


class Stopwatch:
    """Seconds spent in each stage of one answer, and the money that its tokens cost."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices
        self._seconds: list[tuple[str, float]] = []

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Add the time spent in the block under the name of its stage."""
        began = time.perf_counter()
        yield
        self._seconds.append((stage, round(time.perf_counter() - began, 4)))

    def usage(self, composition: Composition | None) -> Usage:
        """Return the time so far, and what a language model charged."""
        prompt = composition.prompt_tokens if composition else 0
        completion = composition.completion_tokens if composition else 0
        return Usage(
            seconds=tuple(self._seconds),
            prompt_tokens=prompt,
            completion_tokens=completion,
            cost=self._prices.cost(prompt, completion),
        )


def _nearest(evidence: Sequence[Evidence]) -> list[DocumentId]:
    """Return the documents most similar to the question, one for each work."""
    works: dict[str, DocumentId] = {}
    for item in sorted(evidence, key=lambda item: -item.similarity):
        works.setdefault(item.source.work_key, item.passage.document_id)
    return list(works.values())[:NEAREST]


def _why_not(coverage: Coverage) -> str:
    if coverage.missing:
        named = ", ".join(f"“{word}”" for word in coverage.missing)
        return f"No indexed source that bears on this question mentions {named}."
    return NO_ANSWER
