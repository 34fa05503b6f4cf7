"""Passages that say the same as a better one, in the same words."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np

from ragqa.embedding.embedder import FloatArray

# Of 20 words changed in a passage of 100 the cosine is about 0.95.
_ALIKE = 0.95
# Share of three-word sequences that two texts must have in common; Broder (1997), SEQUENCES 21-29.
_RESEMBLANCE = 0.8
_SHINGLE = 3
# Passages compared by their words; those below only when their vectors are equal.
_COMPARED = 100
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")

Texts = Callable[[Sequence[int]], Sequence[str]]
"""Gives the texts of rows."""


def first_of_each(vectors: FloatArray, texts: Texts, wanted: int) -> list[int]:
    """Return the first `wanted` rows, or a few more, that do not repeat an earlier one, in order.

    Two passages are the same when they share most of their word sequences and all their figures
    and negations in order: "5 mg" and "10 mg" are two statements, however alike the rest.

    Args:
        vectors: unit vectors, shape (passages, dimension), best passage first.
        texts: the passages' texts, asked for only where vectors are nearly equal.
        wanted: at least 1; fewer are returned when there are not so many.
    """
    unlike = _unlike(vectors)
    head = list(islice(unlike, 2 * wanted))
    kept = _without_repeats(head, vectors, texts)
    # Whether a row stays depends on those before it alone.
    return kept if len(kept) >= wanted else _without_repeats([*head, *unlike], vectors, texts)


def _without_repeats(rows: list[int], vectors: FloatArray, texts: Texts) -> list[int]:
    compared = vectors[rows[:_COMPARED]]
    pairs = np.argwhere(np.triu(compared @ compared.T >= _ALIKE, k=1)).tolist()
    places = sorted({place for pair in pairs for place in pair})
    read = texts([rows[place] for place in places])
    words = dict(zip(places, map(_words, read), strict=True))
    dropped: set[int] = set()
    for earlier, later in pairs:
        if earlier not in dropped and _same(words[earlier], words[later]):
            dropped.add(later)
    return [row for place, row in enumerate(rows) if place not in dropped]


def _unlike(vectors: FloatArray) -> Iterator[int]:
    """Yield the first row of each vector."""
    seen: set[bytes] = set()
    for row, vector in enumerate(vectors):
        if (content := vector.tobytes()) not in seen:
            seen.add(content)
            yield row


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _same(one: list[str], other: list[str]) -> bool:
    if [word for word in one if _decides(word)] != [word for word in other if _decides(word)]:
        return False
    a, b = _shingles(one), _shingles(other)
    return len(a & b) >= _RESEMBLANCE * len(a | b)


def _decides(word: str) -> bool:
    return any(character.isdigit() for character in word) or word in {"no", "not", "without"}


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))}
