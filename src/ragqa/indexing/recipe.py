"""What a snapshot is made with, and the id that follows from it and from the content."""

import hashlib
from dataclasses import dataclass

from ragqa.indexing.manifest import format_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a snapshot is made with; one made otherwise cannot be built upon."""

    embedder_id: str
    dimension: int
    chunker_id: str


def snapshot_id_for(recipe: Recipe, content: str) -> str:
    """Derive a snapshot's id from what it holds and how it was made."""
    parts = [format_version(), recipe.embedder_id, str(recipe.dimension), recipe.chunker_id]
    return hashlib.sha256("\x00".join([*parts, content]).encode()).hexdigest()
