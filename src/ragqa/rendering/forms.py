"""Every form in which an article leaves ragqa, by the name that people give it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from ragqa.rendering.as_bibtex import render_bibtex
from ragqa.rendering.as_csl_json import render_csl_json
from ragqa.rendering.as_docx import render_docx
from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.as_ris import render_ris
from ragqa.schema.article import Abstention, Article


class Form(StrEnum):
    """The whole article, or its references alone."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    DOCX = "docx"
    CSL_JSON = "csl-json"
    RIS = "ris"
    BIBTEX = "bibtex"


SUFFIXES: Final[Mapping[Form, str]] = {
    Form.MARKDOWN: ".md",
    Form.HTML: ".html",
    Form.JSON: ".json",
    Form.DOCX: ".docx",
    Form.CSL_JSON: ".csl.json",
    Form.RIS: ".ris",
    Form.BIBTEX: ".bib",
}
"""How the name of a file in each form ends; no two are alike."""

MEDIA_TYPES: Final[Mapping[Form, str]] = {
    Form.MARKDOWN: "text/markdown; charset=utf-8",
    Form.HTML: "text/html; charset=utf-8",
    Form.JSON: "application/json",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.CSL_JSON: "application/vnd.citationstyles.csl+json",
    Form.RIS: "application/x-research-info-systems; charset=utf-8",
    Form.BIBTEX: "application/x-bibtex; charset=utf-8",
}
"""What each form is called where it is sent over HTTP."""

_TEXTS: Final[Mapping[Form, Callable[[Article | Abstention], str]]] = {
    Form.MARKDOWN: render_markdown,
    Form.HTML: render_html,
    Form.JSON: render_json,
    Form.CSL_JSON: render_csl_json,
    Form.RIS: render_ris,
    Form.BIBTEX: render_bibtex,
}


def rendered(answer: Article | Abstention, form: Form) -> bytes:
    """Return `answer` in one form, texts in UTF-8; the same answer gives the same bytes."""
    if form is Form.DOCX:
        return render_docx(answer)
    return _TEXTS[form](answer).encode("utf-8", "replace")
