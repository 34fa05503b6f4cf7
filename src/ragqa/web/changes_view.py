"""What changed between two versions, as the templates of a comparison look it up."""

from dataclasses import dataclass
from types import ModuleType

from ragqa.rendering import diff_wording
from ragqa.schema.claim_diff import Change, ClaimChange, ClaimDiff


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """One comparison, and the words in which it is told."""

    diff: ClaimDiff
    told: ModuleType = diff_wording

    @property
    def groups(self) -> list[tuple[Change, list[ClaimChange]]]:
        """The claims by their gravest change, those that did not change aside."""
        return diff_wording.grouped(self.diff)

    @property
    def unchanged(self) -> list[ClaimChange]:
        """The claims that are as they were."""
        return self.diff.having(Change.UNCHANGED)
