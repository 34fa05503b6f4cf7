"""Settings to working parts: the only file that names concrete backends.

What a command does not need is not imported: the parts are imported where they are built.
"""

import hashlib
import os
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ragqa.config import Settings
from ragqa.embedding.kept_files import MODELS
from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.embedding.model_files import is_packaged
from ragqa.indexing.store import IndexStore

if TYPE_CHECKING:
    from ragqa.audience.retelling import Retelling
    from ragqa.conversation.follow_ups import FollowUpReader
    from ragqa.generation.composer import Composer
    from ragqa.indexing.snapshot import Snapshot
    from ragqa.ingestion.ingester import Ingester
    from ragqa.llm.language_model import LanguageModel
    from ragqa.pipeline import Pipeline
    from ragqa.retrieval.gathering import EvidenceGatherer
    from ragqa.retrieval.reranker import Reranker
    from ragqa.retrieval.retriever import Retriever
    from ragqa.schema.provenance import Prices, Provenance
    from ragqa.verification.entailment import EntailmentModel
    from ragqa.verification.gate import Gate
    from ragqa.verification.lookup import EvidenceLookup


def build_store(settings: Settings) -> IndexStore:
    """Return the index folder's keeper."""
    return IndexStore(settings.index)


def build_embedder(settings: Settings, *, threads: int = 1) -> SpanEmbedder:
    """Return the embedder; its weights load when they are first needed.

    Args:
        settings: the shipped model runs in 8-bit integers, any other as sentence-transformers do.
        threads: cores that the shipped model spreads many texts over; one text takes one.

    Raises:
        ModelError: there is no such model on this machine.
    """
    if is_packaged(settings.embedder.model):
        from ragqa.embedding.int8_embedder import Int8Embedder

        return Int8Embedder(cache=settings.index / MODELS, threads=threads)
    return _sentence_transformer(settings.embedder.model)


@lru_cache(maxsize=1)
def _sentence_transformer(model: str) -> SpanEmbedder:
    """Return one embedder for all who ask in turn, so that its weights are hashed once."""
    from ragqa.embedding.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(model)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def build_ingester(settings: Settings) -> "Ingester":
    """Return what turns files into a new snapshot."""
    from ragqa.ingestion.chunker import Chunker
    from ragqa.ingestion.ingester import Ingester
    from ragqa.ingestion.sandbox import Limits, Sandbox

    embedder = build_embedder(settings, threads=cores())
    return Ingester(
        store=build_store(settings),
        embedder=embedder,
        chunker=Chunker(embedder, target=settings.ingestion.passage_tokens),
        sandbox=Sandbox(
            limits=Limits(
                seconds=settings.ingestion.file_seconds,
                memory=settings.ingestion.file_megabytes << 20,
            )
        ),
        # Nothing else compares them, and they are two thirds of an index.
        words=settings.reranker.model == "late-interaction",
    )


def open_snapshot(settings: Settings) -> "Snapshot":
    """Open and pin the snapshot that serves.

    Raises:
        NoIndexError: nothing has been ingested yet.
        IndexMismatchError: it was built with another embedder than the settings name.
    """
    return build_store(settings).open(embedder_id=build_embedder(settings).embedder_id)


def build_question_embedder(settings: Settings, *, threads: int = 1) -> SpanEmbedder:
    """Return the embedder, which reads a question once where its words are compared as well."""
    embedder = build_embedder(settings, threads=threads)
    if settings.reranker.model != "late-interaction":
        return embedder
    from ragqa.embedding.read_once import ReadOnce

    return ReadOnce(embedder)


def build_retriever(
    settings: Settings, snapshot: "Snapshot", embedder: SpanEmbedder | None = None
) -> "Retriever":
    """Return the retriever over one snapshot, with an embedder of its own unless one is given."""
    embedder = embedder or build_question_embedder(settings)
    return _retriever(settings, snapshot, embedder, build_reranker(settings, snapshot, embedder))


def _retriever(
    settings: Settings,
    snapshot: "Snapshot",
    embedder: SpanEmbedder,
    reranker: "Reranker | None",
) -> "Retriever":
    from ragqa.retrieval.fusion import learned_weights
    from ragqa.retrieval.hybrid import HybridRetriever

    hybrid = HybridRetriever(
        snapshot,
        embedder,
        depth=settings.retrieval.candidates,
        weights=learned_weights(),
    )
    if reranker is None:
        return hybrid
    from ragqa.retrieval.reranked import RerankedRetriever

    return RerankedRetriever(
        hybrid, reranker, depth=settings.reranker.depth, weight=settings.reranker.weight
    )


