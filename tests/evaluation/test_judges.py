"""Judges of statements: which claims they are asked about, and what they reply."""

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.evaluation.judgement_memory import RememberedJudge
from ragqa.evaluation.judges import NEAREST, VerifierJudge, judge_statement, shared_words
from ragqa.evaluation.model_judge import ModelJudge
from ragqa.prompts import load_prompt
from ragqa.schema.claim import Label
from ragqa.verification.language_model_entailment import LanguageModelEntailment
from tests.evaluation.runs import GATE, NAUSEA, PAIN, SLEEP
from tests.llm.scripted_model import ScriptedModel

DEFAULT = VerifierJudge(GATE.judge, GATE.verifier_id)


@dataclass
class Scripted:
    """Answers by what the evidence holds, and remembers what it was asked."""

    supporting: tuple[str, ...] = ()
    contradicting: tuple[str, ...] = ()
    judge_id: str = "scripted"
    asked: list[str] = field(default_factory=list)

    def judge(self, statement: str, evidence: str) -> Label:
        self.asked.append(evidence)
        if self.supporting and all(words in evidence for words in self.supporting):
            return Label.SUPPORTED
        if any(words in evidence for words in self.contradicting):
            return Label.CONTRADICTED
        return Label.NOT_ENOUGH_INFO


def test_one_claim_is_enough() -> None:
    found = judge_statement(PAIN, [SLEEP, PAIN], Scripted(supporting=("pain",)))
    assert (found.label, found.claims) == (Label.SUPPORTED, (1,))


def test_two_claims_together_are_enough_in_reading_order() -> None:
    claims = ["Drug A reduced pain.", "Condition X is rare.", "Drug A is for condition X."]
    judge = Scripted(supporting=("reduced pain", "is for condition X"))
    found = judge_statement("Drug A reduced pain in condition X.", claims, judge)
    assert (found.label, found.claims) == (Label.SUPPORTED, (0, 2))
    assert "Drug A reduced pain. Drug A is for condition X." in judge.asked


def test_what_one_claim_supports_another_cannot_contradict() -> None:
    judge = Scripted(supporting=("reduced",), contradicting=("raised",))
    claims = ["Drug A raised pain in adults.", "Drug A reduced pain."]
    assert judge_statement("Drug A reduced pain in adults.", claims, judge).label == "SUPPORTED"


def test_a_claim_that_contradicts_is_named() -> None:
    judge = Scripted(contradicting=("raised",))
    found = judge_statement("Drug A reduced pain.", ["Drug A raised pain."], judge)
    assert (found.label, found.claims) == (Label.CONTRADICTED, (0,))


def test_only_the_nearest_claims_are_judged() -> None:
    judge = Scripted()
    claims = [f"Drug A and thing{number}." for number in range(20)] + ["Unrelated words."]
    found = judge_statement("Drug A reduced pain.", claims, judge)
    assert found.label is Label.NOT_ENOUGH_INFO
    assert len(judge.asked) == NEAREST + NEAREST * (NEAREST - 1) // 2
    assert not any("Unrelated" in evidence for evidence in judge.asked)


def test_an_abstention_tells_nothing() -> None:
    assert judge_statement(PAIN, [], Scripted(supporting=("",))).label is Label.NOT_ENOUGH_INFO


@pytest.mark.parametrize(
    ("statement", "label"),
    [
        (PAIN, Label.SUPPORTED),
        ("Pain fell by 20% with drug A among adults with condition X.", Label.SUPPORTED),
        ("Drug A reduced pain by 30% in adults with condition X.", Label.NOT_ENOUGH_INFO),
        ("Drug A increased pain by 20% in adults with condition X.", Label.CONTRADICTED),
        ("Drug A did not reduce pain in adults with condition X.", Label.CONTRADICTED),
        (NAUSEA, Label.NOT_ENOUGH_INFO),
        ("Sleep was not improved.", Label.NOT_ENOUGH_INFO),
    ],
)
def test_the_verifier_and_shared_words_judge_rewordings(statement: str, label: Label) -> None:
    assert DEFAULT.judge(statement, PAIN) is label


def test_every_threshold_is_another_judge() -> None:
    other = VerifierJudge(GATE.judge, GATE.verifier_id, shared=0.5)
    assert len({DEFAULT.judge_id, other.judge_id, GATE.verifier_id}) == 3


@given(st.text(max_size=60), st.text(max_size=60))
def test_shared_words_are_a_share(statement: str, evidence: str) -> None:
    assert 0 <= shared_words(statement, evidence) <= 1


def test_words_of_content_alone_count() -> None:
    assert shared_words("The drug reduced pain.", "Pain was reduced by this drug.") == 1.0
    assert shared_words("Exercise helps.", "Exercise.") == 0.5
    assert shared_words("", "Anything.") == 0.0


def test_a_model_as_judge_says_its_likeliest_label() -> None:
    model = ScriptedModel()
    model.enqueue(*(json.dumps({"label": label}) for label in Label))
    prompts = load_prompt("judge_entailment_system"), load_prompt("judge_entailment_user")
    judge = ModelJudge(LanguageModelEntailment(model, system=prompts[0], user=prompts[1]))
    assert [judge.judge("Pain fell.", "Pain fell.") for _ in Label] == list(Label)
    assert judge.judge_id.startswith("scripted@prompts:")


def test_judgements_are_remembered_by_judge_and_words() -> None:
    kept: list[str] = []
    judge = Scripted(supporting=("pain",))
    remembering = RememberedJudge(judge, [], kept.append)
    assert [remembering.judge("s", "pain") for _ in "12"] == [Label.SUPPORTED] * 2
    assert judge.asked == ["pain"]
    again = Scripted()
    damaged = ["", "{", "[]", '{"judged": 1}', '{"judged": "x", "label": "MAYBE"}']
    assert RememberedJudge(again, [*damaged, *kept], kept.append).judge("s", "pain") == "SUPPORTED"
    assert again.asked == []
    other = Scripted(judge_id="other")
    assert RememberedJudge(other, kept, kept.append).judge("s", "pain") is Label.NOT_ENOUGH_INFO
    assert len(kept) == 2
    assert set(json.loads(kept[0])) == {"judged", "label"}
