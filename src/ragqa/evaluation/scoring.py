"""Scores stored answers against their gold questions; asks nobody anything again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ragqa.evaluation.abstention_scores import abstention_values, risk_of
from ragqa.evaluation.answer_scores import (
    Similarity,
    decision_values,
    judgements_of,
    prose_values,
    statement_values,
)
from ragqa.evaluation.citation_scores import Supports, citation_values
from ragqa.evaluation.gold import GoldQuestion
from ragqa.evaluation.gold_sources import GoldSources
from ragqa.evaluation.judges import Judge, Judgement
from ragqa.evaluation.question_scores import JudgedStatement, QuestionScores, Values
from ragqa.evaluation.retrieval_scores import retrieval_values
from ragqa.evaluation.stored_answers import StoredAnswer
from ragqa.evaluation.structure_scores import counted, faults_of, structure_values
from ragqa.schema.article import Abstention, Article, Outcome
from ragqa.verification.lookup import PassageLookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """All that answers are measured with.

    `lookup` is the snapshot that they rest on; `supports` the verifier's judgement of a claim and
    its cited passages; `judge` says which gold statements an article tells.
    """

    sources: GoldSources
    lookup: PassageLookup
    supports: Supports
    judge: Judge
    similarity: Similarity

    def score(self, question: GoldQuestion, stored: StoredAnswer) -> QuestionScores:
        """Return every value of one question."""
        answer = stored.answer
        must = judgements_of(question.must_have, answer, self.judge)
        nice = judgements_of(question.nice_to_have, answer, self.judge)
        faults = faults_of(answer)
        answered = isinstance(answer, Article)
        values: Values = {
            **statement_values(must, nice),
            **decision_values(question, answer),
            **prose_values(question, answer, self.similarity),
            **citation_values(answer, self.lookup, self.supports),
            **self._source_values(question, stored),
            **structure_values(answer, faults),
            **usage_values(answer),
            **abstention_values(answered=answered, should_abstain=question.should_abstain),
        }
        if answered:
            values["confidence"] = stored.confidence
            values["risk"] = risk_of(values, should_abstain=question.should_abstain)
        return QuestionScores(
            question_id=question.question_id,
            question=question.question,
            tags=question.tags,
            should_abstain=question.should_abstain,
            outcome=answer.outcome if isinstance(answer, Article) else Outcome.ABSTAINED,
            confidence=stored.confidence,
            values={name: value for name, value in values.items() if value is not None},
            statements=(
                *_judged(must, "must have", answer),
                *_judged(nice, "nice to have", answer),
            ),
            faults=counted(faults),
        )

    def _source_values(self, question: GoldQuestion, stored: StoredAnswer) -> Values:
        relevance = self.sources.relevance(question.sources)
        values = retrieval_values(self.sources.in_gold_names(stored.ranking), relevance)
        if isinstance(stored.answer, Article) and any(relevance.values()):
            cited = self.sources.in_gold_names(
                citation.document_id
                for claim in stored.answer.claims
                for citation in claim.citations
            )
            values["gold_source_cited"] = float(any(relevance.get(name) for name in cited))
        return values


def score_all(
    questions: Sequence[GoldQuestion],
    answers: Sequence[StoredAnswer],
    scorer: Scorer,
    *,
    told: Callable[[int], None],
) -> list[QuestionScores]:
    """Return the scores of all questions, each with its answer, in order."""
    scores = []
    for question, stored in zip(questions, answers, strict=True):
        scores.append(scorer.score(question, stored))
        told(len(scores))
    return scores


def usage_values(answer: Article | Abstention) -> Values:
    """Return what an answer took: seconds, tokens, money."""
    usage = answer.usage
    return {
        "seconds": sum(seconds for _, seconds in usage.seconds),
        "tokens": float(usage.prompt_tokens + usage.completion_tokens),
        "cost": usage.cost,
    }


def _judged(
    judgements: Sequence[Judgement], kind: str, answer: Article | Abstention
) -> list[JudgedStatement]:
    claims = [claim.text for claim in answer.claims] if isinstance(answer, Article) else []
    return [
        JudgedStatement(
            text=one.statement,
            kind="must have" if kind == "must have" else "nice to have",
            label=one.label,
            claims=tuple(claims[place] for place in one.claims),
        )
        for one in judgements
    ]
