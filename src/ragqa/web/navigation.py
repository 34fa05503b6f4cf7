"""Where the masthead leads, and whom."""

from dataclasses import dataclass
from typing import Final

from ragqa.access.roles import Principal, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the masthead; `roles` are those of whom it is any use to."""

    label: str
    address: str
    roles: frozenset[Role]

    def holds(self, path: str) -> bool:
        """Tell whether a page of this address belongs to the place."""
        if self.address == "/":
            return path == "/" or path.startswith(("/conversations", "/ask"))
        if self.address == "/sources" and path.startswith("/documents/"):
            return True
        return path == self.address or path.startswith(f"{self.address}/")


_EVERYBODY: Final = frozenset(Role)
_EDITORS: Final = frozenset({Role.EDITOR})
_REVIEWERS: Final = frozenset({Role.EDITOR, Role.REVIEWER})
_ADMINS: Final = frozenset({Role.ADMIN})

PLACES: Final = (
    Place(label="Ask", address="/", roles=_EVERYBODY),
    Place(label="Articles", address="/articles", roles=_EVERYBODY),
    Place(label="Sources", address="/sources", roles=_EVERYBODY),
    Place(label="Review", address="/review", roles=_REVIEWERS),
    Place(label="Uploads", address="/uploads", roles=_EDITORS),
    Place(label="Accounts", address="/accounts", roles=_ADMINS),
)


def places_for(who: Principal | None) -> list[Place]:
    """Return the entries that somebody can use; none for whom nobody knows."""
    return [place for place in PLACES if who is not None and who.has(place.roles)]
