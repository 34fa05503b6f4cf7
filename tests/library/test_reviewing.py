"""What reviewers do, on a real library: each reads what is stored, and binds to that alone."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from ragqa.errors import ReviewError, UsageError
from ragqa.library.review import replayed, same_person
from ragqa.library.review_log import submitting
from ragqa.library.review_tables import CASES
from ragqa.library.reviewing import Reviewer, Reviewing
from ragqa.library.store import Library, StoredVersion
from ragqa.library.tables import VERSIONS
from ragqa.rendering.as_html import render_html
from ragqa.schema.article import Abstention, Article
from ragqa.schema.review import ReviewState, standing
from tests.library.stored_articles import abstention, article, stored

ANN = Reviewer(name="Ann Roe", credential="MD")
BOB = Reviewer(name="Bob Poe", credential="")
EVE = Reviewer(name="Eve Editor", credential="")
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture
def library(library_url: str) -> Iterator[Library]:
    """An empty library whose versions are submitted by Eve Editor."""
    with Library.open(library_url, create=True, stored=submitting(EVE.name)) as opened:
        yield opened


@pytest.fixture
def reviewing(library: Library) -> Reviewing:
    """The review of that library."""
    return Reviewing(library, now=lambda: NOW)


@pytest.fixture
def version(library: Library) -> StoredVersion:
    """A submitted article."""
    return stored(library, article())


def shown(reviewing: Reviewing, name: str, number: int | None = None) -> Article:
    answer = reviewing.read(name, number=number).answer
    assert isinstance(answer, Article)
    return answer


def approved(reviewing: Reviewing, name: str) -> Article:
    reviewing.start(name, ANN, take_over=False)
    reviewing.approve(name, replace(ANN, credential=""))
    return shown(reviewing, name)


def test_an_article_is_reviewed_from_its_submission_to_its_approval(
    reviewing: Reviewing, version: StoredVersion
) -> None:
    name = version.article_id
    claim = article().claims[0].claim_id
    assert reviewing.start(name, ANN, take_over=False).state is ReviewState.UNDER_REVIEW
    assert reviewing.comment(name, ANN, claim[:3], "For how long?").comments[0].claim == claim
    assert reviewing.send_back(name, ANN, "No duration.").state is ReviewState.SENT_BACK
    assert reviewing.submit(name, EVE, "").state is ReviewState.SUBMITTED
    reviewing.start(name, BOB, take_over=False)
    reviewing.start(name, ANN, take_over=True)
    review = reviewing.approve(name, ANN).review
    assert review is not None
    assert review.approval is not None
    assert (review.approval.reviewer, review.approval.credential) == ("Ann Roe", "MD")
    assert review.approval.approved_at == NOW.isoformat()
    actions = [step.action.value for _, step in reviewing.log(name)]
    assert actions == [
        *("submit", "start", "comment", "send back"),
        *("submit", "start", "take over", "approve"),
    ]
    assert "approved by Ann Roe, MD, on 9 March 2026" in render_html(shown(reviewing, name))


def test_the_credential_of_the_start_serves_for_the_approval(
    reviewing: Reviewing, version: StoredVersion
) -> None:
    approval = approved(reviewing, version.article_id).review.approval
    assert approval is not None
    assert approval.credential == "MD"


def test_a_regenerated_article_is_back_and_its_approved_version_stays_readable(
    library: Library, reviewing: Reviewing, version: StoredVersion
) -> None:
    before = approved(reviewing, version.article_id)
    stored(library, article(text="Drug A hardly helps."), reason="A cited passage changed.")
    now = shown(reviewing, version.article_id)
    assert standing(now).state is ReviewState.SUBMITTED
    assert standing(now).reason == "A cited passage changed."
    kept = shown(reviewing, version.article_id, number=1)
    assert standing(kept).state is ReviewState.APPROVED
    assert replace(kept, review=before.review) == before
    approvals = [bool(given) for _, given in reviewing.read(version.article_id, number=1).versions]
    assert approvals == [True, False]


def test_the_same_text_written_anew_stays_approved(
    library: Library, reviewing: Reviewing, version: StoredVersion
) -> None:
    before = approved(reviewing, version.article_id)
    later = replace(before.provenance, generated_at="2026-09-09T00:00:00+00:00")
    stored(library, replace(article(), provenance=later), reason="The index was built anew.")
    assert standing(shown(reviewing, version.article_id)).state is ReviewState.APPROVED


def test_a_stored_text_that_was_edited_is_not_approved_and_cannot_be(
    library: Library, reviewing: Reviewing, version: StoredVersion
) -> None:
    approved(reviewing, version.article_id)
    other = stored(library, article("Does drug B help?"))
    with library.writing() as connection:
        for one in (version, other):
            edited = one.text.replace("Drug A helps.", "Drug A heals.")
            connection.execute(
                VERSIONS.update()
                .where(VERSIONS.c.version_id == one.version_id)
                .values(answer=edited)
            )
    assert standing(shown(reviewing, version.article_id)).state is ReviewState.SUBMITTED
    assert reviewing.read(version.article_id, number=None).versions[0][1] is None
    with pytest.raises(ReviewError, match="has another text than was submitted"):
        reviewing.start(other.article_id, ANN, take_over=False)


def test_a_text_that_was_stored_as_approved_is_not(
    library: Library, reviewing: Reviewing, version: StoredVersion
) -> None:
    forged = approved(reviewing, version.article_id)
    stored(library, replace(forged, notices=("More.",)), reason="Because.")
    assert standing(shown(reviewing, version.article_id)).state is ReviewState.SUBMITTED
    with library.reading() as connection:
        texts = connection.execute(sa.select(VERSIONS.c.answer)).scalars().all()
    assert not any('"state": "approved"' in text for text in texts)


def test_an_abstention_cannot_be_reviewed(library: Library, reviewing: Reviewing) -> None:
    name = stored(library, abstention()).article_id
    assert isinstance(reviewing.read(name, number=None).answer, Abstention)
    with pytest.raises(ReviewError, match="has no answer that could be reviewed"):
        reviewing.start(name, ANN, take_over=False)
    with pytest.raises(ReviewError, match="has no answer that could be reviewed"):
        reviewing.submit(name, ANN, "")


def test_articles_are_listed_with_where_they_stand(
    library: Library, reviewing: Reviewing, version: StoredVersion
) -> None:
    approved(reviewing, version.article_id)
    stored(library, article("A new question?"))
    stored(library, abstention("What is the capital of country Y?"))
    listed = [(one.question.text, one.state, one.steps) for one in reviewing.listed(None)]
    assert listed == [
        ("A new question?", ReviewState.SUBMITTED, 1),
        ("Does drug A help?", ReviewState.APPROVED, 3),
        ("What is the capital of country Y?", None, 0),
    ]
    (only,) = reviewing.listed(ReviewState.APPROVED)
    assert only.article_id == version.article_id
    assert reviewing.listed(ReviewState.SENT_BACK) == []


@pytest.mark.parametrize("state", ["approved", "no state at all"])
def test_the_list_believes_the_log_and_not_what_was_written_beside_it(
    library: Library, reviewing: Reviewing, version: StoredVersion, state: str
) -> None:
    with library.writing() as connection:
        connection.execute(CASES.update().values(state=state))
    (only,) = reviewing.listed(None)
    assert only.state == ReviewState.SUBMITTED
    assert reviewing.listed(ReviewState.APPROVED) == []


def test_no_list_is_made_of_a_log_that_was_changed(
    library: Library, reviewing: Reviewing, version: StoredVersion
) -> None:
    with library.writing() as connection:
        connection.execute(CASES.update().values(steps=9))
    with pytest.raises(ReviewError, match=f"log of article {version.article_id} is not as it was"):
        reviewing.listed(None)


def test_a_claim_is_named_by_the_beginning_of_its_id(
    reviewing: Reviewing, version: StoredVersion
) -> None:
    reviewing.start(version.article_id, ANN, take_over=False)
    for claim, told in (("", "two claims or more"), ("zzz", "no claim")):
        with pytest.raises(UsageError, match=rf"names {told} of this article\. Give the id of one"):
            reviewing.comment(version.article_id, ANN, claim, "?")


def test_a_version_that_there_is_not_is_told(reviewing: Reviewing, version: StoredVersion) -> None:
    with pytest.raises(UsageError, match=r"has no version 7\. It has 1;"):
        reviewing.read(version.article_id, number=7)


def test_a_library_without_submissions_can_be_reviewed_all_the_same(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        name = stored(library, article()).article_id
        reviewing = Reviewing(library, now=lambda: NOW)
        with pytest.raises(ReviewError, match=r"was never submitted\. Submit it with"):
            reviewing.start(name, ANN, take_over=False)
        reviewing.submit(name, EVE, "")
        assert reviewing.start(name, ANN, take_over=False).state is ReviewState.UNDER_REVIEW


def attempt(library: Library, reviewing: Reviewing, chance: random.Random) -> None:
    """Let somebody try something on one of four articles."""
    question = f"Question {chance.randrange(4)}?"
    who = chance.choice([ANN, BOB, EVE, Reviewer(name="EVE  EDITOR", credential="RN")])
    match chance.randrange(7):
        case 0:
            reviewing.start(question, who, take_over=False)
        case 1:
            reviewing.start(question, who, take_over=True)
        case 2:
            reviewing.comment(question, who, article().claims[0].claim_id, "Why?")
        case 3:
            reviewing.approve(question, who)
        case 4:
            reviewing.send_back(question, who, "No.")
        case 5:
            reviewing.submit(question, who, "")
        case _:
            stored(library, article(question, f"Text {chance.random()}."), "Changed.")


def test_whatever_people_try_the_log_stays_whole_and_leaves_each_article_where_it_stands(
    library: Library, reviewing: Reviewing
) -> None:
    chance = random.Random(5)
    for number in range(4):
        stored(library, article(f"Question {number}?"))
    taken = 0
    for _ in range(80):
        with suppress(ReviewError):
            attempt(library, reviewing, chance)
            taken += 1
    check = reviewing.check(None)
    assert (check.rows, check.fault) == (taken + 4, None)
    assert 10 < taken < 70
    cases = replayed(step for _, step in reviewing.log(None))
    for one in reviewing.listed(None):
        assert one.state is cases[one.article_id].state
        for approval in cases[one.article_id].approvals:
            assert not same_person(approval.reviewer, EVE.name)


def test_an_approval_of_a_text_that_was_replaced_meanwhile_is_refused(
    reviewing: Reviewing, version: StoredVersion
) -> None:
    name = version.article_id
    reviewing.start(name, ANN, take_over=False)
    with pytest.raises(ReviewError, match="another text by now than the one that was read"):
        reviewing.approve(name, ANN, read="0" * 64)
    assert reviewing.approve(name, ANN, read=version.content_hash).state is ReviewState.APPROVED
