"""The review of articles as programs read it: lists, cases, versions, and rows of the log."""

import json
from dataclasses import asdict

from ragqa.library.deeds import Deed
from ragqa.library.review import Case, Step
from ragqa.library.reviewing import Reading, Standing
from ragqa.library.store import StoredVersion
from ragqa.rendering.as_json import JsonObject, render_json
from ragqa.schema.review import Approval


def standing_object(one: Standing) -> JsonObject:
    """Return one article of the list."""
    return {
        "article_id": one.article_id,
        "question": one.question.text,
        "audience": one.question.audience,
        "state": one.state,
        "steps": one.steps,
    }


def case_object(case: Case | None) -> JsonObject:
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
        "comments": [_comment(one) for one in case.comments] if case else [],
    }


def reading_object(reading: Reading) -> JsonObject:
    """Return one version of an article with its review and all versions there are."""
    return {
        "article_id": reading.version.article_id,
        **case_object(reading.case),
        "version": reading.version.number,
        "versions": version_objects(reading),
        "article": json.loads(render_json(reading.answer)),
    }


def version_objects(reading: Reading) -> list[JsonObject]:
    """Return all versions of an article, the current one last."""
    return [_version(*one) for one in reading.versions]


def entry_object(number: int, entry: Step | Deed) -> JsonObject:
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


def _comment(step: Step) -> JsonObject:
    return {
        "claim": step.claim,
        "comment": step.comment,
        "by": step.by,
        "credential": step.credential,
        "at": step.at,
    }


def _version(version: StoredVersion, approval: Approval | None) -> JsonObject:
    return {
        "number": version.number,
        "version_id": version.version_id,
        "content_hash": version.content_hash,
        "created_at": version.created_at,
        "reason": version.reason,
        "approval": asdict(approval) if approval else None,
    }
