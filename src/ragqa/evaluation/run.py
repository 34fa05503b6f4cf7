"""One evaluation run from its specification to its folder: answer, score, report.

spec + gold -> what is left -> answers.jsonl -> scores -> scores.json, report.html, report.md
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ragqa.errors import UsageError
from ragqa.evaluation.answer_scores import Similarity
from ragqa.evaluation.answering import Answering, answer_all
from ragqa.evaluation.citation_scores import Supports
from ragqa.evaluation.gold import GoldQuestion, read_gold
from ragqa.evaluation.gold_sources import GoldSources, SourceLookup, require_all
from ragqa.evaluation.judges import Judge
from ragqa.evaluation.report_html import render_report as html_report
from ragqa.evaluation.report_markdown import render_report as markdown_report
from ragqa.evaluation.run_folder import RESTS_ON, SCORES, RunFolder
from ragqa.evaluation.run_scores import JudgeUsed, RunScores, as_json, run_scores
from ragqa.evaluation.scoring import Scorer, score_all
from ragqa.evaluation.spec import RunSpec, as_table
from ragqa.evaluation.validation import read_records, shipped_records, validations_of
from ragqa.schema.question import Audience
from ragqa.toml_files import Table
from ragqa.verification.lookup import PassageLookup


class Index(PassageLookup, SourceLookup, Protocol):
    """The snapshot that a run asks."""

    @property
    def snapshot_id(self) -> str:
        """Hash of what it holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a run works with, ready made.

    `settings` are those of ragqa, as a table; `fingerprint` is of those that can change an answer.
    """

    index: Index
    answering: Answering
    supports: Supports
    judge: Judge
    similarity: Similarity
    settings: Table
    fingerprint: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Whom to tell how far a run is, by the number of questions done."""

    answered: Callable[[int], None]
    scored: Callable[[int], None]


def gold_of(spec: RunSpec) -> list[GoldQuestion]:
    """Return the questions of a run.

    Raises:
        UsageError: the gold set cannot be read, is empty, or a row is wrong.
    """
    return read_gold(spec.settings.gold)[: spec.settings.limit]


def judge_used(spec: RunSpec, judge: Judge) -> JudgeUsed:
    """Return the judge with its validations.

    Raises:
        JudgeError: it was never validated, and the specification does not allow that.
        UsageError: the file of validations cannot be read.
    """
    given = spec.settings.validation
    records = [*shipped_records(), *(read_records(given) if given else [])]
    found = validations_of(judge.judge_id, records, unvalidated=spec.settings.judge_unvalidated)
    return JudgeUsed(judge_id=judge.judge_id, validations=found)


def run(
    spec: RunSpec, questions: Sequence[GoldQuestion], parts: Parts, out: Path, told: Told
) -> RunScores:
    """Do what is left of a run and write its folder.

    Args:
        spec: what to do.
        questions: of its gold set, as `gold_of` gives them.
        parts: what to do it with.
        out: the folder, new or of the same run.
        told: hears how far it is.

    Raises:
        RunError: the folder holds another run, is in use, or cannot be written.
        JudgeError: the judge was never validated.
        UsageError: the index lacks a gold source.
    """
    used = judge_used(spec, parts.judge)
    sources = GoldSources(questions, parts.index)
    if spec.settings.missing_sources == "refuse":
        require_all(sources, questions)
    made_with = rests_on(spec, parts)
    settings = {"run": as_table(spec), RESTS_ON: made_with, "ragqa": parts.settings}
    with RunFolder.begun(out, settings) as folder:
        audience = Audience(spec.settings.audience)
        answers = answer_all(questions, parts.answering, audience, folder, told=told.answered)
        scorer = Scorer(
            sources=sources,
            lookup=parts.index,
            supports=parts.supports,
            judge=folder.remembered(parts.judge),
            similarity=parts.similarity,
        )
        scores = run_scores(
            score_all(questions, answers, scorer, told=told.scored),
            made_with=made_with,
            judge=used,
            gates=spec.gates,
            seed=spec.settings.seed,
            resamples=spec.settings.resamples,
        )
        folder.write(SCORES, as_json(scores))
        folder.write("report.html", html_report(scores, answers))
        folder.write("report.md", markdown_report(scores))
    return scores


def rests_on(spec: RunSpec, parts: Parts) -> dict[str, str | int]:
    """Return all that shapes the answers of a run: another of these, another run."""
    try:
        gold = hashlib.sha256(spec.settings.gold.read_bytes()).hexdigest()
    except OSError as error:
        raise UsageError(f"{spec.settings.gold} cannot be read ({error.strerror}).") from None
    return {
        "gold": spec.settings.gold.name,
        "gold_sha256": gold,
        "limit": spec.settings.limit or 0,
        "snapshot": parts.index.snapshot_id,
        "audience": spec.settings.audience,
        "settings": parts.fingerprint,
        "version": parts.version,
    }
