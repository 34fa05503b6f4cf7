"""The words in which every form of a comparison tells what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from ragqa.linguistics.terms import content_terms
from ragqa.rendering import wording
from ragqa.rendering.bibliography import imprint
from ragqa.rendering.plain_text import prose
from ragqa.schema.article import Reference
from ragqa.schema.claim import Claim
from ragqa.schema.claim_diff import (
    Change,
    ClaimChange,
    ClaimDiff,
    Difference,
    Edition,
    Part,
    ReferenceChange,
    TextChange,
)

HEADINGS: Final = {
    Change.DIRECTION: "Direction or negation changed",
    Change.NUMBER: "Number changed",
    Change.STRENGTH: "Strength changed",
    Change.CONTENT: "Content changed",
    Change.WITHDRAWN: "Withdrawn",
    Change.NEW: "New",
    Change.SOURCE: "Source changed",
    Change.MOVED: "Moved on the page",
    Change.REWORDED: "Reworded",
    Change.UNCHANGED: "Unchanged",
}
NOTHING: Final = "No claim, reference or notice changed."
REFERENCES: Final = "References"
BESIDES: Final = "Notices, gaps and comparisons"
BEFORE: Final = "Before"
NOW: Final = "Now"
_NEARLY_ALL = 0.9
_LABELS: Final = {
    Change.DIRECTION: "direction",
    Change.NUMBER: "number",
    Change.STRENGTH: "strength",
    Change.CONTENT: "words",
    Change.SOURCE: "source",
    Change.MOVED: "place",
}
_PARTS: Final = {
    Part.NOTICE: "notice",
    Part.GAP: "left open",
    Part.CONCORDANCE: "side by side",
    Part.WITHHELD: "withheld",
    Part.GLOSSARY: "words explained",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words in a row that only one version has, or that both have."""

    text: str
    changed: bool


def summary_line(diff: ClaimDiff) -> str:
    """Return "1 number changed · 2 new · 9 unchanged"; the claims by their gravest change.

    Where the question is now answered otherwise as a whole, that comes first.
    """
    outcomes = diff.before.outcome, diff.after.outcome
    told = [] if outcomes[0] is outcomes[1] else [turn(*outcomes)]
    counts = [(len(diff.having(change)), change.value) for change in Change]
    told += [f"{count} {name}" for count, name in counts if count]
    return " · ".join(told) or "No claims on either side"


def grouped(diff: ClaimDiff) -> list[tuple[Change, list[ClaimChange]]]:
    """Return the claims by their gravest change, those that did not change aside."""
    kinds = [change for change in Change if change is not Change.UNCHANGED]
    return [(change, claims) for change in kinds if (claims := diff.having(change))]


def edition_line(edition: Edition) -> str:
    """Return what a version is called, when it was made and from what."""
    made = edition.provenance
    told = (edition.name, wording.date(made.generated_at), edition.outcome)
    return " · ".join([*filter(None, told), wording.provenance_line(made)])


def differences(claim: ClaimChange) -> list[tuple[str, str, str]]:
    """Return label, old and new of each difference that the two texts do not show by themselves."""
    return [
        (_LABELS[one.change], prose(one.before), prose(one.after))
        for one in claim.differences
        if one.change in _LABELS and not _shown(one, claim)
    ]


def _shown(difference: Difference, claim: ClaimChange) -> bool:
    """Tell whether two quotes say no more than the two texts, which differ as they do."""
    if difference.change is not Change.SOURCE or claim.before is None or claim.after is None:
        return False
    sides = ((claim.before.text, difference.before), (claim.after.text, difference.after))
    return sides[0][0] != sides[1][0] and all(_told(*side) for side in sides)


def _told(text: str, quote: str) -> bool:
    """Tell whether a text says nearly all words of content of a quote."""
    said, quoted = set(content_terms(text)), content_terms(quote)
    return sum(term in said for term in quoted) >= _NEARLY_ALL * len(quoted)


def marked(claim: ClaimChange) -> tuple[list[Words], list[Words]]:
    """Return both texts of a claim in pieces; of one version alone nothing is marked."""
    before, after = ((one.text if one else "") for one in (claim.before, claim.after))
    if not before or not after:
        return _whole(before), _whole(after)
    ours, theirs = prose(before).split(" "), prose(after).split(" ")
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    said, says = [], []
    for tag, start, end, begins, ends in matcher.get_opcodes():
        said += _words(ours[start:end], changed=tag != "equal")
        says += _words(theirs[begins:ends], changed=tag != "equal")
    return said, says


def works_of(claim: Claim, edition: Edition) -> list[tuple[int, str]]:
    """Return number and title of the works that a claim cites, as its own version lists them."""
    numbers = list(dict.fromkeys(citation.reference for citation in claim.citations))
    titles = {work.number: work_line(work) for work in edition.references}
    return [(number, titles.get(number, "")) for number in numbers]


def work_line(reference: Reference) -> str:
    """Return a work in one line: its title and imprint."""
    parts = (prose(reference.title), prose(imprint(reference)))
    return " ".join(wording.sentence(part) for part in parts if part)


def reference_lines(change: ReferenceChange) -> tuple[str, str]:
    """Return what happened to a work, and the work with its notices."""
    work = change.after or change.before
    if work is None:
        raise ValueError("a change of nothing")
    if change.before is None:
        what = "new"
    elif change.after is None:
        what = "no longer cited"
    else:
        notices = change.before.notices != change.after.notices
        what = "standing changed" if notices else "described otherwise"
    return what, " ".join([work_line(work), *_notices(change)])


def is_setback(change: ReferenceChange) -> bool:
    """Tell whether a work has lost weight since: retracted, superseded, under concern."""
    old = set(change.before.notices) if change.before else set()
    new = change.after.notices if change.after else ()
    return any(wording.is_setback(notice) for notice in new if notice not in old)


def text_line(change: TextChange) -> tuple[str, str, str]:
    """Return which part a text is of, and what it said and says."""
    return _PARTS[change.part], prose(change.before or ""), prose(change.after or "")


def turn(before: str, after: str) -> str:
    """Return "old → new", and where one is missing what is gone or what is new."""
    if before and after:
        return f"{before} → {after}"
    return f"now: {after}" if after else f"no longer: {before}"


def _notices(change: ReferenceChange) -> Iterator[str]:
    """Yield the notices that came, then those that went."""
    old = change.before.notices if change.before else ()
    new = change.after.notices if change.after else ()
    yield from (wording.sentence(prose(one)) for one in new if one not in old)
    if change.after is not None:
        yield from (f"No longer: {wording.sentence(prose(one))}" for one in old if one not in new)


def _whole(text: str) -> list[Words]:
    return [Words(text=prose(text), changed=False)] if text else []


def _words(words: Sequence[str], *, changed: bool) -> list[Words]:
    return [Words(text=" ".join(words), changed=changed)] if words else []
