"""How far the title of a work is what was asked about."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.linguistics.terms import STOP_WORDS
from ragqa.linguistics.word_list import word_list

# Terms of a title that names a topic; longer ones tell findings and methods, unless they ask.
_TOPIC = 6
_ASKING = word_list(
    "what how who when where why which is are was were do does did can could should will"
)
# Titles come back question after question.
_REMEMBERED = 8192


def title_shares(question: str, rarities: Mapping[str, float], titles: Sequence[str]) -> FloatArray:
    """Return what each title and the question have in common, in [0, 1], shape (len(titles),).

    The terms of both, twice, among the terms of either (Dice 1945, Ecology 26:297-302), each
    counting by its rarity; those of a title that the question lacks count as its mean. Only titles
    that ask or name a topic count, and only beside a question: a claim shares words with many
    titles of papers and is told by none.

    Args:
        question: free text.
        rarities: the terms of the question that the index knows, with their idf.
        titles: as terms, joined by spaces.
    """
    if _claims(question) or not rarities:
        return np.zeros(len(titles), dtype=np.float32)
    asked = math.fsum(rarities.values())
    shares = [_in_common(rarities, asked, _named(title)) for title in titles]
    return np.array(shares, dtype=np.float32)


def _claims(text: str) -> bool:
    """Tell whether a text is a statement: a sentence that a full stop closes."""
    return text.rstrip().endswith(".") and text.split(maxsplit=1)[0].lower() not in _ASKING


@lru_cache(maxsize=_REMEMBERED)
def _named(title: str) -> frozenset[str]:
    """Return the terms of a title that asks or names a topic; none of another."""
    terms = title.split()
    named = frozenset(terms) - STOP_WORDS
    return named if len(named) <= _TOPIC or terms[0] in _ASKING else frozenset()


def _in_common(rarities: Mapping[str, float], asked: float, named: frozenset[str]) -> float:
    both = named & rarities.keys()
    if not both:
        return 0.0
    others = asked / len(rarities) * len(named - both)
    shared = math.fsum(rarities[term] for term in both)
    return 2 * shared / (shared + others + asked)
