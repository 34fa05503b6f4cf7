"""Who may call an address, as its route declares it."""

from typing import Annotated

from fastapi import Depends

from ragqa.access.guard import Requires
from ragqa.access.roles import Principal, Role

Anybody = Annotated[
    Principal, Depends(Requires(Role.ASKER, Role.EDITOR, Role.REVIEWER, Role.ADMIN))
]
"""Whoever is known: asking, searching and reading."""
Editor = Annotated[Principal, Depends(Requires(Role.EDITOR))]
Reviewer = Annotated[Principal, Depends(Requires(Role.REVIEWER))]
EditorOrReviewer = Annotated[Principal, Depends(Requires(Role.EDITOR, Role.REVIEWER))]
