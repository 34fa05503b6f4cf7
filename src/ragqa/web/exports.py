"""An answer to take along: every form in which an article leaves ragqa, and as text to paste."""

from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from ragqa.desk.at_hand import AtDesk
from ragqa.errors import NotFoundError
from ragqa.library.conversations import turn_of
from ragqa.rendering.as_plain_text import render_plain_text
from ragqa.rendering.forms import MEDIA_TYPES, SUFFIXES, Form, rendered
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import Audience
from ragqa.web.ask import Asker
from ragqa.web.audiences import told_for
from ragqa.web.conversations import Number

router = APIRouter(prefix="/conversations")

_TEXT: Final = "txt"


@router.get("/{conversation_id}/turns/{number}/export/{form}")
def export_turn(
    desk: AtDesk,
    who: Asker,
    conversation_id: str,
    number: Number,
    form: str,
    audience: Audience | None = None,
) -> Response:
    """Send an answer in one form, as a file."""
    stored = turn_of(desk.conversing.read(who.name, conversation_id), number).answer
    answer = told_for(desk, stored, audience)
    if answer is None:
        raise NotFoundError("This question is not answered yet. Open its conversation first.")
    return export_of(answer, form, f"answer-{number}")


def export_of(answer: Article | Abstention, form: str, stem: str) -> Response:
    """Return an answer in one form, as a file whose name begins with `stem`.

    Raises:
        NotFoundError: there is no such form.
    """
    if form == _TEXT:
        return PlainTextResponse(render_plain_text(answer))
    try:
        wanted = Form(form)
    except ValueError:
        forms = ", ".join([*Form, _TEXT])
        raise NotFoundError(f"There is no form {form!r} of an answer. There are {forms}.") from None
    headers = {"Content-Disposition": f'attachment; filename="{stem}{SUFFIXES[wanted]}"'}
    return Response(rendered(answer, wanted), media_type=MEDIA_TYPES[wanted], headers=headers)
