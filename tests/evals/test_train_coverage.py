"""Indexes with and without their answers, and what is learned from asking both."""

import importlib
import sys
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from ragqa.retrieval.coverage import Signals
from tests.evals.test_calibration import EVALS

TOPICS = ("exampline", "samplamine", "fictosis", "madeupitis", "mocktrate", "shamol")


@pytest.fixture(scope="module", autouse=True)
def _scripts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(EVALS), *sys.path])
        yield


@pytest.fixture
def answerability() -> ModuleType:
    return importlib.import_module("answerability")


@pytest.fixture
def training() -> ModuleType:
    return importlib.import_module("train_coverage")


def test_each_half_holds_the_answers_to_its_own_questions_and_none_to_the_others(
    answerability: ModuleType,
) -> None:
    relevance = importlib.import_module("relevance")
    one = relevance.RelevanceSet(
        name="made up",
        family="made up",
        licence="ours",
        documents={f"{topic}-{n}": (topic, f"On {topic}.") for topic in TOPICS for n in range(3)},
        questions={topic: f"What is {topic}?" for topic in TOPICS},
        grades={topic: {f"{topic}-0": 1, f"{topic}-1": 1, f"{topic}-2": 0} for topic in TOPICS},
    )
    first, second = answerability.halves(one.name, {one.name: one})
    assert first.asked == second.asked == sorted(TOPICS)
    for half, other in ((first, second), (second, first)):
        for topic in half.asked[half.number :: 2]:
            answers = {f"{topic}-0", f"{topic}-1"}
            assert answers <= set(half.one.documents)
            assert answers.isdisjoint(other.one.documents)
    judged_otherwise = {f"{topic}-2" for topic in TOPICS}
    assert judged_otherwise == set(first.one.documents) & set(second.one.documents)


def test_what_is_learned_comes_true_as_often_as_it_says(training: ModuleType) -> None:
    chance = np.random.default_rng(7)
    sets = []
    for name, count in (("small", 200), ("large", 2000)):
        likeness, noise = chance.random(count), chance.random(count)
        answered = chance.random(count) < 1 / (1 + np.exp(-6 * (likeness - 0.6)))
        sets.append(
            [
                training.Asked(
                    name=name,
                    family=name,
                    trainable=True,
                    held=bool(true),
                    answered=bool(true),
                    signals=Signals(likeness=a, agreement=b, lead=-a),
                    similarity=a,
                    share=1.0,
                    covered=1.0,
                )
                for a, b, true in zip(likeness.tolist(), noise.tolist(), answered, strict=True)
            ]
        )
    weights = training.learned(sets)
    assert weights.likeness == pytest.approx(6, abs=1.5)
    assert 0 <= weights.agreement < 1
    assert weights.lead == 0.0
    said, came = training.said_and_came(sets[1], weights)
    assert said.mean() == pytest.approx(came.mean(), abs=0.05)
