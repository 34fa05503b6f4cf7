"""A library of three questions, of which one article was approved and then changed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ragqa.library.review_log import submitting
from ragqa.library.reviewing import Reviewer, Reviewing
from ragqa.library.store import ArticleId, Library
from tests.library.stored_articles import abstention, article, stored

CHANGED = "Does drug A help?"
UNANSWERED = "What is the capital of country Y?"
UNREVIEWED = "Is drug B safe | <b>and</b> *sound*?"
ANN = Reviewer(name="Ann Roe", credential="MD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """Where the library is, and the id of the article that has three versions."""

    place: str
    changed: ArticleId


def reviewing(library: Library) -> Reviewing:
    """Return the review of a library at a fixed time."""
    return Reviewing(library, now=lambda: datetime(2026, 3, 9, 12, tzinfo=UTC))


def fill(folder: Path) -> Editions:
    """Make the library: version 1 of the changed article is approved, 2 and 3 are not."""
    place = str(folder / "library.sqlite")
    with Library.open(place, create=True, stored=submitting("Eve Poe")) as library:
        first = stored(library, article(CHANGED, "Drug A 5 mg is recommended."))
        reviewing(library).start(first.article_id, ANN, take_over=False)
        reviewing(library).approve(first.article_id, ANN)
        stored(library, article(CHANGED, "Drug A 10 mg is recommended."), "A passage changed.")
        stored(library, article(CHANGED, "Drug A 20 mg is not recommended."), "It changed again.")
        stored(library, abstention(UNANSWERED))
        stored(library, article(UNREVIEWED, "Drug B is safe."))
    return Editions(place=place, changed=first.article_id)
