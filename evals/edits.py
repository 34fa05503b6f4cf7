"""What it takes to change a sentence: an edit, what stands around the sentence, and word swaps.

An edit takes a sentence with what stands around it and returns it changed, or None where it holds
nothing of its kind to change.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The passage that a sentence stands in, and a sentence of another work."""

    passage: str
    elsewhere: str
    chance: random.Random


Edit = Callable[[str, Surroundings], str | None]


def turned(words: Mapping[str, tuple[str, ...]]) -> Edit:
    """Return the edit that turns one of the words, at a place of chance, into another."""
    spelled = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    edge = re.compile(rf"(?<!\w)(?:{spelled})(?!\w)", re.IGNORECASE)

    def edit(text: str, around: Surroundings) -> str | None:
        return replaced(edge, lambda found: _cased(found, words, around), text, around)

    return edit


def _cased(found: str, words: Mapping[str, tuple[str, ...]], around: Surroundings) -> str:
    other = around.chance.choice(words.get(found) or words[found.lower()])
    return other[0].upper() + other[1:] if found[0].isupper() and found.lower() in words else other


def replaced(
    pattern: str | re.Pattern[str], by: Callable[[str], str], text: str, around: Surroundings
) -> str | None:
    """Return the text with one of the places that fit changed; None where that changes nothing."""
    places = list(re.finditer(pattern, text))
    if not places:
        return None
    at = around.chance.choice(places)
    try:
        changed = text[: at.start()] + by(at[0]) + text[at.end() :]
    except KeyError:
        return None
    return changed if changed != text else None
