"""Every figure of a run: its name, what it says, whose it is, and which way is better.

The name is the key in scores.json and under `[gates]` of a specification. Most figures are means
over the questions that they apply to; the few that are not name their own statistic.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from ragqa.evaluation.abstention_scores import area_under_risk_coverage
from ragqa.evaluation.decisions import macro_f1

_AS_THE_FIELD_WRITES = {"ndcg@10": "nDCG@10", "mrr": "MRR", "aurc": "AURC", "rouge l": "ROUGE-L"}

Points = npt.NDArray[np.float64]
"""The values of some questions, shape (questions, columns)."""


class Family(StrEnum):
    """The parts of a report, in its order."""

    ANSWERS = "Answers"
    CITATIONS = "Citations"
    RETRIEVAL = "Retrieval"
    ABSTENTION = "Abstention"
    STRUCTURE = "Structure"
    COST = "Latency and cost"


def mean(points: Points) -> float:
    """Return the mean of one column."""
    return float(points[:, 0].mean())


def percentile_95(points: Points) -> float:
    """Return what 95 of 100 values of one column do not exceed."""
    return float(np.percentile(points[:, 0], 95))


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One figure of a run.

    `columns` are the values of each question that it is made of: a question that lacks one of
    them does not count. `judged` where it rests on the judge of statements, `bounded` where it lies
    in [0, 1].
    """

    name: str
    family: Family
    about: str
    columns: tuple[str, ...]
    higher_is_better: bool = True
    judged: bool = False
    bounded: bool = True
    statistic: Callable[[Points], float] = mean

    @property
    def title(self) -> str:
        """The name as it is printed."""
        written = self.name.replace("_", " ").replace(" at ", "@")
        return _AS_THE_FIELD_WRITES.get(written, written)

    @property
    def is_mean(self) -> bool:
        """Whether it is a mean over questions, so that two runs can be compared by question."""
        return self.statistic is mean

    def better(self, new: float, old: float) -> bool:
        """Say whether one value is better than another."""
        return new > old if self.higher_is_better else new < old


def _of(family: Family, **abouts: str) -> list[Metric]:
    """Return metrics that are means, higher is better."""
    return [
        Metric(name=name, family=family, about=about, columns=(name,))
        for name, about in abouts.items()
    ]


_METRICS = (
    Metric(
        name="must_have_recall",
        family=Family.ANSWERS,
        columns=("must_have_recall",),
        judged=True,
        about="Share of the must-have statements that a claim of the article, or two together, "
        "entail (K-QA's comprehensiveness); an abstention recalls none.",
    ),
    Metric(
        name="nice_to_have_recall",
        family=Family.ANSWERS,
        columns=("nice_to_have_recall",),
        judged=True,
        about="The same of the nice-to-have statements.",
    ),
    Metric(
        name="contradicted",
        family=Family.ANSWERS,
        columns=("contradicted",),
        higher_is_better=False,
        bounded=False,
        judged=True,
        about="Gold statements that a claim of the article contradicts, for each question "
        "(K-QA's hallucination rate).",
    ),
    *_of(
        Family.ANSWERS,
        rouge_l="ROUGE-L F1 of the claims against the gold prose (Lin 2004; rouge-score, stemmed).",
        token_similarity="Greedy F1 of token vectors, claims against gold prose, as BERTScore "
        "(Zhang et al. 2020), with the shipped embedder's vectors and no rescaling: 0.4 is not "
        "unusual for texts on different matters.",
        decision_accuracy="Share of the yes, no or maybe questions whose decision, derived from "
        "the article by rules, is the gold one; none derived counts as wrong.",
        decision_derived="Share of these questions from whose article a decision can be derived.",
    ),
    Metric(
        name="decision_macro_f1",
        family=Family.ANSWERS,
        columns=("decision_gold", "decision_given"),
        statistic=macro_f1,
        about="Mean F1 over yes, no and maybe, as PubMedQA reports it.",
    ),
    *_of(
        Family.CITATIONS,
        citation_recall="Share of claims that their cited passages together support (ALCE, Gao et "
        "al. 2023), judged by the verifier.",
        citation_precision="Share of citations that their claim needs: the claim is supported, "
        "and the passage supports it alone or the others do not without it (ALCE).",
        gold_source_cited="Share of articles that cite a gold source.",
        resolvable_references="Share of references that are in the index and have an identifier "
        "or an address.",
        intact_quotes="Share of quotes that are, character for character, what the index holds at "
        "their place.",
    ),
    *_of(
        Family.RETRIEVAL,
        ndcg_at_10="nDCG@10 of the gold sources in the ranking of a plain search (ir-measures).",
        recall_at_10="Share of the gold sources among the first 10 documents.",
        recall_at_100="Share of the gold sources among the first 100 documents.",
        mrr="Mean reciprocal rank of the first gold source.",
    ),
    *_of(
        Family.ABSTENTION,
        answered="Share of all questions that got an article.",
        should_abstain_caught="Share of the questions that should be abstained from that were.",
    ),
    Metric(
        name="false_abstention",
        family=Family.ABSTENTION,
        columns=("false_abstention",),
        higher_is_better=False,
        about="Share of the questions with an answer that were abstained from.",
    ),
    Metric(
        name="aurc",
        family=Family.ABSTENTION,
        columns=("confidence", "risk"),
        higher_is_better=False,
        judged=True,
        statistic=area_under_risk_coverage,
        about="Area under the risk-coverage curve over the answered questions (Geifman, Uziel & "
        "El-Yaniv 2019): mean risk when only the most confident are answered.",
    ),
    *_of(
        Family.STRUCTURE,
        sound_references="Share of articles whose reference list and citations are a bijection "
        "numbered 1 to n, each work once, by the linter.",
        cited_statements="Share of statements that carry a citation.",
    ),
    *[
        Metric(
            name=name,
            family=family,
            about=about,
            columns=(name,),
            higher_is_better=False,
            bounded=False,
        )
        for name, family, about in (
            ("faults", Family.STRUCTURE, "Faults that the linter finds, for each article."),
            ("seconds", Family.COST, "Seconds that an answer took, all stages together."),
            ("tokens", Family.COST, "Tokens that a language model read and wrote, an answer."),
            ("cost", Family.COST, "Money that a language model cost, an answer."),
        )
    ],
    Metric(
        name="seconds_p95",
        family=Family.COST,
        columns=("seconds",),
        higher_is_better=False,
        bounded=False,
        statistic=percentile_95,
        about="Seconds within which 95 of 100 answers were there.",
    ),
)

METRICS = {metric.name: metric for metric in _METRICS}
"""All metrics by name, in the order of a report."""
