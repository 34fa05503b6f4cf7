"""Articles of the library, written one at a time for an editor who waits for them."""

from collections.abc import Callable
from dataclasses import dataclass

from ragqa.assembly import build_embedder
from ragqa.config import Settings
from ragqa.desk.serving import ServingIndex
from ragqa.library.batch import Batch, Budget, Task
from ragqa.library.review_log import submitting
from ragqa.library.store import Library, article_id_of
from ragqa.pipeline import Answered, Pipeline
from ragqa.schema.article import Abstention, Article
from ragqa.schema.progress import AnswerProgress
from ragqa.schema.question import Question

Written = Callable[[Question, AnswerProgress], Article | Abstention]
"""Answers a question into the library, telling how far it has come; see `Asking.events`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Answers as a pipeline does, and tells somebody."""

    pipeline: Pipeline
    progress: AnswerProgress

    def answered(self, question: Question) -> Answered:
        """Return the answer with the evidence that was ranked for it."""
        return self.pipeline.answered(question, self.progress)


class Writing:
    """Has questions answered into a library, as `ragqa batch run` does.

    Args:
        settings: of the embedder.
        serving: the index that answers.
        library: where articles are kept.
    """

    def __init__(self, settings: Settings, serving: ServingIndex, library: Library) -> None:
        self._embedder = build_embedder(settings)
        self._serving = serving
        self._library = library

    def writing(self, by: str, reason: str) -> Written:
        """Return what answers a question into the library and submits the article for review.

        Args:
            by: who submits it.
            reason: why an article that is there already is written anew; empty for a new one.
        """

        def write(question: Question, progress: AnswerProgress) -> Article | Abstention:
            library = Library(self._library.database, stored=submitting(by))
            with self._serving.lease() as serving:
                batch = Batch(
                    library=library,
                    answerer=_Told(pipeline=serving.pipeline, progress=progress),
                    snapshot=serving.snapshot,
                    embedder=self._embedder,
                    jobs=1,
                    budget=Budget(tokens=None, cost=None),
                    strict=True,
                )
                batch.run([Task(question=question, reason=reason)], lambda _: None)
            return library.versions(article_id_of(question))[-1].answer()

        return write
