"""`ragqa ask`: a question in, an article out."""

from enum import StrEnum
from typing import Annotated

import typer

from ragqa.assembly import build_pipeline
from ragqa.cli.filled_index import open_filled
from ragqa.cli.options import (
    IndexOption,
    chosen_form,
    settings_with,
)
from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import Audience, Question, checked_question

HELP = """Answer a question from the indexed documents, every sentence cited and checked.

Example: ragqa ask "Should adults with restless legs have iron studies?" --format html > a.html
"""


class Composer(StrEnum):
    """Who writes the draft."""

    EXTRACTIVE = "extractive"
    LLM = "llm"


class Format(StrEnum):
    """How the article is printed."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="One question, in quotation marks.")
    ],
    audience: Annotated[Audience, typer.Option(help="Who reads the answer.")] = Audience.CLINICIAN,
    composer: Annotated[
        Composer | None, typer.Option(help="Who writes the draft.  [default: as in ragqa.toml]")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="Form of the article.  [default: md]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    index: IndexOption = None,
) -> int:
    """Answer and print the article, or the reason why there is none."""
    form = chosen_form(form, Format.JSON, Format.MARKDOWN, as_json=as_json)
    settings = settings_with(index)
    asked = Question(text=checked_question(question), audience=audience)
    if composer is not None:
        chosen = settings.composer.model_copy(update={"kind": composer.value})
        settings = settings.model_copy(update={"composer": chosen})
    with open_filled(settings) as snapshot:
        answer = build_pipeline(settings, snapshot).answer(asked)
    for notice in answer.notices:
        typer.echo(f"ragqa: {notice}", err=True)
    print(_rendered(answer, form))
    return 0


def _rendered(answer: Article | Abstention, form: Format) -> str:
    match form:
        case Format.MARKDOWN:
            return render_markdown(answer)
        case Format.HTML:
            return render_html(answer)
        case Format.JSON:
            return render_json(answer)
