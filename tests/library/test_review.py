"""The state machine of a review: what may follow what, and who may do it."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ragqa.errors import ReviewError
from ragqa.library.review import Action, Case, Step, advanced, replayed, same_person
from ragqa.schema.review import ReviewState
from tests.library.review_steps import step

ANN, BOB, EVE = "Ann Roe", "Bob Poe", "Eve Editor"
SPELLINGS = {
    ANN: [ANN, "ann roe", " ANN  ROE", "Ann\u00a0Roe", "Ann-Roe", "AnnRoe", "Ａｎｎ Roe"],
    BOB: [BOB, "bob  poe", "BOB POE."],
    EVE: [EVE, "eve editor ", "EVE EDITOR", "Eve\u200bEditor"],
}
TEXTS = ["h1", "h2", "h3"]
SPELLED = st.sampled_from([(who, name) for who, names in SPELLINGS.items() for name in names])


class AnyReview(RuleBasedStateMachine):
    """Takes random steps by random people, and keeps its own plain account of what may be done."""

    def __init__(self) -> None:
        super().__init__()
        self.case: Case | None = None
        self.state: str | None = None
        self.text = ""
        self.submitters: set[str] = set()
        self.holder = ""
        self.approved: list[tuple[str, str]] = []

    def may(self, action: Action, who: str, text: str) -> bool:
        """Say from the account alone whether somebody may do this."""
        if action is Action.SUBMIT:
            return text != self.text or self.state == "sent back"
        if action is Action.ABSTAIN:
            return bool(self.submitters)
        if text != self.text or who in self.submitters:
            return False
        if action is Action.START:
            return self.state == "submitted"
        if self.state != "under review":
            return False
        return (who != self.holder) if action is Action.TAKE_OVER else who == self.holder

    def note(self, action: Action, who: str, text: str) -> None:
        """Write down what was done."""
        match action:
            case Action.SUBMIT:
                self.submitters = {who} | (self.submitters if text == self.text else set())
                self.state, self.text, self.holder = "submitted", text, ""
            case Action.ABSTAIN:
                self.submitters, self.state, self.text, self.holder = {who}, None, text, ""
            case Action.START | Action.TAKE_OVER:
                self.state, self.holder = "under review", who
            case Action.APPROVE:
                self.approved.append((text, who))
                self.state, self.holder = "approved", ""
            case Action.SEND_BACK:
                self.state, self.holder = "sent back", ""

    @rule(
        action=st.sampled_from(Action),
        spelled=SPELLED,
        text=st.sampled_from(TEXTS) | st.none(),
    )
    def anything(self, action: Action, spelled: tuple[str, str], text: str | None) -> None:
        who, name = spelled
        text = "" if action is Action.ABSTAIN else text or self.text or "h1"
        taken = step(action, name, content_hash=text, comment="Because.")
        if self.may(action, who, text):
            self.case = advanced(self.case, taken)
            self.note(action, who, text)
        else:
            with pytest.raises(ReviewError):
                advanced(self.case, taken)

    @rule(text=st.sampled_from(TEXTS))
    def a_whole_review(self, text: str) -> None:
        for action, who in ((Action.SUBMIT, EVE), (Action.START, ANN), (Action.APPROVE, ANN)):
            self.anything(action, (who, who), text)

    @invariant()
    def stands_where_the_account_says(self) -> None:
        assert self.case is None or self.case.state == self.state
        given = self.case.approvals if self.case else ()
        assert [one.content_hash for one in given] == [text for text, _ in self.approved]

    @invariant()
    def nobody_approved_what_they_submitted(self) -> None:
        if self.case is not None and self.case.state is ReviewState.APPROVED:
            assert self.case.review is not None
            approval = self.case.review.approval
            assert approval is not None
            assert approval.content_hash == self.case.content_hash
            assert not any(same_person(approval.reviewer, one.by) for one in self.case.submissions)


AnyReview.TestCase.settings = settings(max_examples=200, stateful_step_count=25)
TestAnyReview = AnyReview.TestCase

SUBMITTED = [step(Action.SUBMIT, EVE)]
UNDER_REVIEW = [*SUBMITTED, step(Action.START, ANN)]
SENT_BACK = [*UNDER_REVIEW, step(Action.SEND_BACK, ANN)]
APPROVED = [*UNDER_REVIEW, step(Action.APPROVE, ANN)]
ABSTAINED = [*SUBMITTED, step(Action.ABSTAIN, EVE, content_hash="", comment="Sources went.")]


@pytest.mark.parametrize(
    ("before", "refused", "told"),
    [
        ([], step(Action.START), "a1 was never submitted. Submit it with `ragqa review submit`."),
        ([], step(Action.ABSTAIN), "a1 was never submitted. An abstention needs no review."),
        (ABSTAINED, step(Action.START), "a1 has no answer that could be reviewed. Regenerate it"),
        (SUBMITTED, step(Action.SUBMIT), "a1 is submitted. Only what was sent back can be"),
        (SUBMITTED, step(Action.APPROVE), "a1 is submitted. Begin with `ragqa review start`."),
        (SUBMITTED, step(Action.COMMENT), "a1 is submitted. Begin with `ragqa review start`."),
        (SUBMITTED, step(Action.START, "EVE editor"), "a1 was submitted by Eve Editor. Somebody"),
        (SUBMITTED, step(Action.START, content_hash="h0"), "a1 has another text than was"),
        (SUBMITTED, step(Action.SUBMIT, content_hash="h2"), "a1 has a new text and no reason for"),
        (UNDER_REVIEW, step(Action.START), "a1 is under review by Ann Roe. Comment on it,"),
        (UNDER_REVIEW, step(Action.APPROVE, BOB), "is under review by Ann Roe. Take it over with"),
        (UNDER_REVIEW, step(Action.TAKE_OVER), "is under review by Ann Roe. Go on with it;"),
        (UNDER_REVIEW, step(Action.TAKE_OVER, EVE), "a1 was submitted by Eve Editor. Somebody"),
        (UNDER_REVIEW, step(Action.APPROVE, credential=""), "cannot be approved without a cred"),
        (UNDER_REVIEW, step(Action.SEND_BACK, comment=" "), "needs a comment to send back. Say"),
        (UNDER_REVIEW, step(Action.COMMENT, comment=""), "needs a comment to comment. Say"),
        (SENT_BACK, step(Action.APPROVE), "a1 is sent back. Submit it again with `ragqa review"),
        (SENT_BACK, step(Action.START, BOB), "a1 is sent back. Submit it again with"),
        (APPROVED, step(Action.SEND_BACK), "a1 is approved. Only a new text of it is reviewed"),
        (APPROVED, step(Action.START, BOB), "a1 is approved. Only a new text of it is reviewed"),
        (SUBMITTED, step(Action.START, " \u200b."), "is nobody's name. Give yours with --by NAME."),
        (SUBMITTED, step(Action.START, "A\nB"), "The name 'A\\nB' is longer than 200 characters"),
        (SUBMITTED, step(Action.START, "A" * 201), "is longer than 200 characters or holds"),
        (
            SUBMITTED,
            step(Action.START, credential="\x1b[1m"),
            "The credential '\\x1b[1m' is longer",
        ),
        (UNDER_REVIEW, step(Action.SEND_BACK, comment="\ud800"), "The comment is longer than"),
        (UNDER_REVIEW, step(Action.SEND_BACK, comment="a" * 10_001), "longer than 10,000 charact"),
    ],
)
def test_a_step_that_is_not_allowed_is_refused_in_a_clear_sentence(
    before: list[Step], refused: Step, told: str
) -> None:
    case = replayed(before).get("a1")
    with pytest.raises(ReviewError) as caught:
        advanced(case, refused)
    assert told in str(caught.value)
    assert str(caught.value).endswith(".")


def test_who_submits_a_text_again_may_not_review_it_either() -> None:
    steps = [*SENT_BACK, step(Action.SUBMIT, BOB)]
    for submitter in (EVE, BOB):
        with pytest.raises(ReviewError, match=f"was submitted by {submitter}"):
            replayed([*steps, step(Action.START, submitter)])
    assert replayed([*steps, step(Action.START, ANN)])["a1"].state is ReviewState.UNDER_REVIEW


def test_a_changed_article_is_submitted_with_the_reason_and_its_old_approval_is_kept() -> None:
    changed = step(Action.SUBMIT, EVE, content_hash="h2", comment="A cited passage changed.")
    case = replayed([*APPROVED, changed])["a1"]
    assert case.review is not None
    assert case.review.state is ReviewState.SUBMITTED
    assert case.review.reason == "A cited passage changed."
    assert [(one.content_hash, one.reviewer) for one in case.approvals] == [("h1", ANN)]
    assert case.comments == ()


def test_comments_stay_with_their_text_until_it_changes() -> None:
    said = [*UNDER_REVIEW, step(Action.COMMENT), step(Action.SEND_BACK), step(Action.SUBMIT, EVE)]
    assert [one.claim for one in replayed(said)["a1"].comments] == ["c1"]
    changed = step(Action.SUBMIT, EVE, content_hash="h2", comment="The duration was added.")
    assert replayed([*said, changed])["a1"].comments == ()


def test_a_sent_back_article_says_what_its_reviewer_said() -> None:
    review = replayed(SENT_BACK)["a1"].review
    assert review is not None
    assert review.reason == "The dose is missing."


@given(st.text(max_size=20), st.text(max_size=20))
def test_to_be_one_person_is_the_same_from_both_sides(name: str, other: str) -> None:
    assert same_person(name, name)
    assert same_person(name, other) == same_person(other, name)
    assert same_person(f" {name.upper().lower()}\t", f"{name.upper().lower()}.")


@given(st.text(max_size=20))
def test_case_does_not_make_another_person(name: str) -> None:
    assume(name.casefold() == name.swapcase().casefold())
    assert same_person(name, name.swapcase())


def test_different_letters_make_another_person() -> None:
    assert not same_person("Ann Roe", "Anna Roe")
    assert not same_person("José Díaz", "Jose Diaz")
