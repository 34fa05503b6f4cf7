"""The reranker that runs a CrossEncoder, with tiny real ones."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.errors import ModelError
from ragqa.retrieval.cross_encoder import CrossEncoderReranker
from tests.cross_encoders import save_cross_encoder
from tests.factories import make_evidence, make_source

QUESTION = "Does drug A lower HbA1c in adults with condition X?"
TITLE = "Drug A for condition X"
PASSAGES = [
    "Drug A lowers HbA1c by 0.5 % in adults with condition X.",
    "Drug B does nothing.",
    "Condition X.",
    "Condition X is rare. " * 40,
]
EVIDENCE = [make_evidence(text, source=make_source(title=TITLE)) for text in PASSAGES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("cross-encoder") / "tiny")


@pytest.fixture(scope="module")
def reranker(folder: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(folder))


def test_the_scores_are_those_of_the_model_itself(
    folder: Path, reranker: CrossEncoderReranker
) -> None:
    import torch
    from transformers import AutoTokenizer, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = BertForSequenceClassification.from_pretrained(folder).eval()
    wanted = []
    for passage in PASSAGES:
        inputs = tokenizer(QUESTION, f"{TITLE}. {passage}", truncation=True, return_tensors="pt")
        with torch.inference_mode():
            wanted.append(model(**inputs).logits.sigmoid().item())
    assert reranker.scores(QUESTION, EVIDENCE) == pytest.approx(wanted, abs=1e-4)


@settings(max_examples=10)
@given(order=st.permutations(range(len(PASSAGES))))
def test_the_score_of_a_passage_does_not_depend_on_its_neighbours(
    reranker: CrossEncoderReranker, order: list[int]
) -> None:
    straight = reranker.scores(QUESTION, EVIDENCE)
    shuffled = reranker.scores(QUESTION, [EVIDENCE[place] for place in order])
    assert shuffled == pytest.approx(straight[order], abs=1e-4)


def test_no_passages_give_no_scores_and_load_nothing(folder: Path) -> None:
    scores = CrossEncoderReranker(str(folder)).scores(QUESTION, [])
    assert scores.shape == (0,)
    assert scores.dtype == np.float32


def test_two_models_never_share_an_id(tmp_path: Path, reranker: CrossEncoderReranker) -> None:
    other = CrossEncoderReranker(str(save_cross_encoder(tmp_path / "tiny", seed=1)))
    assert other.reranker_id != reranker.reranker_id
    assert other.reranker_id.startswith("tiny@sha256:")


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-model"):
        CrossEncoderReranker(str(tmp_path / "no-such-model"))


def test_a_classifier_of_three_classes_is_no_reranker(tmp_path: Path) -> None:
    folder = save_cross_encoder(tmp_path / "three", outputs=("a", "b", "c"))
    with pytest.raises(ModelError, match="gives 3 numbers for a pair"):
        CrossEncoderReranker(str(folder)).scores(QUESTION, EVIDENCE)


def test_a_cut_weight_file_is_told(tmp_path: Path) -> None:
    weights = save_cross_encoder(tmp_path / "cut") / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot be loaded"):
        CrossEncoderReranker(str(tmp_path / "cut")).scores(QUESTION, EVIDENCE)


def test_weights_that_are_no_numbers_are_told(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    weights = save_cross_encoder(tmp_path / "nan") / "model.safetensors"
    tensors = load_file(weights)
    tensors["classifier.bias"] = np.full_like(tensors["classifier.bias"], np.nan)
    save_file(tensors, weights, metadata={"format": "pt"})
    with pytest.raises(ModelError, match="a score that is no number"):
        CrossEncoderReranker(str(tmp_path / "nan")).scores(QUESTION, EVIDENCE)


def test_loading_writes_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    CrossEncoderReranker(str(folder)).scores(QUESTION, EVIDENCE)
    assert capfd.readouterr() == ("", "")
