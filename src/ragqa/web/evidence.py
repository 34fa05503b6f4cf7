"""What one citation of an answer rests on: a page, or the panel beside the answer."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from ragqa.desk.at_hand import AtDesk
from ragqa.errors import NotFoundError
from ragqa.library.conversations import turn_of
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import Claim, ClaimId
from ragqa.schema.question import Audience
from ragqa.web.ask import Asker
from ragqa.web.audiences import told_for
from ragqa.web.conversations import Number
from ragqa.web.evidence_view import evidence_of
from ragqa.web.templating import fragment, page
from ragqa.web.turn_view import TurnPlace

router = APIRouter(prefix="/conversations")


@router.get("/{conversation_id}/turns/{number}/evidence/{claim_id}/{reference}")
def read_evidence(
    request: Request,
    desk: AtDesk,
    who: Asker,
    conversation_id: str,
    number: Number,
    claim_id: str,
    reference: int,
    audience: Audience | None = None,
) -> Response:
    """Show the quoted words in their paragraph, their work, and the checks they passed."""
    conversation = desk.conversing.read(who.name, conversation_id)
    article = article_in(told_for(desk, turn_of(conversation, number).answer, audience))
    claim = claim_in(article, claim_id)
    with desk.serving.lease() as serving:
        view = evidence_of(article, claim, reference, serving.snapshot)
    place = TurnPlace(
        conversation_id=conversation.conversation_id, number=number, audience=audience
    )
    if request.headers.get("HX-Request") == "true":
        return HTMLResponse(fragment("evidence_part.html", view=view, place=place))
    return page(request, "evidence.html", who=who, view=view, place=place)


def article_in(answer: Article | Abstention | None) -> Article:
    """Return the answer of a turn where it is an article.

    Raises:
        NotFoundError: it is none, or there is none yet.
    """
    if not isinstance(answer, Article):
        raise NotFoundError("This question has no article. Open its conversation to see why.")
    return answer


def claim_in(article: Article, claim_id: str) -> Claim:
    """Return the claim of this id.

    Raises:
        NotFoundError: the article has none.
    """
    try:
        return article.claim(ClaimId(claim_id))
    except KeyError:
        raise NotFoundError(
            f"The article has no sentence {claim_id!r}. Open its evidence from the article."
        ) from None
