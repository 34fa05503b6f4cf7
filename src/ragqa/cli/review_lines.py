"""What `ragqa review` prints: for people in lines, for programs in JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from ragqa.library.deeds import Deed
from ragqa.library.review import Case, Step
from ragqa.library.reviewing import Reading, Standing
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.plain_text import plain
from ragqa.rendering.wording import date
from ragqa.schema.article import Article
from ragqa.schema.claim import Claim

JsonObject = dict[str, object]

NOTHING = "no answer"
"""The state of an article whose question the sources do not answer."""
_STATE_WIDTH = 12
_NO_ARTICLE = "-"


def standing_line(one: Standing) -> str:
    """Return id, state and question of one article."""
    audience = one.question.audience.value
    state = one.state or NOTHING
    return f"{one.article_id}  {state:<{_STATE_WIDTH}}  {plain(one.question.text)}  ({audience})"


def standing_json(one: Standing) -> JsonObject:
    """Return one article of the list."""
    return {
        "article_id": one.article_id,
        "question": one.question.text,
        "audience": one.question.audience,
        "state": one.state,
        "steps": one.steps,
    }


def case_line(case: Case) -> str:
    """Say where an article stands now."""
    by = f" by {plain(case.reviewer.by)}" if case.reviewer else ""
    return f"Article {case.article_id} is {case.state or NOTHING}{by}."


def case_json(case: Case | None) -> JsonObject:
    """Return where an article stands; all of it null for one that was never submitted."""
    review = case.review if case else None
    reviewer = case.reviewer if case else None
    return {
        "state": review and review.state,
        "content_hash": case and case.content_hash,
        "submitted_by": review and review.submitted_by,
        "reason": review and review.reason,
        "reviewer": reviewer
        and {"name": reviewer.by, "credential": reviewer.credential, "since": reviewer.at},
        "approval": asdict(review.approval) if review and review.approval else None,
        "comments": [_comment_json(one) for one in case.comments] if case else [],
    }


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


def reading_json(reading: Reading) -> JsonObject:
    """Return one version of an article with its review and all versions there are."""
    return {
        "article_id": reading.version.article_id,
        **case_json(reading.case),
        "version": reading.version.number,
        "versions": [
            {
                "number": version.number,
                "version_id": version.version_id,
                "content_hash": version.content_hash,
                "created_at": version.created_at,
                "reason": version.reason,
                "approval": asdict(approval) if approval else None,
            }
            for version, approval in reading.versions
        ],
        "article": json.loads(render_json(reading.answer)),
    }


def entry_line(number: int, entry: Step | Deed) -> str:
    """Return one row of the log."""
    if isinstance(entry, Step):
        done, place = entry.action.value, entry.article_id
        said = ": ".join(part for part in (entry.claim or "", plain(entry.comment)) if part)
    else:
        done, place, said = entry.kind.value, _NO_ARTICLE, plain(entry.about)
    parts = (f"{number:>5}", entry.at, f"{place:<17}", f"{done:<9}", _named(entry), said)
    return "  ".join(parts).rstrip()


def entry_json(number: int, entry: Step | Deed) -> JsonObject:
    """Return one row of the log; a deed is about no article, and its comment says about what."""
    if isinstance(entry, Step):
        return {"row": number, **asdict(entry)}
    return {
        "row": number,
        "article_id": None,
        "content_hash": None,
        "action": entry.kind,
        "by": entry.by,
        "credential": entry.credential,
        "at": entry.at,
        "claim": None,
        "comment": entry.about,
    }


def _named(entry: Step | Deed) -> str:
    by, credential = plain(entry.by), plain(entry.credential)
    return f"{by}, {credential}" if credential else by


def _claim_lines(claim: Claim, comments: Sequence[Step]) -> Iterator[str]:
    yield f"{claim.claim_id}  {plain(claim.text)}"
    for one in comments:
        if one.claim == claim.claim_id:
            yield f"    {plain(one.by)}, {date(one.at)}: {plain(one.comment)}"


def _comment_json(step: Step) -> JsonObject:
    return {
        "claim": step.claim,
        "comment": step.comment,
        "by": step.by,
        "credential": step.credential,
        "at": step.at,
    }
