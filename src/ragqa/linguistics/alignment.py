"""Which words a text changes of the sentence that it retells.

Words that stand in the same order in both are what the text kept; what lies between them was
left out, put in or put in the place of something else. Where little was kept, the text tells the
matter in its own words, and a comparison word by word says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ragqa.linguistics.terms import STOP_WORDS
from ragqa.linguistics.tokens import is_quantity

_PHRASE = 2  # words that move together and keep their sense, one of them of content


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words that a text says, and those that the sentence has in their place; either may lack.

    `borrowed` are phrases that it says there and that are said elsewhere.
    """

    said: tuple[str, ...]
    instead_of: tuple[str, ...]
    borrowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The share of a text's words of content that it kept in order, and its changes."""

    kept: float
    changes: tuple[Change, ...]


def align(
    text: Sequence[str], sentence: Sequence[str], others: Sequence[Sequence[str]] = ()
) -> Alignment:
    """Lay the tokens of `text` along those of `sentence`.

    A phrase that only moved, or that one of the `others` says, is no change.
    """
    matcher = SequenceMatcher(None, sentence, text, autojunk=False)
    content = sum(_weighs(token) for token in text)
    kept = 0
    changes = []
    for operation, start, end, begins, ends in matcher.get_opcodes():
        said = tuple(text[begins:ends])
        if operation == "equal":
            kept += sum(_weighs(token) for token in said)
        else:
            changes.append(Change(said=said, instead_of=tuple(sentence[start:end])))
    moved = [list(change.instead_of) for change in changes]
    return Alignment(
        kept=kept / content if content else 0.0,
        changes=tuple(_settled(change, [*moved, *others]) for change in changes),
    )


def _settled(change: Change, elsewhere: Sequence[Sequence[str]]) -> Change:
    """Take out of what a change says the phrases that are said elsewhere."""
    said: list[str] = []
    borrowed: list[str] = []
    at = 0
    while at < len(change.said):
        length = max((_phrase(change.said[at:], words) for words in elsewhere), default=0)
        if not length:
            said.append(change.said[at])
        borrowed += change.said[at : at + length]
        at += length or 1
    return Change(
        said=tuple(said),
        instead_of=change.instead_of,
        borrowed=tuple(borrowed),
    )


def _phrase(said: Sequence[str], words: Sequence[str]) -> int:
    """Return how many of the first words of `said` stand together in `words`; 0 for no phrase."""
    best = 0
    for place in range(len(words)):
        length = 0
        for ours, theirs in zip(said, words[place:], strict=False):
            if ours != theirs:
                break
            length += 1
        if length >= _PHRASE and any(map(_weighs, said[:length])):
            best = max(best, length)
    return best


def _weighs(token: str) -> bool:
    return token not in STOP_WORDS or is_quantity(token)
