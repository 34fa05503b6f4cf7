"""Yes, no or maybe: the decision of an article, read from its direct answer by rules.

An article states what its sources say and decides nothing in a word. Rules read the first sentence
of the direct answer that decides: one that leaves the matter open says maybe, one that negates says
no, any other yes. `evals/README.md` tells how often they err on conclusions of PubMedQA.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ragqa.evaluation.gold import Decision
from ragqa.linguistics.polarity import negated
from ragqa.schema.article import Abstention, Article

_OPEN = re.compile(
    r"\b(?:un(?:clear|certain|known|proven)|inconclusive|insufficient(?:ly)? (?:evidence|data)|"
    r"(?:more|further|larger|additional|prospective|future) (?:\w+ ){0,3}(?:stud(?:y|ies)|research|"
    r"trials?|investigations?|evaluation)|remains? to be|cannot be (?:determined|concluded|"
    r"established)|(?:not|no) (?:enough|sufficient|conclusive|clear) evidence|controversial|"
    r"conflicting|mixed (?:results|evidence|findings)|limited evidence)\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:no (?:\w+ ){0,3}(?:difference|effect|benefit|association|evidence|correlation|impact|"
    r"advantage|relationship|increase|improvement)|neither|fail(?:s|ed)? to|lack of|rarely|"
    r"unlikely|unnecessary|unchanged|poor|weak|limited value|little)\b",
    re.IGNORECASE,
)


def decision_of(answer: Article | Abstention) -> Decision | None:
    """Return the decision of an answer to a question that asks for one; None of an abstention."""
    if isinstance(answer, Abstention):
        return None
    return decision_in([answer.claim(claim_id).text for claim_id in answer.summary])


def decision_in(sentences: Sequence[str]) -> Decision | None:
    """Return what the first of the sentences decides; None where there is none."""
    if not sentences:
        return None
    first = sentences[0]
    if _OPEN.search(first):
        return Decision.MAYBE
    return Decision.NO if negated(first) or _LESS.search(first) else Decision.YES


def code_of(decision: Decision | None) -> float:
    """Return a decision as the number that a table of values holds; -1 for none."""
    return float(list(Decision).index(decision)) if decision else -1.0


def macro_f1(points: npt.NDArray[np.float64]) -> float:
    """Return the mean F1 over the decisions that the gold column holds.

    Args:
        points: gold and given decision of each question as numbers, shape (n, 2).
    """
    gold, given = points[:, 0], points[:, 1]
    scores = []
    for code in np.unique(gold):
        hits = float(((gold == code) & (given == code)).sum())
        scores.append(2 * hits / float((gold == code).sum() + (given == code).sum()))
    return float(np.mean(scores))
