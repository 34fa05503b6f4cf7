"""What a report says, in whatever form it is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragqa.evaluation.metrics import METRICS, Family, Metric
from ragqa.evaluation.question_scores import QuestionScores
from ragqa.evaluation.run_scores import Figure, JudgeUsed, RunScores
from ragqa.evaluation.stored_answers import StoredAnswer
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import Claim, Label

WORST = 12
"""Questions of which the evidence is shown."""

BY_TAG = (
    "must_have_recall",
    "contradicted",
    "decision_accuracy",
    "citation_recall",
    "citation_precision",
    "ndcg_at_10",
    "false_abstention",
    "should_abstain_caught",
    "seconds",
)
"""Metrics that are shown for each tag; scores.json has all of them."""

SLIGHT = 0.2
"""Kappa up to which agreement is called slight (Landis & Koch 1977)."""

UNVALIDATED = (
    "This judge was never validated: nobody knows how far it agrees with people. "
    "Do not believe the figures that are marked as judged."
)
OWN_CHECKS = (
    "Citation recall and precision are judged by the checks that let the sentences through, on the "
    "whole cited passage: they show that the stored articles are what the gate passed, not that an "
    "independent reader agrees."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A metric and its figure."""

    metric: Metric
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question that went wrong, and what its answer rests on."""

    scores: QuestionScores
    fault: str
    answer: Article | Abstention

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the article, none of an abstention."""
        return self.answer.claims if isinstance(self.answer, Article) else ()


def families(figures: dict[str, Figure]) -> list[tuple[Family, list[Row]]]:
    """Return the figures of each family that has any, in the order of a report."""
    rows = [Row(metric=METRICS[name], figure=figure) for name, figure in figures.items()]
    grouped = [(family, [row for row in rows if row.metric.family is family]) for family in Family]
    return [(family, members) for family, members in grouped if members]


def tag_metrics(scores: RunScores) -> list[Metric]:
    """Return the metrics of the table by tag that the run has."""
    return [METRICS[name] for name in BY_TAG if name in scores.metrics]


def judge_warning(judge: JudgeUsed) -> str | None:
    """Return what has to be said loudly of the judge; nothing of one that agrees with people."""
    if not judge.validations:
        return UNVALIDATED
    weak = [one for one in judge.validations if one.kappa.value < SLIGHT]
    if not weak:
        return None
    return (
        f"On {', '.join(one.pairs for one in weak)} this judge agrees with people hardly better "
        "than chance: do not believe it on statements worded as freely as there."
    )


def worst_cases(scores: RunScores, answers: Sequence[StoredAnswer]) -> list[Case]:
    """Return the questions with the greatest loss, the surest first where it is equal."""
    given = {one.question_id: one.answer for one in answers}
    losses = [(one, loss) for one in scores.questions if (loss := loss_of(one)) > 0]
    ranked = sorted(losses, key=lambda pair: (-pair[1], -pair[0].confidence))
    return [
        Case(scores=one, fault="; ".join(faults_of(one)), answer=given[one.question_id])
        for one, _ in ranked[:WORST]
    ]


def loss_of(scores: QuestionScores) -> float:
    """Return the loss of one question in [0, 1]; a false abstention loses everything."""
    return scores.values.get("risk") or scores.values.get("false_abstention") or 0.0


def faults_of(scores: QuestionScores) -> Iterator[str]:
    """Yield what went wrong with a question, in plain words."""
    values = scores.values
    if scores.should_abstain and values.get("answered"):
        yield "answered, and should be abstained from"
    if values.get("false_abstention"):
        yield "abstained from, and has an answer"
    if contradicted := values.get("contradicted"):
        yield f"contradicts {contradicted:.0f} of the gold statements"
    if values.get("answered") and (values.get("must_have_recall", 1.0) or 0.0) < 1:
        untold = sum(
            one.kind == "must have" and one.label != Label.SUPPORTED for one in scores.statements
        )
        yield f"leaves out {untold} of the must-have statements"
    if values.get("answered") and values.get("decision_accuracy") == 0:
        yield "decides otherwise than the gold set"
    if values.get("gold_source_cited") == 0:
        yield "cites no gold source"
