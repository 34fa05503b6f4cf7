"""Read first: the stages of one answer, in the order in which they run.

    question -> its parts, and for each of them
                gatherer -> evidence -> selector -> sentences -> coverage? -> composer -> draft
             -> one draft -> gate -> article, told to its audience | abstention

Most questions have one part. Everything is handed in ready made by `assembly`; one pipeline
answers from one pinned snapshot.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ragqa.audience.retelling import Retelling
from ragqa.errors import LanguageModelError
from ragqa.generation.composer import Composer, Composition
from ragqa.generation.parts import joined
from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.question_parts import listed_parts, question_parts
from ragqa.retrieval.coverage import Coverage, CoverageAssessor
from ragqa.retrieval.evasion import NO_ANSWER, Response, ResponseAssessor
from ragqa.retrieval.gathering import EvidenceGatherer
from ragqa.retrieval.sentences import SentenceSelector
from ragqa.schema.article import Abstention, Article, Gap
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import Evidence, EvidenceSentence
from ragqa.schema.progress import AnswerProgress, NoAnswerProgress
from ragqa.schema.provenance import Prices, Provenance
from ragqa.schema.question import Audience, Question
from ragqa.stopwatch import Stopwatch
from ragqa.verification.gate import Gate

logger = logging.getLogger(__name__)

NEAREST = 3
"""Works that an abstention names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer with the passages ranked for it, best first of each kind, those read whole last.

    `confidence` is how likely these answer the question at all, in [0, 1].
    """

    answer: Article | Abstention
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One part of a question, what was found for it, and whether that answers it."""

    question: Question
    evidence: Sequence[Evidence]
    sentences: Sequence[EvidenceSentence]
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafted:
    """What was drafted for one part of a question, and what that does with it."""

    composition: Composition
    notices: tuple[str, ...]
    response: Response


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """What accompanies one answer through the stages."""

    watch: Stopwatch
    progress: AnswerProgress


