"""Who may do what, and what was done: keys and the log, for admins."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from ragqa.access.guard import Requires
from ragqa.access.keys import Key, NewKey
from ragqa.access.roles import Principal, Role
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.desk.paging import page_of
from ragqa.errors import NotFoundError, ReviewError, UsageError
from ragqa.web.addresses import ANY
from ragqa.web.articles import PageNumber
from ragqa.web.templating import page

router = APIRouter()

Admin = Annotated[Principal, Depends(Requires(Role.ADMIN))]
"""Whoever says who may do what."""
LOG_PAGE: Final = 100
_DESCRIPTIONS: Final = {
    Role.ASKER: "asks, searches and reads",
    Role.EDITOR: "uploads documents, has articles written, comments and submits them",
    Role.REVIEWER: "comments, approves and sends back",
    Role.ADMIN: "everything, and who else may do what",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedKey:
    """What was typed of a key that was not made."""

    name: str = ""
    credential: str = ""
    days: int | None = None
    roles: tuple[Role, ...] = (Role.ASKER,)


_NOTHING: Final = TypedKey()


@router.get("/accounts")
def read_accounts(request: Request, desk: AtDesk, who: Admin) -> Response:
    """List the keys, and offer to make another."""
    return _accounts_page(request, desk, who)


@router.post("/accounts")
def add_key(
    request: Request,
    desk: AtDesk,
    who: Admin,
    name: Annotated[str, Form(max_length=1000)] = "",
    credential: Annotated[str, Form(max_length=1000)] = "",
    days: Annotated[int | None, ANY, Form(ge=1, le=36_500)] = None,
    roles: Annotated[list[Role] | None, Form()] = None,
) -> Response:
    """Make a key and show it, once."""
    typed = TypedKey(name=name, credential=credential, days=days, roles=tuple(roles or ()))
    if not typed.roles:
        told = "The key would have no role. Choose at least one."
        return _accounts_page(request, desk, who, typed=typed, fault=told)
    try:
        made = desk.keys.add(name, typed.roles, credential=credential, days=days, by=who)
    except (UsageError, ReviewError) as error:
        return _accounts_page(request, desk, who, typed=typed, fault=str(error))
    return _accounts_page(request, desk, who, made=made)


@router.get("/accounts/{key_id}/revoke")
def ask_revocation(request: Request, desk: AtDesk, who: Admin, key_id: str) -> Response:
    """Ask whether a key is to be taken away."""
    key = next((one for one in desk.keys.listed() if one.key_id == key_id), None)
    if key is None:
        raise NotFoundError(f"There is no key {key_id!r}. See the list of them.")
    return page(request, "revoke_key.html", who=who, key=key)


@router.post("/accounts/{key_id}/revoke")
def revoke_key(desk: AtDesk, who: Admin, key_id: str) -> Response:
    """Take a key away, with the sessions that it began."""
    desk.keys.revoke(key_id, by=who)
    return RedirectResponse("/accounts#keys-title", 303)


@router.get("/log")
def read_log(
    request: Request,
    desk: AtDesk,
    who: Admin,
    seal: Annotated[str, Query(max_length=200)] = "",
    number: PageNumber = 1,
) -> Response:
    """Show all that was done, the last first, and whether the log is as it was written."""
    entries = list(reversed(desk.reviewing.log(None)))
    return page(
        request,
        "log.html",
        who=who,
        found=page_of(entries, number, LOG_PAGE),
        check=desk.reviewing.check(seal.strip() or None),
        seal=seal.strip(),
    )


def _accounts_page(
    request: Request,
    desk: Desk,
    who: Principal,
    *,
    typed: TypedKey = _NOTHING,
    fault: str = "",
    made: NewKey | None = None,
) -> Response:
    now = datetime.now(UTC)
    shown = page(
        request,
        "accounts.html",
        who=who,
        status_code=422 if fault else 200,
        keys=[(key, _standing(key, now)) for key in desk.keys.listed()],
        typed=typed,
        fault=fault,
        made=made,
        roles=[(role, _DESCRIPTIONS[role]) for role in Role],
        is_open=desk.settings.server.access == "open",
    )
    shown.headers["Cache-Control"] = "no-store"
    return shown


def _standing(key: Key, now: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "over" if key.is_over(now) else "valid"