def build_gatherer(settings: Settings, snapshot: "Snapshot") -> "EvidenceGatherer":
    """Return what finds the passages that an answer may be composed from."""
    return _gatherer(settings, snapshot, build_retriever(settings, snapshot))


def _gatherer(
    settings: Settings, snapshot: "Snapshot", retriever: "Retriever"
) -> "EvidenceGatherer":
    from ragqa.retrieval.gathering import EvidenceGatherer

    return EvidenceGatherer(
        snapshot,
        retriever,
        passages=settings.retrieval.passages,
        per_document=settings.retrieval.per_document,
    )


def build_reranker(
    settings: Settings, snapshot: "Snapshot", embedder: SpanEmbedder
) -> "Reranker | None":
    """Return the reranker that the settings name, or None; its weights load when first needed.

    Raises:
        ModelError: there is no such model on this machine.
    """
    match settings.reranker.model:
        case "none":
            return None
        case "late-interaction":
            from ragqa.retrieval.late_interaction import LateInteractionReranker

            return LateInteractionReranker(snapshot, embedder)
        case model:
            from ragqa.retrieval.cross_encoder import CrossEncoderReranker

            return CrossEncoderReranker(model)


def build_language_model(settings: Settings) -> "LanguageModel":
    """Return the language model that the settings name; nothing is sent yet."""
    from ragqa.llm.openai_compatible import OpenAICompatible

    model = settings.language_model
    return OpenAICompatible(
        base_url=model.base_url,
        api_key=model.api_key.get_secret_value(),
        model=model.model,
        deadline_seconds=model.deadline_seconds,
        idle_seconds=model.idle_seconds,
        max_tokens=model.max_tokens,
        seed=model.seed,
    )


def build_composer(settings: Settings) -> "Composer":
    """Return the composer that the settings name."""
    match settings.composer.kind:
        case "llm":
            from ragqa.generation.llm_composer import ComposerPrompts, LlmComposer
            from ragqa.prompts import load_prompt

            prompts = ComposerPrompts(
                system=load_prompt("compose_article_system"),
                user=load_prompt("compose_article_user"),
                retry=load_prompt("compose_article_retry"),
            )
            return LlmComposer(
                model=build_language_model(settings),
                prompts=prompts,
                limit=settings.composer.sentences,
                claims=settings.composer.claims,
            )
        case "extractive":
            from ragqa.generation.extractive_composer import ExtractiveComposer

            return ExtractiveComposer()


def build_follow_up_reader(settings: Settings) -> "FollowUpReader":
    """Return what makes whole questions of follow-ups: rules, or the model that composes."""
    from ragqa.conversation.rule_based import RuleBasedReader

    match settings.composer.kind:
        case "extractive":
            return RuleBasedReader()
        case "llm":
            from ragqa.conversation.model_reader import ModelReader
            from ragqa.prompts import load_prompt

            return ModelReader(
                build_language_model(settings),
                system=load_prompt("rewrite_follow_up_system"),
                user=load_prompt("rewrite_follow_up_user"),
                otherwise=RuleBasedReader(),
            )


def build_gate(settings: Settings, evidence: "EvidenceLookup | None" = None) -> "Gate":
    """Return the gate with the checks that the settings name.

    Args:
        settings: of verification.
        evidence: where a refused sentence is looked up again; None: nowhere.
    """
    from ragqa.verification.gate import Gate
    from ragqa.verification.verifier import Verifier

    verifier = Verifier(
        support=settings.verification.support,
        entailment=build_entailment(settings),
        entailed=settings.verification.entailed,
    )
    return Gate(verifier=verifier, evidence=evidence)


def build_entailment(settings: Settings) -> "EntailmentModel | None":
    """Return the entailment model that the settings name, or None; it loads when first needed.

    Raises:
        ModelError: there is no such model on this machine, or its weights have no known hash.
    """
    match settings.verification.entailment:
        case "none":
            return None
        case "language-model":
            return build_language_model_entailment(settings)
        case weights if weights.endswith(".safetensors"):
            from ragqa.verification.int8_entailment import Int8EntailmentModel, pinned

            path = Path(weights)
            return Int8EntailmentModel(
                weights=path, sha256=pinned(path), cache=settings.index / MODELS, threads=1
            )
        case model:
            from ragqa.verification.cross_encoder_entailment import CrossEncoderEntailment

            return CrossEncoderEntailment(model)


