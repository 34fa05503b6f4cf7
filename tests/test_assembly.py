"""Settings to working parts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ragqa.assembly import (
    build_composer,
    build_embedder,
    build_gate,
    build_ingester,
    build_language_model,
    build_pipeline,
    build_retriever,
    build_store,
    fingerprint_of,
    open_snapshot,
)
from ragqa.config import Settings
from ragqa.errors import IndexMismatchError, ModelError, NoIndexError
from ragqa.indexing.store import IndexStore
from ragqa.pipeline import Pipeline
from ragqa.retrieval.cross_encoder import CrossEncoderReranker
from ragqa.retrieval.hybrid import HybridRetriever
from ragqa.retrieval.reranked import RerankedRetriever
from tests.cross_encoders import save_cross_encoder
from tests.indexing.samples import EMBEDDER, publish, work


def _settings(index: Path, **stages: dict[str, str]) -> Settings:
    return Settings.model_validate({"index": index, **stages})


@pytest.mark.parametrize(
    ("kind", "composer_id"), [("extractive", "extractive-1"), ("llm", "model-of-the-test")]
)
def test_the_settings_choose_the_composer(tmp_path: Path, kind: str, composer_id: str) -> None:
    settings = _settings(
        tmp_path, composer={"kind": kind}, language_model={"model": "model-of-the-test"}
    )
    assert composer_id in build_composer(settings).composer_id


def test_a_language_model_is_built_without_asking_it_anything(tmp_path: Path) -> None:
    nobody = {"base_url": "http://127.0.0.1:9/v1", "model": "model-of-the-test"}
    model = build_language_model(_settings(tmp_path, language_model=nobody))
    assert "model-of-the-test" in model.model_id


def test_an_index_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        open_snapshot(_settings(tmp_path / "index"))


def test_an_index_of_another_embedder_is_refused(tmp_path: Path) -> None:
    publish(IndexStore(tmp_path / "index"), [work(1)])
    with pytest.raises(IndexMismatchError, match=EMBEDDER):
        open_snapshot(_settings(tmp_path / "index"))


def test_an_embedder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-model"):
        build_embedder(_settings(tmp_path, embedder={"model": "./no-such-model"}))


@pytest.mark.parametrize(
    ("build", "made"), [(build_pipeline, Pipeline), (build_retriever, RerankedRetriever)]
)
def test_parts_are_made_for_the_snapshot_that_serves(
    tmp_path: Path, build: Callable[..., object], made: type
) -> None:
    settings = _settings(tmp_path / "index")
    publish(build_store(settings), [work(1)])
    with IndexStore(tmp_path / "index").open() as snapshot:
        assert isinstance(build(settings, snapshot), made)


@pytest.mark.parametrize(
    ("model", "made"),
    [
        ("none", HybridRetriever),
        ("late-interaction", RerankedRetriever),
        ("tiny", RerankedRetriever),
    ],
)
def test_a_reranker_that_is_named_reads_what_the_search_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, made: type
) -> None:
    monkeypatch.chdir(tmp_path)
    save_cross_encoder(Path("tiny"))
    settings = _settings(tmp_path / "index", reranker={"model": model})
    publish(build_store(settings), [work(1)])
    with IndexStore(tmp_path / "index").open() as snapshot:
        assert isinstance(build_retriever(settings, snapshot), made)


def test_the_bytes_of_a_reranker_are_part_of_what_answers_rest_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_cross_encoder(Path("tiny"))
    plain, settings = _settings(tmp_path), _settings(tmp_path, reranker={"model": "tiny"})
    before = fingerprint_of(settings, CrossEncoderReranker("tiny"))
    assert before == fingerprint_of(settings, CrossEncoderReranker("tiny"))
    assert fingerprint_of(plain, None) == plain.fingerprint != before
    weights = Path("tiny/model.safetensors")
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert fingerprint_of(settings, CrossEncoderReranker("tiny")) != before


def test_a_reranker_that_is_not_there_is_told(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "index", reranker={"model": "./no-such-reranker"})
    publish(build_store(settings), [work(1)])
    with (
        IndexStore(tmp_path / "index").open() as snapshot,
        pytest.raises(ModelError, match="no-such-reranker"),
    ):
        build_retriever(settings, snapshot)


@pytest.mark.parametrize(("model", "kept"), [("none", False), ("late-interaction", True)])
def test_words_are_kept_where_the_reranker_compares_them(
    tmp_path: Path, model: str, kept: bool
) -> None:
    (tmp_path / "one.md").write_text("# Drug A\n\nDrug A helps adults.\n")
    settings = _settings(tmp_path / "index", reranker={"model": model})
    build_ingester(settings).ingest([tmp_path / "one.md"])
    with open_snapshot(settings) as snapshot:
        ids = [one.passage_id for one in snapshot.document_passages(snapshot.document_ids()[0])]
        if kept:
            assert len(snapshot.words(ids)) == len(ids) == 1
        else:
            with pytest.raises(IndexMismatchError, match="keeps no words"):
                snapshot.words(ids)


def test_the_settings_choose_who_is_asked_about_other_words(tmp_path: Path) -> None:
    folder = save_cross_encoder(tmp_path / "nli", outputs=("entailment", "contradiction"))
    weights = tmp_path / "mine.safetensors"
    weights.with_suffix(".sha256").write_text("abc123  mine.safetensors\n")
    ids = {
        kind: build_gate(_settings(tmp_path, verification={"entailment": kind})).verifier_id
        for kind in ("none", "language-model", str(weights), str(folder))
    }
    assert ids["none"] == build_gate(_settings(tmp_path)).verifier_id
    assert "@prompts:" in ids["language-model"]
    assert "mine-int8@sha256:abc123" in ids[str(weights)]
    assert "nli@sha256:" in ids[str(folder)]


def test_an_entailment_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    settings = _settings(tmp_path, verification={"entailment": "./no-such-model"})
    with pytest.raises(ModelError, match=r"The entailment model '\./no-such-model' is neither"):
        build_gate(settings)
