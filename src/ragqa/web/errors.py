"""What went wrong, as a page: what happened, and what to do."""

from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import URL

from ragqa.access.guard import principal_of
from ragqa.access.roles import Principal
from ragqa.errors import RagqaError
from ragqa.problems import Problem
from ragqa.web.templating import fragment, page

_LOGIN: Final = "/login"
_UNAUTHENTICATED: Final = 401


def problem_page(request: Request, problem: Problem) -> Response:
    """Return a problem as a page, or as the part of one that a script asked for."""
    status = problem.kind.status
    if status == _UNAUTHENTICATED and request.method == "GET" and not _by_script(request):
        return RedirectResponse(_login_for(request.url), 303)
    if _by_script(request):
        part = HTMLResponse(fragment("problem_part.html", problem=problem), status)
        if status == _UNAUTHENTICATED:
            part.headers["HX-Redirect"] = _login_for(URL(request.headers.get("HX-Current-URL", "")))
        return part
    response = page(
        request,
        "problem.html",
        who=_known(request),
        status_code=status,
        problem=problem,
        again=request.url.path if request.method == "GET" else None,
    )
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _login_for(asked: URL) -> str:
    """Return the address to log in at before going on to the one that was asked for."""
    wanted = f"{asked.path}?{asked.query}" if asked.query else asked.path
    return f"{_LOGIN}?{urlencode({'next': wanted or '/'})}"


def _by_script(request: Request) -> bool:
    return request.headers.get("HX-Request") == "true"


def _known(request: Request) -> Principal | None:
    """Return who asks, so that the masthead leads on; None where that cannot be told."""
    try:
        return principal_of(request)
    except RagqaError:
        return None
