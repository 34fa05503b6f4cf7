"""The roles of people and programs, and who they are."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; one person may have several."""

    ASKER = "asker"
    """Asks, searches and reads."""
    EDITOR = "editor"
    """Uploads documents, reindexes, has articles written, comments and submits them."""
    REVIEWER = "reviewer"
    """Comments, approves and sends back."""
    ADMIN = "admin"
    """Everything, and who else may do what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who acts; `credential` is their professional standing, as an approval prints it."""

    name: str
    credential: str
    roles: frozenset[Role]

    def has(self, wanted: frozenset[Role]) -> bool:
        """Tell whether one of these roles is theirs; an admin has them all."""
        return Role.ADMIN in self.roles or not self.roles.isdisjoint(wanted)
