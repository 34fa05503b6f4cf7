"""The page that asks, and what it sends."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from ragqa.access.guard import Requires
from ragqa.access.roles import Principal, Role
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.errors import SnapshotError, UsageError
from ragqa.schema.conversation import Conversation, ConversationId
from ragqa.schema.question import Audience, checked_question
from ragqa.web.examples import examples_for
from ragqa.web.patient_warning import patient_warning
from ragqa.web.templating import page
from ragqa.web.turn_view import TurnPlace

router = APIRouter()

Asker = Annotated[Principal, Depends(Requires(Role.ASKER, Role.EDITOR, Role.REVIEWER))]
"""Whoever may ask and read."""
REMEMBERED: Final = 8
AUDIENCE_COOKIE: Final = "ragqa_audience"
_YEAR: Final = 365 * 24 * 3600


@router.get("/")
def read_ask(request: Request, desk: AtDesk, who: Asker) -> Response:
    """Show the box to ask in, with examples and what was asked before."""
    return _ask_page(request, desk, who, typed="", fault="")


@router.post("/ask")
def ask(
    request: Request,
    desk: AtDesk,
    who: Asker,
    question: Annotated[str, Form()] = "",
    audience: Annotated[Audience, Form()] = Audience.CLINICIAN,
    conversation: Annotated[str, Form()] = "",
    as_it_is: Annotated[bool, Form()] = False,
) -> Response:
    """Store a question as a turn, and lead to its page, which answers it.

    One that seems to name a patient is stored only once somebody has said that it may be.
    """
    try:
        checked_question(question)
    except UsageError as error:
        return _ask_page(request, desk, who, typed=question, fault=str(error), of=conversation)
    if not as_it_is and (warning := patient_warning(question)):
        return page(
            request,
            "patient_warning.html",
            who=who,
            warning=warning,
            audience=audience,
            conversation_id=conversation,
        )
    place = _asked(desk, who.name, conversation, question, audience)
    response = RedirectResponse(place.page, 303)
    response.set_cookie(
        AUDIENCE_COOKIE, audience.value, max_age=_YEAR, httponly=True, samesite="lax"
    )
    return response


def preferred_audience(request: Request) -> Audience:
    """Return whom the last question of this browser was asked for."""
    try:
        return Audience(request.cookies.get(AUDIENCE_COOKIE, ""))
    except ValueError:
        return Audience.CLINICIAN


def _asked(
    desk: Desk, owner: str, conversation_id: str, question: str, audience: Audience
) -> TurnPlace:
    """Store a question, in a new conversation where none is named."""
    conversing = desk.conversing
    before = conversing.read(owner, conversation_id) if conversation_id else _unwritten(owner)
    understood = conversing.understand(before, question, audience)
    name = before.conversation_id or conversing.begin(owner).conversation_id
    turn = conversing.ask(owner, name, understood)
    return TurnPlace(conversation_id=name, number=turn.number)


def _unwritten(owner: str) -> Conversation:
    """Return a conversation that is stored once its first question is understood."""
    return Conversation(conversation_id=ConversationId(""), owner=owner, begun_at="", turns=())


def _ask_page(
    request: Request, desk: Desk, who: Principal, *, typed: str, fault: str, of: str = ""
) -> Response:
    try:
        examples, trouble = examples_for(desk.serving), ""
    except SnapshotError as error:
        examples, trouble = [], str(error)
    return page(
        request,
        "ask.html",
        who=who,
        status_code=422 if fault else 200,
        typed=typed,
        fault=fault,
        conversation_id=of,
        trouble=trouble,
        examples=examples,
        audience=preferred_audience(request),
        recent=desk.conversing.listed(who.name)[:REMEMBERED],
    )
