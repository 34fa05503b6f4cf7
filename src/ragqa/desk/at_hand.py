"""The desk that a request is served from."""

from typing import Annotated

from fastapi import Depends, Request

from ragqa.desk.desk import Desk


def desk_of(request: Request) -> Desk:
    """Return the desk that the application opened when it started."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
"""The type of a parameter that is given the desk."""
