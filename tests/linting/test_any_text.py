"""Whatever the file holds, the linter answers, and every line it names is in the file."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.linting.linter import lint
from tests.linting.planted import planted_articles, planted_sources
from tests.rendering.hostile import HOSTILE

PIECES = st.sampled_from(
    [
        *("# References", "References", "1. ", "[1]", "[^1]: ", "- ", "> ", "**", "¹", "(1)", "\t"),
        *("<html>", "<li>", "</li>", "<ol>", "<sup>1</sup>", "<h2>References</h2>", "</p>", "<p>"),
        *(
            "doi:10.1000/x",
            "PMID 12345678",
            "2020;1:1-9.",
            "et al.",
            "“",
            "”",
            "|a|b|",
            "---",
            "===",
        ),
        *("Drug A is recommended", "caused by", "unclear whether", "5 mg", "≥", "\n", "\n\n", ". "),
        *("\u2028", "\x00", "\ufeff", "【3†x】", "[1-999]", "[0]", "(2019)", "10⁹", "{", "}"),
    ]
)
TEXTS = st.one_of(HOSTILE, st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
@settings(max_examples=150)
def test_any_text_is_answered_with_lines_that_exist(text: str) -> None:
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for finding in lint(text, planted_sources()):
        assert 1 <= finding.line <= last
        assert finding.message.endswith(".")
        assert "\n" not in finding.message


@given(st.sampled_from(planted_articles()), st.data())
@settings(max_examples=60)
def test_any_beginning_of_an_article_is_answered(article: object, data: st.DataObject) -> None:
    text = article.text  # type: ignore[attr-defined]
    cut = text[: data.draw(st.integers(0, len(text)))]
    assert all(finding.line <= cut.count("\n") + 1 for finding in lint(cut))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["sections", "claims", "references", "blocks", "citations", "id"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=80)
def test_any_json_is_answered(value: object) -> None:
    page = {"sections": value, "claims": value, "references": value}
    assert isinstance(lint(json.dumps(page)), list)
    assert isinstance(lint(json.dumps(value)), list)
