"""Which two versions of an article an editor means, and what changed between them."""

from ragqa.errors import UsageError
from ragqa.library.claim_diff import claim_diff
from ragqa.library.reviewing import Reading
from ragqa.library.store import StoredVersion
from ragqa.schema.claim_diff import ClaimDiff
from ragqa.schema.review import Approval

Given = tuple[StoredVersion, Approval | None]
"""A version, and the approval that it was given."""


def compared(reading: Reading, against: int | None) -> ClaimDiff:
    """Compare the version that is read with another one of its article.

    Args:
        reading: the later version.
        against: the number of the other; None for the last one approved before, or else for the
            one before.

    Raises:
        UsageError: there is no such version.
    """
    before = _earlier(reading, against)
    after = next(one for one in reading.versions if one[0].number == reading.version.number)
    return claim_diff(before[0].answer(), reading.answer, (_name(before), _name(after)))


def _earlier(reading: Reading, against: int | None) -> Given:
    article, number = reading.version.article_id, reading.version.number
    if against == number:
        raise UsageError(
            f"Version {number} of article {article} is the one that would be compared with itself. "
            "Name another with --against, or leave that out."
        )
    if against is not None:
        found = [one for one in reading.versions if one[0].number == against]
        if not found:
            raise UsageError(
                f"Article {article} has no version {against}. It has {len(reading.versions)}; "
                "name one of them with --against."
            )
        return found[0]
    earlier = [one for one in reading.versions if one[0].number < number]
    if not earlier:
        raise UsageError(
            f"Article {article} has one version so far, and nothing to compare it with. "
            "`ragqa batch run --stale` writes another when its sources change."
        )
    return next((one for one in reversed(earlier) if one[1] is not None), earlier[-1])


def _name(given: Given) -> str:
    version, approval = given
    told = f"version {version.number}"
    return f"{told}, approved by {approval.reviewer}" if approval else told
