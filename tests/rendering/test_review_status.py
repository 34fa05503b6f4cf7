"""What a page says of its review: the truth, in one place, and of this very text alone."""

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.forms import Form, rendered
from ragqa.rendering.from_json import read_json
from ragqa.rendering.wording import review_line
from ragqa.schema.article import Article
from ragqa.schema.review import UNREAD, Approval, Review, ReviewState, content_hash, standing
from tests.rendering.any_answers import articles
from tests.rendering.hostile import HOSTILE
from tests.rendering.samples import ABSTENTION, ARTICLE, REVIEWS
from tests.rendering.test_as_html import Page

STATUS_WORDS = re.compile(r"review\w*|approv\w*", re.IGNORECASE)
TRUE_OF = {
    ReviewState.SUBMITTED: "Submitted · not yet reviewed by a person",
    ReviewState.UNDER_REVIEW: "Under Review · a person is reviewing it, not yet approved",
    ReviewState.SENT_BACK: "Submitted · sent back by a reviewer, not approved",
    ReviewState.APPROVED: "Approved · approved by Ann Roe, MD, on 9 March 2026",
}
OWN_WORDS = {
    Form.HTML: re.compile(r'<div class="review".*?</div>|<style>.*?</style>', re.DOTALL),
    Form.JSON: re.compile(r'"review": \{.*?\n  \}', re.DOTALL),
    Form.MARKDOWN: re.compile(r"\*\*(?:Submitted|Under Review|Approved) · .*?\*\*", re.DOTALL),
    Form.DOCX: re.compile(r"^(?:Submitted|Under Review|Approved) · .*$", re.MULTILINE),
}
"""Where each form says how far the review has come, and names of styles that nobody reads."""
QUIET = replace(
    ARTICLE,
    claims=tuple(replace(claim, study=None, text="Drug A helps.") for claim in ARTICLE.claims),
    references=tuple(replace(one, container="Journal of X") for one in ARTICLE.references),
)
"""An article whose sources do not happen to speak of reviews themselves."""


def approved(article: Article, **said: str) -> Article:
    """Return the article with an approval of this very text."""
    approval = REVIEWS[ReviewState.APPROVED].approval
    assert approval is not None
    bound = replace(approval, **{"content_hash": content_hash(article), **said})
    return replace(article, review=replace(REVIEWS[ReviewState.APPROVED], approval=bound))


def reviewed(article: Article, state: ReviewState) -> Article:
    """Return the article in this state."""
    if state is ReviewState.APPROVED:
        return approved(article)
    return replace(article, review=REVIEWS[state])


def page_of(article: Article, form: Form) -> str:
    """Return what an article says in one form."""
    page = rendered(article, form)
    if form is Form.DOCX:
        return "\n".join(paragraph.text for paragraph in Document(BytesIO(page)).paragraphs)
    return page.decode()


@pytest.mark.parametrize("state", ReviewState)
@pytest.mark.parametrize("form", Form)
def test_nothing_but_the_status_speaks_of_a_review(form: Form, state: ReviewState) -> None:
    page = page_of(reviewed(QUIET, state), form)
    if form in OWN_WORDS:
        assert STATUS_WORDS.search(" ".join(OWN_WORDS[form].findall(page)))
        page = OWN_WORDS[form].sub("", page)
    assert STATUS_WORDS.findall(page) == []


@pytest.mark.parametrize("state", ReviewState)
def test_each_state_is_told_as_it_is(state: ReviewState) -> None:
    assert review_line(reviewed(ARTICLE, state).review) == TRUE_OF[state]


def test_a_text_that_is_back_does_not_say_that_nobody_ever_read_it() -> None:
    back = replace(UNREAD, reason="A cited passage changed.")
    assert review_line(back) == "Submitted · not approved by a person"


@pytest.mark.parametrize("state", ReviewState)
def test_only_an_approved_article_uses_the_word_without_a_not(state: ReviewState) -> None:
    markdown = " ".join(render_markdown(reviewed(QUIET, state)).split())
    said = re.findall(r"(not (?:yet )?)?(?:approved|reviewed)\b", markdown)
    assert all(said) == (state is not ReviewState.APPROVED)


@given(articles(), st.data())
@settings(max_examples=30)
def test_an_edited_article_is_approved_in_no_form(article: Article, data: st.DataObject) -> None:
    claim = data.draw(st.sampled_from(article.claims))
    place = data.draw(st.integers(0, len(claim.text)))
    longer = replace(claim, text=f"{claim.text[:place]}~{claim.text[place:]}")
    signed = approved(article)
    edited = replace(signed, claims=tuple(longer if one is claim else one for one in signed.claims))
    assert standing(signed).state is ReviewState.APPROVED
    assert standing(edited).state is ReviewState.SUBMITTED
    assert '<li class="active" aria-current="step">Submitted</li>' in render_html(edited)
    assert "**Submitted · " in render_markdown(edited)
    assert json.loads(render_json(edited))["review"]["approval"] is None


def test_an_approved_article_comes_back_from_its_json_approved() -> None:
    kept = read_json(render_json(ARTICLE))  # with the addresses that the gate gives references
    assert isinstance(kept, Article)
    assert read_json(render_json(approved(kept))) == approved(kept)
    assert standing(approved(kept)).state is ReviewState.APPROVED


@pytest.mark.parametrize("old", ["61 of 104", "lexical-1", "sha256:0f1e", "7f3a9c51", "Is it a"])
def test_stored_json_that_was_edited_comes_back_unapproved(old: str) -> None:
    kept = read_json(render_json(ARTICLE))
    assert isinstance(kept, Article)
    stored = render_json(approved(kept))
    at = stored.index(old)
    read = read_json(f"{stored[:at]}9{stored[at + 1 :]}")
    assert isinstance(read, Article)
    assert standing(read).state is ReviewState.SUBMITTED
    assert '"state": "submitted"' in render_json(read)


@pytest.mark.parametrize(
    ("state", "approval"),
    [
        (ReviewState.APPROVED, None),
        (ReviewState.SUBMITTED, REVIEWS[ReviewState.APPROVED].approval),
        (ReviewState.SENT_BACK, REVIEWS[ReviewState.APPROVED].approval),
    ],
)
def test_a_state_and_its_approval_cannot_part(
    state: ReviewState, approval: Approval | None
) -> None:
    with pytest.raises(ValueError, match="carries its approval"):
        Review(state=state, submitted_by=None, reason=None, approval=approval)


STRUCTURE = Page(render_html(approved(ARTICLE))).structure()


@given(HOSTILE)
@example("<script>alert(1)</script>")
@example("a\n\n# heading")
@settings(max_examples=40)
def test_a_reviewers_name_adds_nothing_but_words(text: str) -> None:
    page = render_html(approved(ARTICLE, reviewer=text, credential=text, approved_at=text))
    assert Page(page).structure() == STRUCTURE
    lines = render_markdown(approved(ARTICLE, reviewer=text, credential=text)).split("\n\n")
    plain = render_markdown(approved(ARTICLE)).split("\n\n")
    assert lines[2:] == plain[2:]
    assert lines[1].split()[:4] == ["**Approved", "·", "approved", "by"]


def test_an_abstention_has_nothing_to_review() -> None:
    review = json.loads(render_json(ABSTENTION))["review"]
    assert review == {"state": None, "submitted_by": None, "reason": None, "approval": None}
