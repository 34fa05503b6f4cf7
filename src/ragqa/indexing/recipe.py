"""What a snapshot is made with, and the id that follows from it and from the content."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ragqa.errors import IndexMismatchError
from ragqa.indexing.manifest import REBUILD, Manifest, format_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a snapshot is made with; one made otherwise cannot be built upon."""

    embedder_id: str
    dimension: int
    chunker_id: str

    def check(self, manifest: Manifest, root: Path) -> None:
        """Make sure that a snapshot of the index at `root` was made in this way.

        Raises:
            IndexMismatchError: it was made otherwise.
        """
        for what, built, wanted in (
            ("embedder", manifest.embedder_id, self.embedder_id),
            ("dimension", manifest.dimension, self.dimension),
            ("chunker", manifest.chunker_id, self.chunker_id),
        ):
            if built != wanted:
                raise IndexMismatchError(
                    f"The index {str(root)!r} was built with the {what} {built!r}, but the "
                    f"settings ask for {wanted!r}. {REBUILD}"
                )


def snapshot_id_for(recipe: Recipe, content: str) -> str:
    """Derive a snapshot's id from what it holds and how it was made."""
    parts = [format_version(), recipe.embedder_id, str(recipe.dimension), recipe.chunker_id]
    return hashlib.sha256("\x00".join([*parts, content]).encode()).hexdigest()
