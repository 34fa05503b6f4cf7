"""What a run works with, built from its specification and the settings of ragqa."""

from importlib.metadata import version

from ragqa.assembly import (
    build_embedder,
    build_gate,
    build_language_model_entailment,
    build_pipeline,
    build_retriever,
)
from ragqa.config import Settings
from ragqa.evaluation.answer_scores import TokenSimilarity
from ragqa.evaluation.answering import Answering
from ragqa.evaluation.judges import Judge, VerifierJudge
from ragqa.evaluation.run import Parts
from ragqa.evaluation.spec import RunSettings
from ragqa.indexing.snapshot import Snapshot
from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate


def settings_of(run: RunSettings, settings: Settings) -> Settings:
    """Return the settings of ragqa with the index and the composer of a run."""
    changes: dict[str, object] = {"index": run.index}
    if run.composer is not None:
        changes["composer"] = settings.composer.model_copy(update={"kind": run.composer})
    return settings.model_copy(update=changes)


def build_judge(kind: str, settings: Settings, gate: Gate | None = None) -> Judge:
    """Return the judge of statements that is asked for.

    Args:
        kind: "verifier" or "llm".
        settings: of ragqa, for the checks or the language model.
        gate: whose checks judge, where one is at hand.
    """
    match kind:
        case "llm":
            from ragqa.evaluation.model_judge import ModelJudge

            return ModelJudge(build_language_model_entailment(settings))
        case _:
            gate = gate or build_gate(settings)
            return VerifierJudge(gate.judge, gate.verifier_id)


def build_parts(run: RunSettings, settings: Settings, snapshot: Snapshot) -> Parts:
    """Return all that a run works with.

    Args:
        run: its specification.
        settings: of ragqa, as `settings_of` gives them.
        snapshot: pinned until the run is done.
    """
    pipeline = build_pipeline(settings, snapshot)
    retriever = build_retriever(settings, snapshot)
    gate = build_gate(settings)
    return Parts(
        index=snapshot,
        answering=Answering(
            answer=pipeline.answered,
            rank=lambda question, limit: retriever.retrieve(question.text, limit=limit),
        ),
        supports=lambda claim, premise: gate.judge(claim, premise).label is Label.SUPPORTED,
        judge=build_judge(run.judge, settings, gate),
        similarity=TokenSimilarity(build_embedder(settings)),
        settings=settings.model_dump(mode="json", exclude={"language_model": {"api_key"}}),
        fingerprint=settings.fingerprint,
        version=version("ragqa"),
    )
