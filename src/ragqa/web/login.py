"""Logging in with a key, and out again: who has no key gets no further than this page."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from ragqa.access.admission import KeyAdmission
from ragqa.access.guard import SESSION_COOKIE, admission_at, carried_by
from ragqa.errors import TooManyRequestsError, UnauthenticatedError
from ragqa.problems import problem_of
from ragqa.web.templating import page

router = APIRouter()

_START: Final = "/"
_LOCAL: Final = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")
_HERE: Final = ("/login", "/logout")
_LONGEST: Final = 8000

Next = Annotated[str, Query(alias="next", max_length=_LONGEST)]


@router.get("/login")
def read_login(request: Request, address: Next = _START) -> Response:
    """Ask for a key; where none is asked for, lead on."""
    if not isinstance(admission_at(request), KeyAdmission):
        return RedirectResponse(local(address), 303)
    return page(request, "login.html", who=None, next=local(address), fault="")


@router.post("/login")
def log_in(
    request: Request,
    key: Annotated[str, Form(max_length=_LONGEST)] = "",
    address: Annotated[str, Form(alias="next", max_length=_LONGEST)] = _START,
) -> Response:
    """Begin a session of who holds the key, and lead to where they wanted to go."""
    admission = admission_at(request)
    if not isinstance(admission, KeyAdmission):
        return RedirectResponse(local(address), 303)
    try:
        token = admission.log_in(key, carried_by(request).address)
    except (UnauthenticatedError, TooManyRequestsError) as error:
        problem = problem_of(error)
        told = page(
            request,
            "login.html",
            who=None,
            status_code=problem.kind.status,
            next=local(address),
            fault=problem.detail,
        )
        if problem.retry_after is not None:
            told.headers["Retry-After"] = str(problem.retry_after)
        return told
    response = RedirectResponse(local(address), 303)
    response.set_cookie(
        SESSION_COOKIE,
        token,
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


@router.post("/logout")
def log_out(request: Request) -> Response:
    """End the session, here and in the library."""
    admission, token = admission_at(request), carried_by(request).session
    if isinstance(admission, KeyAdmission) and token is not None:
        admission.log_out(token)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
    return response


def local(address: str) -> str:
    """Return an address of this server to be led to; the start page for any other."""
    if _LOCAL.fullmatch(address) is None or address.startswith(_HERE):
        return _START
    return address