class Pipeline:
    """Answers questions from one snapshot.

    Args:
        snapshot: pinned for as long as the pipeline is used.
        gatherer: finds the passages that a composer may read.
        composer: writes the draft.
        fallback: writes it when the composer's language model gives no usable answer.
        retelling: tells an article to those who read it.
        provenance: all that stays the same from answer to answer.
        prices: what the composer's language model charges.
        now: the time an answer is stamped with.
    """

    def __init__(
        self,
        *,
        snapshot: Snapshot,
        gatherer: EvidenceGatherer,
        selector: SentenceSelector,
        coverage: CoverageAssessor,
        composer: Composer,
        fallback: Composer,
        gate: Gate,
        retelling: Retelling,
        provenance: Provenance,
        prices: Prices,
        now: Callable[[], datetime],
    ) -> None:
        self._snapshot = snapshot
        self._gatherer = gatherer
        self._responses = ResponseAssessor(snapshot)
        self._selector = selector
        self._coverage = coverage
        self._composer = composer
        self._fallback = fallback
        self._gate = gate
        self._retelling = retelling
        self._provenance = provenance
        self._prices = prices
        self._now = now

    def answer(self, question: Question) -> Article | Abstention:
        """Return the checked article, or the abstention that says why there is none.

        A language model that fails costs its article, not the answer: the fallback composes
        one and a notice says so.
        """
        return self.answered(question).answer

    def answered(self, question: Question, progress: AnswerProgress | None = None) -> Answered:
        """Return what `answer` does, with the evidence: a library keeps what an answer rests on."""
        course = _Course(watch=Stopwatch(self._prices), progress=progress or NoAnswerProgress())
        parts = question_parts(question.text)
        readings = self._read(question, parts, course)
        answer = self._answer(question, readings, course)
        if isinstance(answer, Abstention) and len(parts) == 1:
            answer, readings = self._one_by_one(question, answer, readings, course)
        return Answered(
            answer=answer,
            evidence=_apart([one.evidence for one in readings]),
            confidence=round(max(one.coverage.probability for one in readings), 4),
        )

    def _one_by_one(
        self,
        question: Question,
        whole: Abstention,
        readings: list[_Reading],
        course: _Course,
    ) -> tuple[Article | Abstention, list[_Reading]]:
        """Ask of each member of a list what no source answers of all; else keep the abstention."""
        listed = listed_parts(question.text)
        if len(listed) == 1:
            return whole, readings
        apart = self._read(question, listed, course)
        answer = self._answer(question, apart, course)
        return (answer, apart) if isinstance(answer, Article) else (whole, readings)

    def _read(self, question: Question, parts: Sequence[str], course: _Course) -> list[_Reading]:
        """Search for each part of a question."""
        asked = [replace(question, text=part) for part in parts]
        with course.watch.timing("retrieval"):
            found = [self._gatherer.gather(part.text) for part in asked]
        course.progress.found(_apart(found))
        with course.watch.timing("selection"):
            return [self._reading(*pair) for pair in zip(asked, found, strict=True)]

    def _reading(self, part: Question, evidence: Sequence[Evidence]) -> _Reading:
        sentences = self._selector.select(part.text, evidence)
        coverage = self._coverage.assess(part.text, sentences)
        return _Reading(question=part, evidence=evidence, sentences=sentences, coverage=coverage)

    def _answer(
        self, question: Question, readings: Sequence[_Reading], course: _Course
    ) -> Article | Abstention:
        """Draft each part that the sources cover, and let the gate check all of it together."""
        nearest = _nearest([item for one in readings for item in one.evidence])
        outcomes = [self._drafted(one, course) for one in readings]
        open_parts = [one for one in outcomes if isinstance(one, Gap)]
        drafted = [one for one in outcomes if isinstance(one, _Drafted)]
        if not drafted:
            return self._abstain(question, _why_none(open_parts), nearest, course)
        whole = joined(question, [one.composition for one in drafted])
        unnamed = [gap for one in drafted for gap in one.response.gaps]
        gaps = dict.fromkeys((*whole.draft.gaps, *unnamed, *open_parts))
        draft = replace(whole.draft, gaps=tuple(gaps))
        with course.watch.timing("verification"):
            answer = self._gate.publish(
                draft,
                self._snapshot,
                nearest=nearest,
                notices=tuple(dict.fromkeys(notice for one in drafted for notice in one.notices)),
                provenance=self._stamped(
                    composer=draft.composer, prompts=(*draft.prompts, *self._retelling.prompts)
                ),
                usage=course.watch.usage(),
                progress=course.progress,
            )
        if isinstance(answer, Abstention):
            spent = course.watch.usage(whole.prompt_tokens, whole.completion_tokens)
            return replace(answer, usage=spent)
        with course.watch.timing("audience"):
            told = self.retold(answer, question.audience)
        spent = course.watch.usage(
            whole.prompt_tokens + told.usage.prompt_tokens,
            whole.completion_tokens + told.usage.completion_tokens,
        )
        return replace(told, usage=spent)

    def retold(self, article: Article, audience: Audience) -> Article:
        """Return an article from this snapshot for another audience, without asking again."""
        return self._retelling.retold(article, audience, self._snapshot)

    def _drafted(self, reading: _Reading, course: _Course) -> _Drafted | Gap:
        """Return a draft for one part, or why its sources do not answer it."""
        part = reading.question.text
        if not reading.coverage.answerable:
            return Gap(question=part, reason=_why_not(reading.coverage))
        with course.watch.timing("composition"):
            composition, notices = self._compose(reading.question, reading.sentences)
        response = self._responses.assess(composition.draft, reading.coverage)
        if response.evasion:
            return Gap(question=part, reason=response.evasion)
        return _Drafted(composition=composition, notices=notices, response=response)

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
        course: _Course,
    ) -> Abstention:
        return self._gate.abstain(
            question,
            reason,
            self._snapshot,
            nearest=nearest,
            notices=(),
            provenance=self._stamped(composer="", prompts=()),
            usage=course.watch.usage(),
        )

    def _stamped(self, *, composer: str, prompts: tuple[tuple[str, str], ...]) -> Provenance:
        stamp = self._now().isoformat(timespec="seconds")
        return replace(self._provenance, composer=composer, prompts=prompts, generated_at=stamp)


def _apart(found: Sequence[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    """Return what was found for the parts of a question, each passage once."""
    return tuple({item.passage.passage_id: item for each in found for item in each}.values())


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


def _why_none(gaps: Sequence[Gap]) -> str:
    """Return why no part of a question is answered: the one reason, or that of each part."""
    reasons = dict.fromkeys(gap.reason for gap in gaps)
    if len(reasons) == 1:
        return gaps[0].reason
    return " ".join(f"“{gap.question}” {gap.reason}" for gap in gaps)
