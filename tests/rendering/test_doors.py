"""Facts about all three forms at once."""

from collections.abc import Callable
from typing import get_type_hints

import pytest

from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.schema.article import Abstention, Article, Draft
from ragqa.schema.question import Question
from tests.rendering.samples import ABSTENTION, ARTICLE

DOORS: list[Callable[..., str]] = [render_html, render_json, render_markdown]

DRAFT = Draft(
    question=Question(text="Does drug A relieve condition X?"),
    composer="extractive",
    prompts=(),
    summary=(),
    sections=(),
    gaps=(),
)


@pytest.mark.parametrize("render", DOORS)
def test_only_articles_and_abstentions_are_accepted_by_type(render: Callable[..., str]) -> None:
    assert get_type_hints(render)["answer"] == Article | Abstention


@pytest.mark.parametrize("render", DOORS)
def test_a_draft_is_never_shown(render: Callable[..., str]) -> None:
    with pytest.raises(AssertionError):
        render(DRAFT)


@pytest.mark.parametrize("render", DOORS)
@pytest.mark.parametrize("answer", [ARTICLE, ABSTENTION])
def test_the_same_answer_gives_the_same_characters(
    render: Callable[..., str], answer: Article | Abstention
) -> None:
    assert render(answer) == render(answer)
