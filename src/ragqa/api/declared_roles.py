"""Which roles each operation takes, read from the routes that ask for them, and put beside them."""

from collections.abc import Iterator
from typing import Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute, Mount, Route

from ragqa.access.guard import SESSION_COOKIE, Guarded, Requires
from ragqa.access.roles import Role

JsonObject = dict[str, object]
KEY: Final = "x-roles"
"""Of an operation in the OpenAPI document: one of these roles is enough, and so is admin."""
_SCHEMES: Final = {
    "key": {"type": "http", "scheme": "bearer", "description": "What `ragqa access add` printed."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "What logging in at /login sets.",
    },
}


def declared_routes(app: FastAPI) -> Iterator[tuple[RouteContext, frozenset[Role] | None]]:
    """Yield every route with the roles that it takes; None where it takes nobody in particular."""
    for context in iter_route_contexts(app.routes):
        yield context, _roles_of(context)


def _roles_of(context: RouteContext) -> frozenset[Role] | None:
    route: BaseRoute = context.original_route
    if isinstance(route, Mount | Route) and isinstance(route.app, Guarded):
        return route.app.roles
    dependant = getattr(context, "dependant", None)
    return _required(dependant) if isinstance(dependant, Dependant) else None


def _required(dependant: Dependant) -> frozenset[Role] | None:
    """Return what the dependencies of a route ask for, however deep they stand."""
    if isinstance(dependant.call, Requires):
        return dependant.call.roles
    found = [roles for one in dependant.dependencies if (roles := _required(one)) is not None]
    return frozenset.intersection(*found) if found else None


def with_roles(app: FastAPI, document: JsonObject, *, by_keys: bool) -> JsonObject:
    """Return an OpenAPI document with the roles of each operation, and how to prove who one is.

    Args:
        app: the application that it describes.
        document: as FastAPI makes it.
        by_keys: whether anything has to be proved.
    """
    paths = _part(document, "paths")
    for context, roles in declared_routes(app):
        for method in context.methods or ():
            operations = _part(paths, context.path_format or "")
            if roles is None or method.lower() not in operations:
                continue
            operation = _part(operations, method.lower())
            operation[KEY] = sorted(roles | {Role.ADMIN})
            if by_keys:
                operation["security"] = [{name: []} for name in _SCHEMES]
    if by_keys:
        _part(document, "components")["securitySchemes"] = _SCHEMES
    return document


def _part(whole: JsonObject, name: str) -> JsonObject:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}
