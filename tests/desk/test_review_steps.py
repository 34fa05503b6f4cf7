"""The steps that a page offers are those that the review allows, and every other has a reason."""

from hypothesis import given
from hypothesis import strategies as st

from ragqa.access.roles import Principal, Role
from ragqa.desk.review_steps import ROLES, offers
from ragqa.errors import ReviewError
from ragqa.library.review import Action, Case, Step, advanced
from ragqa.schema.claim import ClaimId

PEOPLE = ("Eve Poe", "Ann Roe", "Joe Doe")
ACTIONS = tuple(ROLES)
everybody = frozenset(Role)


def step(action: Action, by: str, credential: str = "MD") -> Step:
    claim = ClaimId("c1") if action is Action.COMMENT else None
    return Step(
        article_id="a1",
        content_hash="text",
        action=action,
        by=by,
        credential=credential,
        at="2026-11-23T12:00:00+00:00",
        claim=claim,
        comment="Words.",
    )


def case_after(steps: list[tuple[Action, str]]) -> Case:
    """Return where an article stands after those of some steps that are allowed."""
    case = advanced(None, step(Action.SUBMIT, "Eve Poe"))
    for action, by in steps:
        try:
            case = advanced(case, step(action, by))
        except ReviewError:
            continue
    return case


@given(
    steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(PEOPLE)), max_size=8),
    who=st.sampled_from(PEOPLE),
    roles=st.frozensets(st.sampled_from(sorted(Role)), min_size=1),
)
def test_a_step_is_offered_exactly_where_it_would_be_taken(
    steps: list[tuple[Action, str]], who: str, roles: frozenset[Role]
) -> None:
    case = case_after(steps)
    person = Principal(name=who, credential="MD", roles=roles)
    for action, offer in offers(case, person).items():
        try:
            advanced(case, step(action, who))
            allowed = person.has(ROLES[action])
        except ReviewError:
            allowed = False
        assert offer.is_open == allowed
        assert offer.is_open or "`ragqa" not in offer.why_not


def test_an_article_without_an_answer_offers_nothing() -> None:
    person = Principal(name="Ann Roe", credential="MD", roles=everybody)
    assert not any(offer.is_open for offer in offers(None, person).values())
