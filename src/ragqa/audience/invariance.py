"""What no wording for another audience may change: figures, negations, hedges, strength, warnings.

The gate holds a sentence against its sources and lets it say less than they do. Here a sentence is
held against the one that it stands for, and has to say just as much.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from ragqa.linguistics.exactness import RESTRICTING, rank
from ragqa.linguistics.polarity import disagreement, negations
from ragqa.linguistics.quantities import Quantity, quantities
from ragqa.linguistics.spelling_out import in_full
from ragqa.linguistics.stance import stance_of
from ragqa.linguistics.strength import (
    causal_force,
    hedges,
    parse_strength,
    recommendation_force,
    states_an_aim,
)
from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import terms

_FIGURES = re.compile(r"\d+(?:[.,·]\d+)*|[<>≤≥±=%]")
# Stems of the words by which a source warns.
_WARNS = re.compile(
    r"\b(?:contraindic\w*|contra-indic\w*|warn\w*|caution\w*|avoid\w*|harm\w*|danger\w*|risks?|"
    r"toxic\w*|fatal\w*|death\w*|died?|serious\w*|severe\w*|adverse|allerg\w*|interact\w*|"
    r"overdos\w*|bleeding|pregnan\w*|breast-?feeding|emergenc\w*|urgent\w*|immediate\w*|withdr\w*|"
    r"must|should|never|against|only|unless|except|until|before|stop\w*)\b",
    re.IGNORECASE,
)
# Words that point one way; a comparison is not turned round, even where that says the same.
_POINTS = re.compile(
    r"\b(?:more|less|fewer|higher|lower|greater|smaller|larger|better|worse|longer|shorter|earlier|"
    r"later|older|younger|increas\w*|decreas\w*|improv\w*|worsen\w*|superior|inferior)\b",
    re.IGNORECASE,
)


def departure(original: str, reworded: str, known: Mapping[str, str]) -> str | None:
    """Say in what `reworded` says something else than `original`; None where it does not.

    Args:
        original: the sentence that passed the gate.
        reworded: the same for another audience.
        known: what their abbreviations mean, so that a spelled-out one is no change.
    """
    if not _same_quantities(original, reworded):
        return "It does not state the same figures."
    before, after = _in_same_words(original, known), _in_same_words(reworded, known)
    pairs = (
        (negations(before), negations(after), "It does not negate the same."),
        (Counter(hedges(before)), Counter(hedges(after)), "It is not as certain as the original."),
        (stance_of(before), stance_of(after), "It does not recommend as strongly."),
        (_forces(before), _forces(after), "It does not go as far as the original."),
        (parse_strength(before), parse_strength(after), "It does not state the same strength."),
        (_degrees(before), _degrees(after), "It does not hold of as many, or as often."),
        (_stems(_WARNS, before), _stems(_WARNS, after), "It does not hold the same warnings."),
        (_stems(_POINTS, before), _stems(_POINTS, after), "It points another way."),
    )
    found = next((fault for one, other, fault in pairs if one != other), None)
    if found is None and disagreement(after, before) is not None:
        return "It points another way."
    return found


def figures(text: str) -> Counter[str]:
    """Return the figures and signs of `text` as they are written, whatever they are part of."""
    return Counter(_FIGURES.findall(text))


@lru_cache(maxsize=1024)
def _measured(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities(text))


def _same_quantities(original: str, reworded: str) -> bool:
    """Say whether both state the same figures, each in its own writing."""
    before, after = _measured(original), _measured(reworded)
    alike = len(before) == len(after) and all(
        one.text == other.text and one.same_as(other)
        for one, other in zip(
            sorted(before, key=_by_figure), sorted(after, key=_by_figure), strict=True
        )
    )
    return alike and figures(original) == figures(reworded)


def _by_figure(quantity: Quantity) -> tuple[str, str, float, str]:
    return quantity.text, quantity.comparator, quantity.value, quantity.unit or ""


def _in_same_words(text: str, known: Mapping[str, str]) -> str:
    return in_common_words(in_full(text, known))


def _forces(text: str) -> tuple[object, ...]:
    return recommendation_force(text), causal_force(text), states_an_aim(text)


def _degrees(text: str) -> Counter[str]:
    """Return how far the words of a sentence reach: "most", "some", "only"."""
    return Counter(word for word in terms(text) if rank(word) or word in RESTRICTING)


def _stems(words: re.Pattern[str], text: str) -> Counter[str]:
    """Return how often `text` has each of some words, by their stems."""
    return Counter(stem for found in words.findall(text) for stem in terms(found))
