"""What `ragqa review` prints for people."""

from collections.abc import Iterator, Sequence

from ragqa.library.deeds import Deed
from ragqa.library.review import Case, Step
from ragqa.library.reviewing import Reading, Standing
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.plain_text import plain
from ragqa.rendering.wording import date
from ragqa.schema.article import Article
from ragqa.schema.claim import Claim

NOTHING = "no answer"
"""The state of an article whose question the sources do not answer."""
_STATE_WIDTH = 12
_NO_ARTICLE = "-"


def standing_line(one: Standing) -> str:
    """Return id, state and question of one article."""
    audience = one.question.audience.value
    state = one.state or NOTHING
    return f"{one.article_id}  {state:<{_STATE_WIDTH}}  {plain(one.question.text)}  ({audience})"


def case_line(case: Case) -> str:
    """Say where an article stands now."""
    by = f" by {plain(case.reviewer.by)}" if case.reviewer else ""
    return f"Article {case.article_id} is {case.state or NOTHING}{by}."


def reading_lines(reading: Reading) -> Iterator[str]:
    """Yield one version of an article as it is rendered, its claims by id, and all versions."""
    yield render_markdown(reading.answer)
    current = reading.version == reading.versions[-1][0]
    case = reading.case if current else None
    if case and case.reviewer:
        yield f"In review by {_named(case.reviewer)}, since {date(case.reviewer.at)}.\n"
    if case and case.review and case.review.reason:
        yield f"Why it stands there: {plain(case.review.reason)}\n"
    if isinstance(reading.answer, Article):
        yield "Claims\n"
        for claim in reading.answer.claims:
            yield from _claim_lines(claim, case.comments if case else ())
        yield ""
    yield "Versions\n"
    for version, approval in reading.versions:
        mark = "*" if version == reading.version else " "
        by = "not approved"
        if approval:
            by = f"approved by {plain(approval.reviewer)}, {plain(approval.credential)}"
        reason = f" · {plain(version.reason)}" if version.reason else ""
        yield f"{mark} {version.number}  {date(version.created_at)}  {by}{reason}"


def entry_line(number: int, entry: Step | Deed) -> str:
    """Return one row of the log."""
    if isinstance(entry, Step):
        done, place = entry.action.value, entry.article_id
        said = ": ".join(part for part in (entry.claim or "", plain(entry.comment)) if part)
    else:
        done, place, said = entry.kind.value, _NO_ARTICLE, plain(entry.about)
    parts = (f"{number:>5}", entry.at, f"{place:<17}", f"{done:<9}", _named(entry), said)
    return "  ".join(parts).rstrip()


def _named(entry: Step | Deed) -> str:
    by, credential = plain(entry.by), plain(entry.credential)
    return f"{by}, {credential}" if credential else by


def _claim_lines(claim: Claim, comments: Sequence[Step]) -> Iterator[str]:
    yield f"{claim.claim_id}  {plain(claim.text)}"
    for one in comments:
        if one.claim == claim.claim_id:
            yield f"    {plain(one.by)}, {date(one.at)}: {plain(one.comment)}"