def build_language_model_entailment(settings: Settings) -> "EntailmentModel":
    """Return the language model as judge of what evidence says; nothing is sent yet."""
    from ragqa.prompts import load_prompt
    from ragqa.verification.language_model_entailment import LanguageModelEntailment

    return LanguageModelEntailment(
        build_language_model(settings),
        system=load_prompt("judge_entailment_system"),
        user=load_prompt("judge_entailment_user"),
    )


def build_pipeline(
    settings: Settings, snapshot: "Snapshot", embedder: SpanEmbedder | None = None
) -> "Pipeline":
    """Return what answers from one snapshot, with an embedder of its own unless one is given."""
    from ragqa.generation.extractive_composer import ExtractiveComposer
    from ragqa.pipeline import Pipeline
    from ragqa.retrieval.claim_evidence import ClaimEvidence
    from ragqa.retrieval.coverage import CoverageAssessor, learned_coverage
    from ragqa.retrieval.sentences import SentenceSelector

    embedder = embedder or build_question_embedder(settings, threads=cores())
    reranker = build_reranker(settings, snapshot, embedder)
    composer = build_composer(settings)
    retriever = _retriever(settings, snapshot, embedder, reranker)
    selector = SentenceSelector(snapshot, embedder)
    gate = build_gate(settings, ClaimEvidence(retriever, selector))
    return Pipeline(
        snapshot=snapshot,
        gatherer=_gatherer(settings, snapshot, retriever),
        selector=selector,
        coverage=CoverageAssessor(snapshot, learned_coverage()),
        composer=composer,
        fallback=ExtractiveComposer(),
        gate=gate,
        retelling=build_retelling(settings, gate),
        provenance=_provenance(settings, snapshot, composer, reranker, gate),
        prices=_prices(settings),
        now=_now,
    )


def build_retelling(settings: Settings, gate: "Gate") -> "Retelling":
    """Return what tells articles to their audiences, with the model of the composer if it has one.

    Args:
        settings: of the composer and its model.
        gate: lets the other words through, or not.
    """
    from ragqa.audience.model_wording import ModelWording
    from ragqa.audience.retelling import Retelling

    asked = settings.composer.kind == "llm"
    return Retelling(
        verifier=gate.verifier,
        model=ModelWording(build_language_model(settings)) if asked else None,
        prices=_prices(settings),
    )


def _prices(settings: Settings) -> "Prices":
    from ragqa.schema.provenance import Prices

    return Prices(
        prompt=settings.language_model.prompt_price,
        completion=settings.language_model.completion_price,
    )


def provenance_of(settings: Settings, snapshot: "Snapshot") -> "Provenance":
    """Return all that an answer from `snapshot` would rest on now, but for its time.

    Raises:
        ModelError: the reranker's files cannot be read.
    """
    reranker = build_reranker(settings, snapshot, build_embedder(settings))
    return _provenance(settings, snapshot, build_composer(settings), reranker, build_gate(settings))


def _provenance(
    settings: Settings,
    snapshot: "Snapshot",
    composer: "Composer",
    reranker: "Reranker | None",
    gate: "Gate",
) -> "Provenance":
    from importlib.metadata import version

    from ragqa.schema.provenance import Provenance

    return Provenance(
        snapshot=snapshot.snapshot_id,
        prompts=(*composer.prompts, *build_retelling(settings, gate).prompts),
        composer=composer.composer_id,
        embedder=snapshot.embedder_id,
        verifier=gate.verifier_id,
        settings=fingerprint_of(settings, reranker),
        version=version("ragqa"),
        generated_at="",
    )


def fingerprint_of(settings: Settings, reranker: "Reranker | None") -> str:
    """Hash the settings and the bytes of the reranker, of which they say no more than a name.

    Raises:
        ModelError: the reranker's files cannot be read.
    """
    if reranker is None:
        return settings.fingerprint
    parts = f"{settings.fingerprint} {reranker.reranker_id}"
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def _now() -> datetime:
    """Return the time, or that of SOURCE_DATE_EPOCH, by which reproducible builds are dated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
