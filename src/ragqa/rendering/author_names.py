"""Names of authors in their parts, where they are written so that the parts can be told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.rendering.plain_text import plain

# "van der Roe, Anna B." is a person; "World Health Organization, Geneva" is not.
_INVERTED = re.compile(
    r"(?P<family>(?:[^\W\d_A-Z][\w'’]*\s){0,3}\w[\w'’-]*),\s*"
    r"(?P<given>[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,2})"
)
# "Roe AB" is a person; "Study Group B" is not.
_WITH_INITIALS = re.compile(
    r"(?P<family>(?:[^\W\d_A-Z][\w'’]*\s){0,3}[^\W\d_a-z](?=[\w'’-]*[^\W\d_A-Z])[\w'’-]*)\s"
    r"(?P<initials>[A-Z]{1,3})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorName:
    """An author: a person by family and given names, or anyone else by the `whole` name alone."""

    whole: str
    family: str | None
    given: str | None

    @property
    def vancouver(self) -> str:
        """The name as "Roe AB"; a name that is no person's stays as it is written."""
        if self.family is None or self.given is None:
            return self.whole
        initials = "".join(part[0] for part in re.split(r"[\s.-]+", self.given) if part)
        return f"{self.family} {initials}"

    @property
    def inverted(self) -> str:
        """The name as "Roe, Anna B."."""
        return self.whole if self.family is None else f"{self.family}, {self.given}"


def author_name(text: str) -> AuthorName:
    """Read one name: "Roe, Anna B." and "Roe AB" are persons, whatever else may be anyone."""
    whole = text.strip()
    if inverted := _INVERTED.fullmatch(whole):
        return AuthorName(whole=whole, family=inverted["family"], given=inverted["given"])
    if short := _WITH_INITIALS.fullmatch(whole):
        given = " ".join(f"{initial}." for initial in short["initials"])
        return AuthorName(whole=whole, family=short["family"], given=given)
    return AuthorName(whole=whole, family=None, given=None)


def author_names(authors: Sequence[str]) -> list[AuthorName]:
    """Read the names of a work on one line each; a blank one is none."""
    return [author_name(name) for name in map(plain, authors) if name]
