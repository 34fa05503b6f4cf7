"""The form that is pasted: no markup, every citation with its reference."""

import re

from hypothesis import given, settings

from ragqa.rendering.as_plain_text import render_plain_text
from ragqa.rendering.plain_text import prose
from tests.rendering.hostile import HOSTILE, hostile_abstention, hostile_article
from tests.rendering.samples import ABSTENTION, ARTICLE


def test_every_sentence_stands_there_with_its_citations() -> None:
    text = render_plain_text(ARTICLE)
    body, _, references = text.partition("\nReferences\n")
    cited = {int(number) for number in re.findall(r"\[(\d+)\]", body)}
    listed = [int(line.partition(".")[0]) for line in references.splitlines()]
    assert listed == [reference.number for reference in ARTICLE.references]
    assert cited == set(listed)
    for section in ARTICLE.sections:
        for block in section.blocks:
            for name in block.claims:
                assert prose(ARTICLE.claim(name).text).rstrip(".") in body


def test_the_review_status_and_the_notices_of_works_go_along() -> None:
    text = render_plain_text(ARTICLE)
    assert "not yet reviewed by a person" in text
    for reference in ARTICLE.references:
        for notice in reference.notices:
            assert prose(notice).rstrip(".") in text


def test_an_abstention_says_why() -> None:
    assert prose(ABSTENTION.reason) in render_plain_text(ABSTENTION)


@given(HOSTILE)
@settings(max_examples=40)
def test_no_text_of_a_source_begins_a_line_of_its_own(text: str) -> None:
    for hostile, harmless in (
        (hostile_article(text), hostile_article("word")),
        (hostile_abstention(text), hostile_abstention("word")),
    ):
        lines = render_plain_text(hostile).count("\n")
        assert lines <= render_plain_text(harmless).count("\n")
