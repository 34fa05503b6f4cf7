"""Who a request comes from, and whether they may do what it asks.

A route says who may call it, and is told who does:

    @router.post("/v1/sources")
    def add(who: Annotated[Principal, Depends(Requires(Role.EDITOR))]) -> …

The same declaration stands in the OpenAPI document as `x-roles`, and a test calls every route as
every role. An application that is mounted is put into `Guarded`. A test of a route alone names
its caller with `app.state.admission = OpenAdmission()`.
"""

from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ragqa.access.admission import Admission, Carried, KeyAdmission
from ragqa.access.roles import Principal, Role
from ragqa.errors import ForbiddenError

SESSION_COOKIE = "ragqa_session"
_WHO = "ragqa.who"
"""Where a request keeps who it comes from, once that is known."""


def principal_of(request: Request) -> Principal:
    """Return who a request comes from: by its key (`Authorization: Bearer`), or its session.

    Raises:
        UnauthenticatedError: keys are asked for, and it carries none that is valid.
        TooManyRequestsError: they came too often.
    """
    return known_at(request)


class Requires:
    """A dependency of a route: lets through who has one of some roles, and returns who it is."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(
        self, request: Request, who: Annotated[Principal, Depends(principal_of)]
    ) -> Principal:
        """Return who acts; what answers an error finds them as `request.state.who`.

        Raises:
            ForbiddenError: they have none of the roles.
        """
        request.state.who = who
        return checked(who, self.roles)


class Guarded:
    """An application that only who has one of some roles gets to.

    What refuses them is raised, for the application around it to answer.
    """

    def __init__(self, app: ASGIApp, *roles: Role) -> None:
        self.roles = frozenset(roles)
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request that may pass.

        Raises:
            AccessError: it may not.
        """
        connection = HTTPConnection(scope)
        checked(await run_in_threadpool(known_at, connection), self.roles)
        await self._app(scope, receive, send)


def checked(who: Principal, roles: frozenset[Role]) -> Principal:
    """Return who acts, where one of these roles is theirs.

    Raises:
        ForbiddenError: none of them is.
    """
    if not who.has(roles):
        wanted = " or ".join(sorted(roles))
        raise ForbiddenError(f"{who.name} may not do this. It takes the role {wanted}.")
    return who


def known_at(connection: HTTPConnection) -> Principal:
    """Return who a request comes from; one request is looked at once.

    Raises:
        UnauthenticatedError: nobody that is known.
        TooManyRequestsError: they came too often.
    """
    who = connection.scope.get(_WHO)
    if not isinstance(who, Principal):
        who = admission_at(connection).admitted(carried_by(connection))
        connection.scope[_WHO] = who
    return who


def carried_by(connection: HTTPConnection) -> Carried:
    """Return what a request carries that could tell whom it comes from."""
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    return Carried(
        key=key.strip() if scheme.lower() == "bearer" else None,
        session=connection.cookies.get(SESSION_COOKIE),
        address=connection.client.host if connection.client else "",
    )


def admission_at(connection: HTTPConnection) -> Admission:
    """Return who decides whom the application lets in."""
    admission: Admission = connection.app.state.admission
    return admission


def can_log_out(connection: HTTPConnection) -> bool:
    """Tell whether a request comes from somebody who has logged in on a page."""
    by_keys = isinstance(admission_at(connection), KeyAdmission)
    return by_keys and SESSION_COOKIE in connection.cookies
