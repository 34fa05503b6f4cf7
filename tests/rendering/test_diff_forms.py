"""A comparison of two versions as JSON and HTML."""

import json
import re
from dataclasses import asdict, replace
from importlib.resources import files

import pytest
from hypothesis import given, settings

from ragqa.library.claim_diff import claim_diff
from ragqa.rendering import diff_as_json, diff_wording
from ragqa.rendering.as_json import claim_object, reference_object
from ragqa.rendering.diff_as_html import render_diff_html
from ragqa.rendering.diff_as_json import render_diff_json
from ragqa.rendering.plain_text import prose
from ragqa.schema.claim_diff import Change, ClaimDiff
from tests.rendering.compared import AFTER, BEFORE, DIFF, hostile_diff
from tests.rendering.hostile import HOSTILE
from tests.rendering.samples import ABSTENTION, ARTICLE, REFERENCES, citation, claim
from tests.rendering.test_as_html import Page

EMPTY = claim_diff(ARTICLE, ARTICLE)
GONE = claim_diff(ARTICLE, ABSTENTION)
CSS = (files("ragqa.rendering") / "templates" / "claim_diff.css").read_text(encoding="utf-8")


def test_the_sample_holds_every_change() -> None:
    assert {claim.change for claim in DIFF.claims} == set(Change)


def test_json_holds_all_that_the_comparison_holds() -> None:
    content = json.loads(render_diff_json(DIFF))
    assert content["question"] == DIFF.question
    assert content["empty"] is False
    assert [claim["change"] for claim in content["claims"]] == [one.change for one in DIFF.claims]
    for told, one in zip(content["claims"], DIFF.claims, strict=True):
        assert told["before"] == (one.before and claim_object(one.before))
        assert told["after"] == (one.after and claim_object(one.after))
        assert told["differences"] == [asdict(difference) for difference in one.differences]
    assert [one["after"] for one in content["references"]] == [
        one.after and json.loads(json.dumps(reference_object(one.after))) for one in DIFF.references
    ]
    assert content["texts"] == [asdict(one) for one in DIFF.texts]
    assert sum(content["counts"].values()) == len(DIFF.claims)
    assert content["after"]["provenance"]["generated_at"] == "2026-11-20T03:10:00+00:00"


def test_every_key_and_change_stands_in_the_description_of_the_json() -> None:
    told = diff_as_json.__doc__ or ""
    content = json.loads(render_diff_json(DIFF))
    keys = {*content, *content["before"], *content["claims"][0], *content["texts"][0]}
    assert all(f'"{key}"' in told for key in keys)
    assert all(change.value in " ".join(told.split()) for change in Change)


def test_nothing_changed_is_said_so() -> None:
    assert json.loads(render_diff_json(EMPTY))["empty"] is True
    page = render_diff_html(EMPTY)
    assert diff_wording.NOTHING in page
    assert "<h2" not in page


def test_the_gravest_change_stands_first_on_the_page() -> None:
    page = Page(render_diff_html(DIFF))
    headings = [words for tag, words in page.words if tag == "h2" and words.strip()]
    assert headings == [
        *(diff_wording.HEADINGS[change] for change in Change if change is not Change.UNCHANGED),
        diff_wording.REFERENCES,
        diff_wording.BESIDES,
    ]


def test_the_words_that_changed_are_marked_in_both_versions() -> None:
    html = render_diff_html(DIFF)
    assert "is <del>not</del> recommended." in html
    assert "Drug A <del>1,000</del> mg" in html
    assert "Drug A <ins>500</ins> mg" in html


def test_what_became_of_works_and_texts_is_told() -> None:
    html = render_diff_html(DIFF)
    assert '<span class="standing setback">standing changed</span>' in html
    assert "Retracted in 2026." in html
    assert '<span class="standing">no longer cited</span>' in html
    assert '<ins class="src">Does drug A help children? Two sources disagree.</ins>' in html


def test_an_abstention_gives_its_reason() -> None:
    html = render_diff_html(GONE)
    assert ABSTENTION.reason in html
    assert f"partial → abstained · {len(ARTICLE.claims)} withdrawn" in html


@given(HOSTILE)
@settings(max_examples=25)
def test_no_text_of_a_source_becomes_a_tag_or_an_attribute(text: str) -> None:
    page, harmless = (Page(render_diff_html(hostile_diff(one))) for one in (text, "word"))
    assert page.structure() == harmless.structure()
    assert page.oddities == []
    assert page.text_of("h1") == prose(text)
    assert json.loads(render_diff_json(hostile_diff(text)))["question"] == text


@pytest.mark.parametrize("diff", [DIFF, EMPTY, GONE])
def test_the_page_is_closed_and_its_anchors_exist_once(diff: ClaimDiff) -> None:
    page = Page(render_diff_html(diff))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert not re.search(r"url\(|@import|expression\(", CSS)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointers = {str(link["href"])[1:] for link in page.all("a")}
    named = {str(a["aria-labelledby"]) for _, a in page.tags if "aria-labelledby" in a}
    assert pointers | named <= set(ids)


def test_only_colours_whose_contrast_is_checked_are_used() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)\)", CSS))
    assert used <= {"sans", "quiet", "warn", "warn-soft", "accent", "accent-soft", "card", "line"}


def test_the_texts_of_both_versions_are_whole_in_their_pieces() -> None:
    for changed in DIFF.claims:
        said, says = diff_wording.marked(changed)
        for words, one in ((said, changed.before), (says, changed.after)):
            assert " ".join(piece.text for piece in words) == (prose(one.text) if one else "")


def quoted(old: str, new: str, old_quote: str, new_quote: str) -> ClaimDiff:
    """Compare two versions of one claim, each with the words that it quotes."""
    bare = replace(ARTICLE, summary=(), sections=(), concordance=(), references=REFERENCES[:1])
    before, after = (
        replace(bare, claims=(claim(name, text, citation(1, quote, "Doses")),))
        for name, text, quote in (("a", old, old_quote), ("b", new, new_quote))
    )
    return claim_diff(before, after)


def test_quotes_that_the_texts_retell_are_not_told_again() -> None:
    old, new = "Drug A 5 mg is given to adults.", "Drug A 9 mg is given to adults."
    (same,) = quoted(old, new, old, new).claims
    assert [label for label, *_ in diff_wording.differences(same)] == ["number"]
    told = "Give adults with condition X drug A in a dose of 5 mg each morning."
    (other,) = quoted(old, new, told, told.replace("5", "9")).claims
    assert [label for label, *_ in diff_wording.differences(other)] == ["number", "source"]
    (silent,) = quoted(old, old, old, told).claims
    assert [label for label, *_ in diff_wording.differences(silent)] == ["source"]


def test_the_sides_are_what_was_compared() -> None:
    assert DIFF.before.references == BEFORE.references
    assert DIFF.after.references == AFTER.references
