"""Pages from templates: those of standalone articles, and on them those of the web."""

from functools import cache
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader

from ragqa.access.guard import can_log_out
from ragqa.access.roles import Principal, Role
from ragqa.rendering.as_html import environment_of
from ragqa.web.navigation import places_for
from ragqa.web.static_files import static
from ragqa.web.turn_view import best_of_each_kind

_EDITORS: Final = frozenset({Role.EDITOR})


@cache
def environment() -> Environment:
    """Return the templates, escaping on; a page of the web hides a standalone one of its name."""
    loaders = [PackageLoader("ragqa.web"), PackageLoader("ragqa.rendering")]
    made = environment_of(ChoiceLoader(loaders))
    made.globals["static"] = static
    made.filters["best_of_each_kind"] = best_of_each_kind
    return made


def page(
    request: Request,
    name: str,
    *,
    who: Principal | None,
    status_code: int = 200,
    **context: object,
) -> HTMLResponse:
    """Return a whole page, with the masthead of whoever asks for it.

    Args:
        request: what is answered.
        name: of the template, which extends `base.html`.
        who: asks; None where nobody is known, and then the masthead leads nowhere.
        status_code: of the response.
        context: what the template shows.
    """
    text = (
        environment()
        .get_template(name)
        .render(
            who=who,
            places=places_for(who),
            can_log_out=who is not None and can_log_out(request),
            path=request.url.path,
            is_editor=who is not None and who.has(_EDITORS),
            **context,
        )
    )
    return HTMLResponse(text, status_code)


def fragment(name: str, **context: object) -> str:
    """Return a part of a page, as a script puts it into one."""
    return environment().get_template(name).render(**context)
