"""A comparison of two versions as JSON, schema version 1.

    {"schema_version": 1, "question": …, "empty": whether nothing changed,
     "before": {"name", "outcome", "reason", "references": […], "provenance": {…}}, "after": …,
     "counts": {change: claims},
     "claims": [{"change", "before": claim|null, "after": claim|null,
                 "differences": [{"change", "before", "after"}]}],
     "references": [{"before": reference|null, "after": reference|null}],
     "texts": [{"part": "concordance|gap|notice|withheld", "before", "after"}]}

Changes, gravest first: direction changed, number changed, strength changed, content changed,
withdrawn, new, source changed, moved, reworded, unchanged. Claims, references and provenance are
those of `ragqa ask --format json`.
"""

import json
from dataclasses import asdict

from ragqa.rendering.as_json import (
    JsonObject,
    claim_object,
    provenance_object,
    reference_object,
)
from ragqa.schema.claim_diff import Change, ClaimChange, ClaimDiff, Edition, ReferenceChange

SCHEMA_VERSION = 1


def render_diff_json(diff: ClaimDiff) -> str:
    """Return `diff` as one JSON object, indented, with a final line feed."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "question": diff.question,
        "empty": diff.is_empty,
        "before": _edition(diff.before),
        "after": _edition(diff.after),
        "counts": {change: len(diff.having(change)) for change in Change},
        "claims": [_claim(claim) for claim in diff.claims],
        "references": [_reference(change) for change in diff.references],
        "texts": [asdict(change) for change in diff.texts],
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _edition(edition: Edition) -> JsonObject:
    return {
        "name": edition.name,
        "outcome": edition.outcome,
        "reason": edition.reason,
        "references": [reference_object(reference) for reference in edition.references],
        "provenance": provenance_object(edition.provenance),
    }


def _claim(change: ClaimChange) -> JsonObject:
    return {
        "change": change.change,
        "before": change.before and claim_object(change.before),
        "after": change.after and claim_object(change.after),
        "differences": [asdict(difference) for difference in change.differences],
    }


def _reference(change: ReferenceChange) -> JsonObject:
    return {
        "before": change.before and reference_object(change.before),
        "after": change.after and reference_object(change.after),
    }
