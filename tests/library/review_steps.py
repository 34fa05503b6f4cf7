"""Steps of a review to put together in tests."""

from collections.abc import Iterable

from hypothesis import strategies as st

from ragqa.library.deeds import Deed, DeedKind
from ragqa.library.review import Action, Step
from ragqa.library.review_chain import GENESIS, row_of
from ragqa.schema.claim import ClaimId

Rows = list[dict[str, object]]


def step(action: Action, by: str = "Ann Roe", **said: str) -> Step:
    """Return a step on article a1, with what is `said` of it and the rest filled in."""
    given = {
        "article_id": "a1",
        "content_hash": "h1",
        "credential": "MD" if action is Action.APPROVE else "",
        "at": "2026-03-05T09:30:00+00:00",
        "comment": "The dose is missing." if action in (Action.COMMENT, Action.SEND_BACK) else "",
    } | said
    claim = ClaimId("c1") if action is Action.COMMENT else None
    return Step(action=action, by=by, claim=claim, **given)


def deed(kind: DeedKind, by: str = "Ann Roe", about: str = "guideline.pdf") -> Deed:
    """Return a deed with the rest filled in."""
    return Deed(kind=kind, by=by, credential="", at="2026-03-05T09:30:00+00:00", about=about)


def chained(steps: Iterable[Step | Deed]) -> Rows:
    """Return the rows of a log that holds these steps."""
    rows: Rows = []
    for number, one in enumerate(steps, start=1):
        rows.append(row_of(one, number, str(rows[-1]["seal"]) if rows else GENESIS))
    return rows


def hundred_steps() -> list[Step]:
    """Return ten articles, each submitted, sent back, changed and approved in the end."""
    return [
        step(action, by, article_id=f"a{article}", content_hash=text, comment=comment)
        for action, by, text, comment in (
            (Action.SUBMIT, "Eve Editor", "h1", ""),
            (Action.START, "Ann Roe", "h1", ""),
            (Action.COMMENT, "Ann Roe", "h1", "For how long?"),
            (Action.SEND_BACK, "Ann Roe", "h1", "The duration is missing."),
            (Action.SUBMIT, "Eve Editor", "h1", ""),
            (Action.START, "Ann Roe", "h1", ""),
            (Action.SUBMIT, "Eve Editor", "h2", "A cited passage changed."),
            (Action.START, "Bob Poe", "h2", ""),
            (Action.TAKE_OVER, "Ann Roe", "h2", ""),
            (Action.APPROVE, "Ann Roe", "h2", ""),
        )
        for article in range(10)
    ]


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
