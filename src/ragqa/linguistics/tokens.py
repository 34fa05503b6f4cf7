"""Two texts as tokens in which equal quantities are one and the same token.

What is compared word by word must not stumble over "1 g" and "1000 mg": each quantity becomes one
token, and quantities that state the same become the same one.
"""

from collections.abc import Sequence

from ragqa.linguistics.quantities import Quantity, renamed
from ragqa.linguistics.terms import STOP_WORDS, terms
from ragqa.linguistics.units import factor

STOP_STEMS = frozenset(terms(" ".join(STOP_WORDS)))
"""Stop words as tokens."""

_NAME = "qz"


def is_quantity(token: str) -> bool:
    """Say whether a token stands for a quantity."""
    return token.startswith(_NAME) and token[len(_NAME) :].isdigit()


class Tokeniser:
    """Turns the texts of one comparison into tokens; the source's text goes first."""

    def __init__(self) -> None:
        self._known: list[Quantity] = []

    def tokens(self, text: str) -> list[str]:
        """Return the folded words of `text` in order, each quantity with its bound as one token."""
        return terms(renamed(text, self._name))

    def shown(self, token: str) -> str:
        """Return a token as its first text wrote it."""
        return self._known[int(token[len(_NAME) :])].text if is_quantity(token) else token

    def alike(self, one: str, other: str) -> bool:
        """Say whether two quantities measure the same kind of thing."""
        mine, theirs = (self._known[int(token[len(_NAME) :])].unit for token in (one, other))
        if mine is None or theirs is None:
            return mine is theirs
        return factor(mine, theirs) is not None

    def _name(self, quantity: Quantity) -> str:
        for index, known in enumerate(self._known):
            if quantity.follows_from(known):
                return f"{_NAME}{index}"
        self._known.append(quantity)
        return f"{_NAME}{len(self._known) - 1}"


def neighbours(tokens: Sequence[str], at: int, reach: int) -> tuple[list[str], list[str]]:
    """Return the words before position `at`, nearest first, and those behind it; no quantities."""
    before = [token for token in reversed(tokens[:at]) if not is_quantity(token)]
    behind = [token for token in tokens[at + 1 :] if not is_quantity(token)]
    return before[:reach], behind[:reach]
