"""`ragqa batch run|stale`: many questions answered into a library, and kept true."""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ragqa.assembly import build_embedder, build_pipeline
from ragqa.cli import batch_diff
from ragqa.cli.batch_progress import batch_progress, rate, spent
from ragqa.cli.filled_index import open_filled
from ragqa.cli.options import (
    ByOption,
    IndexOption,
    JsonOption,
    LibraryOption,
    acting,
    library_place,
    require_command,
    settings_with,
)
from ragqa.cli.question_rows import read_questions
from ragqa.config import Settings
from ragqa.errors import UsageError
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.batch import Batch, BatchReport, Budget, Task
from ragqa.library.judging import build_judge
from ragqa.library.review_log import submitting
from ragqa.library.staleness import Stale
from ragqa.library.store import Library, article_id_of
from ragqa.library.turns import alone
from ragqa.schema.question import Question

_JOBS = 4
"""Questions put to a language model at one time."""

app = typer.Typer(
    help="Answer many questions into a library, and keep its articles true.",
    invoke_without_command=True,
    callback=require_command,
    rich_markup_mode=None,
)
app.command("diff", help=batch_diff.HELP)(batch_diff.diff)


@app.command(
    help="""Answer the questions of a file into a library: those that it does not answer yet.

    A run that was stopped anywhere goes on where it was. With --stale, articles that a change has
    touched are written anew as well: of the whole library, or of the questions of the file.

    Example: ragqa batch run questions.jsonl --library library.sqlite
    """
)
def run(
    questions: Annotated[
        Path | None,
        typer.Argument(metavar="[QUESTIONS]", help='JSON Lines, each {"question", "audience"?}.'),
    ] = None,
    library: LibraryOption = None,
    stale: Annotated[
        bool, typer.Option("--stale", help="Write stale articles anew as well.")
    ] = False,
    by: ByOption = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, help="Answers at one time.  [default: 4 with a language model, else 1]"
        ),
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(min=1, help="Begin no answer once so many tokens are spent.")
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option(min=0.0, help="Begin no answer once so much money is spent.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first row or question that is wrong.")
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> int:
    """Answer what is left to answer, and print what was done."""
    if questions is None and not stale:
        raise UsageError("There is nothing to answer. Name a file of questions, or give --stale.")
    settings = settings_with(index)
    _check_prices(settings, max_cost)
    asked = read_questions(questions, strict=strict) if questions else None
    name, place = acting(by), library_place(settings, library)
    with (
        Library.open(place, create=asked is not None, stored=submitting(name)) as opened,
        alone(opened.database),
        open_filled(settings) as snapshot,
    ):
        tasks = _tasks(opened, asked, _stale(settings, snapshot, opened, asked) if stale else [])
        batch = Batch(
            library=opened,
            answerer=build_pipeline(settings, snapshot),
            snapshot=snapshot,
            embedder=build_embedder(settings),
            jobs=jobs or (_JOBS if settings.composer.kind == "llm" else 1),
            budget=Budget(tokens=max_tokens, cost=max_cost),
            strict=strict,
        )
        with batch_progress(len(tasks)) as progress:
            report = batch.run(tasks, progress)
    unchanged = 0 if asked is None else len(asked) - len(tasks)
    print(json.dumps(_as_json(report, unchanged)) if as_json else _told(report, unchanged))
    return 1 if report.failures else 0


@app.command(
    help="""Say which articles a new snapshot, prompt, model or setting touches, and why.

    Example: ragqa batch stale --library library.sqlite --json
    """
)
def stale(
    library: LibraryOption = None, index: IndexOption = None, as_json: JsonOption = False
) -> int:
    """Judge every article and print the stale ones."""
    settings = settings_with(index)
    began = time.monotonic()
    with (
        Library.open(library_place(settings, library)) as opened,
        open_filled(settings) as snapshot,
    ):
        found = _stale(settings, snapshot, opened, None)
        articles, snapshot_id = len(opened.article_ids()), snapshot.snapshot_id
    if as_json:
        report = {
            "articles": articles,
            "stale": [_stale_as_json(one) for one in found],
            "snapshot": snapshot_id,
            "seconds": round(time.monotonic() - began, 3),
        }
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(
            "\n".join(
                [*map(_line, found), f"Stale: {len(found):,} of {_count(articles, 'article')}."]
            )
        )
    return 0


def _check_prices(settings: Settings, max_cost: float | None) -> None:
    """Refuse a budget in money that no answer would ever spend."""
    model = settings.language_model
    if max_cost is not None and not (model.prompt_price or model.completion_price):
        raise UsageError(
            "A budget in money needs prices. Set language_model.prompt_price and "
            "language_model.completion_price, or bound the tokens with --max-tokens."
        )


def _stale(
    settings: Settings, snapshot: Snapshot, library: Library, asked: Sequence[Question] | None
) -> list[Stale]:
    """Return the stale articles: of the questions asked, or of the whole library."""
    meant = None if asked is None else {article_id_of(question) for question in asked}
    print("ragqa: comparing the articles with the index.", file=sys.stderr)
    articles = (one for one in library.kept() if meant is None or one.article_id in meant)
    return build_judge(settings, snapshot, library).stale(articles)


def _tasks(
    library: Library, asked: Sequence[Question] | None, stale: Sequence[Stale]
) -> list[Task]:
    """Return what is left to do: questions without an article, then stale articles."""
    answered = library.article_ids()
    new = (one for one in asked or () if article_id_of(one) not in answered)
    return [
        *(Task(question=question, reason="") for question in new),
        *(Task(question=one.question, reason=one.sentence) for one in stale),
    ]


def _as_json(report: BatchReport, unchanged: int) -> dict[str, object]:
    return {
        "articles": report.articles,
        "abstentions": report.abstentions,
        "unchanged": unchanged,
        "failed": [
            {"question": one.question.text, "audience": one.question.audience, "error": one.error}
            for one in report.failures
        ],
        "left": report.left,
        "stopped": report.stopped,
        "tokens": report.spending.tokens,
        "cost": report.spending.cost,
        "seconds": round(report.seconds, 3),
    }


def _stale_as_json(article: Stale) -> dict[str, object]:
    return {
        "article_id": article.article_id,
        "question": article.question.text,
        "audience": article.question.audience,
        "reasons": [asdict(reason) for reason in article.reasons],
    }


def _told(report: BatchReport, unchanged: int) -> str:
    parts = [_count(report.articles, "article"), _count(report.abstentions, "abstention")]
    parts += [f"{unchanged:,} as they were"] if unchanged else []
    parts += [f"{len(report.failures):,} failed"] if report.failures else []
    parts += [part for part in (rate(report), spent(report)) if part and report.done]
    lines = [", ".join(parts) + "."]
    lines += [f"Failed: {one.question.text}: {one.error}" for one in report.failures]
    if report.stopped:
        lines.append(
            f"Stopped with {_count(report.left, 'question')} left: {report.stopped}. "
            "Run this again to go on."
        )
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _line(article: Stale) -> str:
    codes = ", ".join(dict.fromkeys(reason.code for reason in article.reasons))
    return f"{article.article_id}  {article.question.text}  [{codes}]\n  {article.sentence}"
