"""Questions to begin with: such as the sources at hand answer."""

from dataclasses import dataclass
from typing import Final

from ragqa.desk.serving import ServingIndex
from ragqa.indexing.snapshot import Snapshot
from ragqa.schema.document import DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question about the demonstration corpus, and a document without which it has no answer."""

    question: str
    document_id: DocumentId


EXAMPLES: Final = (
    Example(
        question="Is it low hemoglobin or another factor that causes restless legs syndrome in "
        "iron deficiency?",
        document_id=DocumentId("allen-earley-2007-role-of-iron-7500ae77"),
    ),
    Example(
        question="Are dopamine agonists recommended for restless legs?",
        document_id=DocumentId("aasm-2025-rls-treatment-d5f8d835"),
    ),
    Example(
        question="Should adults over 75 take a statin to prevent heart disease?",
        document_id=DocumentId("uspstf-2022-statin-use-b846898f"),
    ),
    Example(
        question="Does vitamin D prevent falls in older adults?",
        document_id=DocumentId("uspstf-2018-falls-prevention-bcf7423d"),
    ),
    Example(
        question="Varenicline or nicotine patch?",
        document_id=DocumentId("uspstf-2021-tobacco-cessation-271a3d17"),
    ),
    Example(
        question="Whom to screen for type 2 diabetes?",
        document_id=DocumentId("uspstf-2021-prediabetes-type-2-diabetes-8f251c10"),
    ),
)


def examples_for(serving: ServingIndex) -> list[str]:
    """Return questions that the index has sources for; none for an index of other documents.

    Raises:
        SnapshotError: there is no index that can be used.
    """
    with serving.lease() as lent:
        return [one.question for one in EXAMPLES if _holds(lent.snapshot, one.document_id)]


def _holds(snapshot: Snapshot, document_id: DocumentId) -> bool:
    try:
        snapshot.sources([document_id])
    except KeyError:
        return False
    return True
