"""Which claim of one version of an article is which claim of another.

A claim keeps its id as long as its words and the places it cites stay the same. What is left is
laid out as a table of likeness, in words and in the places cited, and the pairing with the
greatest sum is taken. scikit-learn brings scipy along, so its exact solver adds nothing to install.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product, starmap

from ragqa.linguistics.quantities import renamed
from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import content_terms
from ragqa.schema.claim import Citation, Claim

# On answers to the questions of evals/gold/demo.jsonl every claim finds its version again when a
# number, a verb, a negation or a group of people changes, and one of thirty-five is taken for a
# version of another statement on the same work: evals/claim_diff.py.
_LEAST = 0.8
_SAME_PLACE, _SAME_WORK = 0.2, 0.1
# What a change of direction puts in or takes out must not part a claim from itself.
_NEGATIONS = frozenset({"no", "not", "nor", "neither"})


Read = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A claim and its words of content, without its numbers and negations."""

    claim: Claim
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A claim in both versions, or in the only one that has it."""

    before: Claim | None
    after: Claim | None


def match_claims(before: Sequence[Claim], after: Sequence[Claim], read: Read) -> list[Match]:
    """Return each claim of both sides exactly once; the same pairs whichever side comes first.

    Args:
        before: claims of the one version.
        after: claims of the other.
        read: brings a text into the words in which it is compared.
    """
    pairs = _by_identity(before, after)
    left = [at for at in range(len(before)) if at not in pairs]
    right = [at for at in range(len(after)) if at not in pairs.values()]
    ours, theirs = _readings(before, read), _readings(after, read)
    weights = _weights(ours, theirs)
    alike = _alike([ours[at] for at in left], [theirs[at] for at in right], weights)
    pairs |= {left[here]: right[there] for here, there in alike}
    return [*_both(before, after, pairs), *_alone(before, after, pairs)]


def _both(
    before: Sequence[Claim], after: Sequence[Claim], pairs: Mapping[int, int]
) -> Iterator[Match]:
    for here, there in sorted(pairs.items(), key=lambda pair: pair[1]):
        yield Match(before=before[here], after=after[there])


def _alone(
    before: Sequence[Claim], after: Sequence[Claim], pairs: Mapping[int, int]
) -> Iterator[Match]:
    for here, claim in enumerate(before):
        if here not in pairs:
            yield Match(before=claim, after=None)
    paired = set(pairs.values())
    for there, claim in enumerate(after):
        if there not in paired:
            yield Match(before=None, after=claim)


def _by_identity(before: Sequence[Claim], after: Sequence[Claim]) -> dict[int, int]:
    """Pair the claims of one id, the first with the first and the second with the second."""
    places = {key: at for at, key in enumerate(_keys(after))}
    return {at: places[key] for at, key in enumerate(_keys(before)) if key in places}


def _keys(claims: Sequence[Claim]) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for claim in claims:
        seen[claim.claim_id] += 1
        yield claim.claim_id, seen[claim.claim_id]


def _alike(
    before: Sequence[_Reading], after: Sequence[_Reading], weights: Mapping[str, float]
) -> list[tuple[int, int]]:
    """Pair the claims so that their likeness adds up to the most; what is unlike stays alone.

    Of two pairings as good as each other the solver takes the one that it finds first: it is
    always shown the same side first, so that both directions of a comparison find the same.
    """
    if repr([one.claim for one in after]) < repr([one.claim for one in before]):
        return [(here, there) for there, here in _alike(after, before, weights)]
    if not before:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    table = np.array([[_likeness(one, other, weights) for other in after] for one in before])
    table[table < _LEAST] = 0.0
    pairs = zip(*linear_sum_assignment(table, maximize=True), strict=True)
    return [(int(here), int(there)) for here, there in pairs if table[here, there]]


def _likeness(one: _Reading, other: _Reading, weights: Mapping[str, float]) -> float:
    """Return how likely two claims are versions of one; the same both ways round."""
    citations = product(one.claim.citations, other.claim.citations)
    return _shared(one, other, weights) + max(starmap(_nearness, citations), default=0.0)


def _shared(one: _Reading, other: _Reading, weights: Mapping[str, float]) -> float:
    """Return the share of the weight of their words that two claims have in common, in [0, 1]."""
    total = math.fsum(weights[word] for words in (one.words, other.words) for word in words)
    common = math.fsum(weights[word] for word in one.words & other.words)
    return 2 * common / total if total else float(one.claim.text == other.claim.text)


def _weights(before: Sequence[_Reading], after: Sequence[_Reading]) -> dict[str, float]:
    """Return what each word weighs: a heading that half the claims begin with tells little."""
    held = _counted(before) | _counted(after)
    claims = max(len(before), len(after))
    return {word: math.log1p(claims / count) for word, count in held.items()}


def _counted(claims: Sequence[_Reading]) -> Counter[str]:
    """Return in how many claims each word stands."""
    return Counter(word for claim in claims for word in claim.words)


def _readings(claims: Sequence[Claim], read: Read) -> list[_Reading]:
    return [_Reading(claim=claim, words=_words(read(claim.text))) for claim in claims]


def _words(text: str) -> frozenset[str]:
    without_numbers = renamed(in_common_words(text), lambda _: "")
    return frozenset(content_terms(without_numbers)) - _NEGATIONS


def _nearness(one: Citation, other: Citation) -> float:
    """Return what two citations add: most for the same words, less for the same work."""
    if one.quote.split() == other.quote.split():
        return _SAME_PLACE
    if one.document_id != other.document_id:
        return 0.0
    return _SAME_PLACE if one.start < other.end and other.start < one.end else _SAME_WORK
