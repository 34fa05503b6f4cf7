"""How far the title of a work is what was asked about."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.linguistics.terms import STOP_WORDS
from ragqa.linguistics.word_list import word_list

# Terms of a title that names a topic; longer ones tell findings and methods, unless they ask.
_TOPIC = 6
_ASKING = word_list(
    "what how who when where why which is are was were do does did can could should will"
)


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
    return np.array([_in_common(rarities, title) for title in titles], dtype=np.float32)


def _claims(text: str) -> bool:
    """Tell whether a text is a statement: a sentence that a full stop closes."""
    return text.rstrip().endswith(".") and text.split(maxsplit=1)[0].lower() not in _ASKING


def _in_common(rarities: Mapping[str, float], title: str) -> float:
    terms = title.split()
    named = set(terms) - STOP_WORDS
    both = named & rarities.keys()
    if not both or (len(named) > _TOPIC and terms[0] not in _ASKING):
        return 0.0
    asked = math.fsum(rarities.values())
    others = asked / len(rarities) * len(named - both)
    shared = math.fsum(rarities[term] for term in both)
    return 2 * shared / (shared + others + asked)
