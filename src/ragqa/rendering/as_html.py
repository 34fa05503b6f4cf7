"""An answer as one HTML page that needs nothing else: no script, no network, no other file."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import assert_never

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined

from ragqa.rendering import bibliography, wording
from ragqa.rendering.article_view import ArticleView
from ragqa.rendering.plain_text import plain, prose
from ragqa.schema.article import DISCLAIMER, Abstention, Article
from ragqa.schema.claim import Citation

_LONGEST_KEPT_WORD = 20

_PHRASES: dict[str, Callable[..., object]] = {
    "plain": plain,
    "prose": prose,
    "date": wording.date,
    "strength_label": wording.strength_label,
    "basis_label": wording.basis_label,
    "locator": wording.locator,
    "relation": wording.relation,
    "setback": wording.is_setback,
    "authors": bibliography.authors_line,
    "imprint": bibliography.imprint,
    "identifiers": bibliography.identifiers,
    "link": bibliography.link_to,
    "own_address": bibliography.own_address,
    "sentence": wording.sentence,
}


def render_html(answer: Article | Abstention) -> str:
    """Return `answer` as a standalone page; every text of a source is escaped by the template."""
    match answer:
        case Article():
            return _article(answer)
        case Abstention():
            page = environment().get_template("abstention.html")
            return page.render(abstention=answer, answer=answer)
        case _:
            assert_never(answer)


def _article(article: Article) -> str:
    page = environment().get_template("article.html")
    return page.render(article=article, answer=article, view=ArticleView(article=article))


@cache
def environment() -> Environment:
    """Return the templates of standalone pages."""
    return environment_of(PackageLoader("ragqa.rendering"))


def environment_of(loader: BaseLoader) -> Environment:
    """Return templates, escaping on; an unknown name in one is an error, not a blank."""
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(_PHRASES)
    environment.filters["numbered"] = _numbered
    environment.filters["ending_apart"] = _ending_apart
    environment.globals["zip"] = zip
    environment.globals["wording"] = wording
    environment.globals["disclaimer"] = DISCLAIMER
    return environment


def _numbered(citations: Sequence[Citation]) -> list[tuple[int, list[Citation]]]:
    """Return the citations of one sentence by reference number, in order of first use."""
    numbers = dict.fromkeys(citation.reference for citation in citations)
    return [(number, [c for c in citations if c.reference == number]) for number in numbers]


def _ending_apart(sentence: str) -> tuple[str, str, str]:
    """Return a sentence in three: all but its last word, that word, and the full stop.

    The last word, the citations and the stop stay together on one line, unless it is so long
    that a narrow screen must break it.
    """
    text, stop = wording.without_stop(prose(sentence))
    body, _, last = text.rpartition(" ")
    return (body, last, stop) if len(last) <= _LONGEST_KEPT_WORD else (text, "", stop)
