"""Likeness of prose, and decisions."""

import numpy as np
import pytest

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.word_bits import word_spans
from ragqa.evaluation.answer_scores import TokenSimilarity, decision_values, rouge_l
from ragqa.evaluation.decisions import code_of, decision_in, decision_of, macro_f1
from ragqa.evaluation.gold import Decision
from tests.evaluation.runs import PAIN, SLEEP, answer_of, gold, shelf


class OneHot:
    """Gives each of three words an axis of its own, and any other word none."""

    dimension = 3
    limit = 4
    embedder_id = "one-hot"

    def count(self, text: str) -> int:
        return len(text.split())

    def embed_spans(self, texts: list[str], spans: object) -> list[FloatArray]:
        axes = {"pain": 0, "fell": 1, "rose": 2}
        return [
            np.array(
                [np.zeros(3)]
                + [np.eye(4)[axes.get(text[a:b], 3)][:3] for a, b in word_spans(text)],
                dtype=np.float32,
            )
            for text in texts
        ]


@pytest.mark.parametrize(
    ("gold_text", "given", "value"),
    [
        (["pain fell"], ["pain fell"], 1.0),
        (["pain fell"], ["pain rose"], 0.5),
        # precision 1/1, recall 1/2: F1 is 2/3
        (["pain fell"], ["pain"], 2 / 3),
        (["pain"], ["rose"], 0.0),
        (["pain"], ["…"], 0.0),
        # longer than the embedder reads: in pieces
        (["pain fell pain fell pain fell"], ["pain fell"], 1.0),
    ],
)
def test_token_similarity_is_the_f1_of_the_best_matches(
    gold_text: list[str], given: list[str], value: float
) -> None:
    similarity = TokenSimilarity(OneHot())  # type: ignore[arg-type]
    assert similarity(gold_text, given) == pytest.approx(value, abs=1e-6)


def test_rouge_l_is_the_f1_of_the_longest_common_subsequence() -> None:
    # "drug pain adults" of four and five words: precision 3/5, recall 3/4
    found = rouge_l("drug lowers pain adults", "drug that eases pain adults")
    assert found == pytest.approx(2 * 0.6 * 0.75 / (0.6 + 0.75))
    assert rouge_l("reduced", "reduces") == 1.0


@pytest.mark.parametrize(
    ("sentence", "decision"),
    [
        ("Drug A reduced pain.", Decision.YES),
        ("Drug A did not reduce pain.", Decision.NO),
        ("There was no significant difference between drug A and placebo.", Decision.NO),
        ("Drug A failed to reduce pain.", Decision.NO),
        ("Further studies are needed before drug A can be advised.", Decision.MAYBE),
        ("The evidence is inconclusive.", Decision.MAYBE),
    ],
)
def test_the_first_sentence_decides(sentence: str, decision: Decision) -> None:
    assert decision_in([sentence, "Drug B was safe."]) is decision


def test_an_abstention_decides_nothing() -> None:
    abstention = answer_of(shelf(), "Does it help?", ())
    assert decision_of(abstention) is None
    assert decision_in([]) is None
    values = decision_values(gold("q", decision=Decision.YES), abstention)
    assert values["decision_accuracy"] == values["decision_derived"] == 0.0


def test_a_decision_is_held_against_the_gold_one() -> None:
    held = shelf()
    no = answer_of(held, "Does drug B improve sleep?", (SLEEP,))
    assert decision_values(gold("q", decision=Decision.NO), no)["decision_accuracy"] == 1.0
    yes = answer_of(held, "Does drug A reduce pain?", (PAIN,))
    assert decision_values(gold("q", decision=Decision.NO), yes)["decision_accuracy"] == 0.0
    assert decision_values(gold("q"), yes) == {}


def test_macro_f1_of_a_hand_worked_table() -> None:
    # yes: 2 right, 1 missed, 1 too many (F1 2/3); no: 1 right, 1 too many (F1 2/3); maybe: 0
    pairs = [("yes", "yes"), ("yes", "yes"), ("yes", "no"), ("no", "no"), ("maybe", "yes")]
    points = np.array([[code_of(Decision(a)), code_of(Decision(b))] for a, b in pairs])
    assert macro_f1(points) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert code_of(None) == -1.0
