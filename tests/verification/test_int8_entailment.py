"""The 8-bit entailment model: sound probabilities, or a clear error, and never a lucky pass.

Here the embedder's own encoder stands below a head of chance, so that no training is needed.
"""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.embedding.converted_weights import load_converted, parsed, serialised
from ragqa.embedding.model_files import locate
from ragqa.errors import ModelError
from ragqa.schema.claim import Label
from ragqa.verification.entailment import LABELS
from ragqa.verification.int8_entailment import (
    CLAIM_TOKENS,
    Int8EntailmentModel,
    checked,
    pinned,
)

SAID = "Drug A lowered pain in adults with condition X over twelve weeks."
OTHER = "The library opens at nine and closes at five on working days."
CASES = st.lists(
    st.tuples(
        st.sampled_from((SAID, OTHER, "", "drug " * 200)), st.sampled_from((SAID, OTHER, " "))
    ),
    max_size=6,
)
SUPPORTED = LABELS.index(Label.SUPPORTED)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of weights as `evals/export_entailment.py` writes them, but for the training."""
    folder = tmp_path_factory.mktemp("index")
    chance = np.random.default_rng(7)
    tensors = dict(load_converted(locate(None), folder / "models"))
    del tensors["words"]
    tensors["evidence"] = chance.normal(size=384).astype(np.float32)
    tensors["head.weight"] = chance.normal(size=(len(LABELS), 1152)).astype(np.float32)
    tensors["head.bias"] = np.zeros(len(LABELS), dtype=np.float32)
    (folder / "chance.safetensors").write_bytes(serialised(tensors))
    return folder / "chance.safetensors"


@pytest.fixture(scope="module")
def model(weights: Path) -> Int8EntailmentModel:
    return made(weights)


def made(weights: Path) -> Int8EntailmentModel:
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    cache = weights.parent / "models"
    return Int8EntailmentModel(weights=weights, sha256=sha256, cache=cache, threads=1)


def test_claim_and_evidence_do_not_stand_for_each_other(model: Int8EntailmentModel) -> None:
    one, other = model.judge([(SAID, OTHER), (OTHER, SAID)])
    assert not np.allclose(one, other)


def test_it_is_known_by_its_name_and_the_hash_of_its_weights(weights: Path) -> None:
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    assert made(weights).model_id == f"chance-int8@sha256:{sha256}"


@settings(max_examples=20)
@given(CASES)
def test_a_pair_has_the_same_probabilities_in_any_company(
    model: Int8EntailmentModel, pairs: list[tuple[str, str]]
) -> None:
    found = model.judge(pairs)
    assert found.shape == (len(pairs), len(LABELS))
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    for pair, row in zip(pairs, found, strict=True):
        assert np.array_equal(model.judge([pair])[0], row)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [("", SAID), ("  ", SAID), (SAID, ""), (SAID, "\n"), ("pain " * (CLAIM_TOKENS + 1), SAID)],
)
def test_what_cannot_be_read_whole_is_never_supported(
    model: Int8EntailmentModel, claim: str, evidence: str
) -> None:
    (row,) = model.judge([(claim, evidence)])
    assert row[SUPPORTED] == 0
    assert LABELS[int(row.argmax())] is Label.NOT_ENOUGH_INFO


def test_long_evidence_is_read_where_it_speaks_of_the_claim(model: Int8EntailmentModel) -> None:
    unrelated = ["Seven boats lay in harbour."] * 40
    buried, *others = model.judge(
        [(SAID, " ".join([*unrelated, said, *unrelated])) for said in (SAID, "", OTHER)]
    )
    assert not any(np.allclose(buried, other) for other in others)


def test_altered_weights_are_refused(weights: Path, tmp_path: Path) -> None:
    content = bytearray(weights.read_bytes())
    sha256 = hashlib.sha256(content).hexdigest()
    content[-1] ^= 1
    altered = tmp_path / "altered.safetensors"
    altered.write_bytes(content)
    with pytest.raises(ModelError, match=r"altered\.safetensors' have the sha256 .* instead of"):
        checked(altered, sha256)


def test_the_hash_beside_the_weights_is_the_one_they_need(tmp_path: Path) -> None:
    (tmp_path / "some.sha256").write_text("abc123  some.safetensors\n")
    assert pinned(tmp_path / "some.safetensors") == "abc123"


@pytest.mark.parametrize("content", [None, "", "\n", "ünknown"])
def test_weights_of_no_known_hash_are_not_read(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "some.sha256").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"No hash of the entailment weights .*some\.sha256"):
        pinned(tmp_path / "some.safetensors")


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.safetensors' cannot be read \(No such file"):
        checked(tmp_path / "gone.safetensors", "")


def test_a_model_that_gives_no_numbers_is_refused(weights: Path) -> None:
    tensors = dict(parsed(memoryview(weights.read_bytes())))
    tensors["head.bias"] = np.full(3, np.nan, dtype=np.float32)
    spoilt = weights.with_name("spoilt.safetensors")
    spoilt.write_bytes(serialised(tensors))
    with pytest.raises(ModelError, match="a probability that is no number"):
        made(spoilt).judge([(SAID, SAID)])
