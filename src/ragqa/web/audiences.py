"""An answer told for those who read it now, who may be others than those it was asked for."""

from ragqa.desk.desk import Desk
from ragqa.errors import UsageError
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import Audience


def told_for(
    desk: Desk, answer: Article | Abstention | None, audience: Audience | None
) -> Article | Abstention | None:
    """Return an answer in the words of an audience; None leaves it in those it has.

    Raises:
        UsageError: a document that it quotes is gone, so that no new words could be checked.
    """
    if audience is None or not isinstance(answer, Article):
        return answer
    if answer.question.audience is audience:
        return answer
    with desk.serving.lease() as serving:
        try:
            return serving.pipeline.retold(answer, audience)
        except KeyError:
            raise UsageError(
                "A document that this answer quotes is no longer in the index, so its words "
                "cannot be put otherwise and checked. Ask the question again."
            ) from None
