"""Which steps of a review somebody can take now, and why not the others, in words for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ragqa.access.roles import Principal, Role
from ragqa.errors import ReviewError
from ragqa.library.review import Action, Case, Step, advanced, same_person
from ragqa.schema.review import ReviewState

ROLES: Final[Mapping[Action, frozenset[Role]]] = {
    Action.START: frozenset({Role.REVIEWER}),
    Action.TAKE_OVER: frozenset({Role.REVIEWER}),
    Action.COMMENT: frozenset({Role.EDITOR, Role.REVIEWER}),
    Action.APPROVE: frozenset({Role.REVIEWER}),
    Action.SEND_BACK: frozenset({Role.REVIEWER}),
    Action.SUBMIT: frozenset({Role.EDITOR}),
}
"""The steps that people take, and the roles of which each takes one."""
_ANYTHING: Final = "as a trial"
_OTHER_STATE: Final[Mapping[ReviewState, str]] = {
    ReviewState.SUBMITTED: "It is submitted: the review has to be started first.",
    ReviewState.UNDER_REVIEW: "Its review has begun already.",
    ReviewState.SENT_BACK: "It was sent back, and has to be submitted again first.",
    ReviewState.APPROVED: "It is approved: only a new text of it is reviewed again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One step: it can be taken where `why_not` is empty."""

    action: Action
    why_not: str

    @property
    def is_open(self) -> bool:
        """Whether it can be taken."""
        return not self.why_not


def offers(case: Case | None, who: Principal) -> dict[Action, Offer]:
    """Return every step that people take, and whether `who` can take it now."""
    return {action: Offer(action=action, why_not=_why_not(case, action, who)) for action in ROLES}


def _why_not(case: Case | None, action: Action, who: Principal) -> str:
    """Return why a step cannot be taken; nothing where the review allows it."""
    if not who.has(ROLES[action]):
        wanted = " or ".join(sorted(ROLES[action]))
        return f"It takes the role {wanted}."
    if case is None or case.review is None:
        return "There is no answer that could be reviewed."
    try:
        advanced(case, _tried(case, action, who))
    except ReviewError as error:
        return _reason(case, action, who) or str(error)
    return ""


def _tried(case: Case, action: Action, who: Principal) -> Step:
    return Step(
        article_id=case.article_id,
        content_hash=case.content_hash,
        action=action,
        by=who.name,
        credential=who.credential or _ANYTHING,
        at="",
        claim=None,
        comment=_ANYTHING,
    )


def _reason(case: Case, action: Action, who: Principal) -> str:
    """Say why the review refuses a step, as a page says it."""
    state = case.state
    if action is Action.SUBMIT:
        return "Only what was sent back can be submitted again."
    if any(same_person(one.by, who.name) for one in case.submissions):
        return "You submitted this text: somebody else must review it."
    if state is ReviewState.UNDER_REVIEW and case.reviewer is not None:
        return _held(case.reviewer.by, action, who)
    if action is Action.TAKE_OVER:
        return "Nobody reviews it just now."
    return _OTHER_STATE[state] if state else ""


def _held(reviewer: str, action: Action, who: Principal) -> str:
    """Say why somebody cannot take a step while an article is in somebody's hands."""
    if same_person(reviewer, who.name):
        return "You review it already."
    if action is Action.START:
        return f"{reviewer} reviews it already."
    return f"{reviewer} reviews it: take it over in order to go on yourself."
