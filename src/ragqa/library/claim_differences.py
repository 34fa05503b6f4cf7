"""In what the words, the label and the study of two versions of one claim differ.

Each version is read against the other, so that both directions of a comparison find the same.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import zip_longest

from ragqa.linguistics.comparisons import arms_swapped, turned_round
from ragqa.linguistics.exactness import EXCLUSIVE, TURNING, rank
from ragqa.linguistics.polarity import Disagreement, disagreement, negated
from ragqa.linguistics.quantities import Comparator, Quantity, quantities, renamed
from ragqa.linguistics.slots import misplaced
from ragqa.linguistics.strength import Force, causal_force, hedged, recommendation_force
from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import STOP_WORDS, terms
from ragqa.rendering.wording import basis_label, strength_label, study_label
from ragqa.schema.claim import Claim
from ragqa.schema.claim_diff import Change, Difference
from ragqa.verification.support import FRAMING

Pair = tuple[str, str]
"""What a claim said, and what it says now."""

_ROOT = 5  # letters that "treats" and "treatment" share
# How far these go is compared by itself.
_RECOMMENDING = frozenset(terms("recommend advise suggest consider"))
_RECOMMENDS = {Force.PLAIN: "recommends", Force.HEDGED: "suggests", Force.NONE: ""}
_CAUSES = {Force.PLAIN: "states a cause", Force.HEDGED: "states an association", Force.NONE: ""}

_HEDGED, _PLAIN = "held possible", "said without reserve"


def differences(before: Claim, after: Claim, read: Callable[[str], str]) -> tuple[Difference, ...]:
    """Return what two versions of a claim say otherwise, gravest first.

    Args:
        before: the one.
        after: the other.
        read: brings a text into the words in which it is compared.
    """
    said, says = read(before.text), read(after.text)
    found = [
        *_as(Change.DIRECTION, _directions(said, says)),
        *_as(Change.NUMBER, [*_numbers(said, says), *_sizes(before, after)]),
        *_as(Change.STRENGTH, [*_labels(before, after), *_forces(said, says)]),
    ]
    told = terms(" ".join(text for one in found for text in (one.before, one.after)))
    contents = [*_contents(said, says, frozenset(told)), *_people(before, after)]
    found += _as(Change.CONTENT, contents)
    if not found and before.text.split() != after.text.split():
        found += _as(Change.REWORDED, [(before.text, after.text)])
    return tuple(found)


def _as(change: Change, pairs: Iterable[Pair]) -> list[Difference]:
    return [Difference(change=change, before=old, after=new) for old, new in dict.fromkeys(pairs)]


def _directions(before: str, after: str) -> Iterator[Pair]:
    if turned_round(before, after) or turned_round(after, before):
        return
    forth = _ways(disagreement(before, after), before, after)
    back = _ways(disagreement(after, before), after, before)
    ways = {*forth, *((old, new) for new, old in back)}
    lost, gained = _exchanged(before, after)
    turned = [_listed(words, TURNING, text) for words, text in ((lost, before), (gained, after))]
    if all(turned):
        ways.add((turned[0], turned[1]))
    if not ways and negated(before) != negated(after) and (lost if negated(after) else gained):
        ways.add(("negated", "not negated") if negated(before) else ("not negated", "negated"))
    if not ways and (arms_swapped(before, after) or arms_swapped(after, before)):
        ways.add(("one side of the comparison", "the other side"))
    yield from sorted(ways, key=sorted)


def _ways(found: Disagreement | None, text: str, other: str) -> list[Pair]:
    """Return what `text` says, and what `other` says in its place."""
    if found is None:
        return []
    if found.opposite is not None:
        return [(_written(found.word, text), _written(found.opposite, other))]
    word = _written(found.word, text)
    return [(f"not {word}", word) if found.negated else (word, f"not {word}")]


def _numbers(before: str, after: str) -> Iterator[Pair]:
    ours, theirs = quantities(before), quantities(after)
    gone, new = _unmatched(ours, theirs), _unmatched(theirs, ours)
    yield from zip_longest(map(_bounded, gone), map(_bounded, new), fillvalue="")
    if not gone and not new:
        yield from _displaced(before, after)


def _sizes(before: Claim, after: Claim) -> Iterator[Pair]:
    said, says = ((claim.study and claim.study.size) or "" for claim in (before, after))
    if said != says:
        yield said, says


def _unmatched(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> list[Quantity]:
    """Return those of `ours` that are left when each of `theirs` has taken one that is the same."""
    left, alone = list(theirs), []
    for quantity in ours:
        same = next((at for at, other in enumerate(left) if quantity.same_as(other)), None)
        if same is None:
            alone.append(quantity)
        else:
            del left[same]
    return alone


def _displaced(before: str, after: str) -> list[Pair]:
    """Return the numbers of which one stands where the other stood."""
    forth, back = misplaced(after, [before]), misplaced(before, [after])
    if forth:
        return [(forth.stated, forth.said)]
    return [(back.said, back.stated)] if back else []


def _bounded(quantity: Quantity) -> str:
    exact = quantity.comparator is Comparator.EXACTLY
    return quantity.text if exact else f"{quantity.comparator} {quantity.text}"


def _labels(before: Claim, after: Claim) -> Iterator[Pair]:
    """Yield the grade and the design of which the two have others."""
    for said, says in (
        (strength_label(before.strength), strength_label(after.strength)),
        ((one.study and one.study.design) or "" for one in (before, after)),
    ):
        if said != says:
            yield said, says


def _forces(before: str, after: str) -> Iterator[Pair]:
    """Yield the words by which the two go further or less far."""
    forces = recommendation_force(before), recommendation_force(after)
    if Force.PLAIN in forces and forces[0] is not forces[1]:
        yield _RECOMMENDS[forces[0]], _RECOMMENDS[forces[1]]
    causes = causal_force(before), causal_force(after)
    if causes[0] is not causes[1]:
        yield _CAUSES[causes[0]], _CAUSES[causes[1]]
    if hedged(before) != hedged(after):
        yield (_HEDGED, _PLAIN) if hedged(before) else (_PLAIN, _HEDGED)
    lost, gained = _exchanged(before, after)
    degrees = frozenset(term for term in (*lost, *gained) if rank(term)) | EXCLUSIVE
    pair = _listed(lost, degrees, before), _listed(gained, degrees, after)
    if any(pair):
        yield pair


def _contents(before: str, after: str, told: Collection[str]) -> Iterator[Pair]:
    """Yield the words of content that only one of the two has, but for those already `told` of."""
    lost, gained = _exchanged(before, after)
    content = frozenset((*lost, *gained)) - STOP_WORDS - FRAMING - _RECOMMENDING - frozenset(told)
    pair = _listed(lost, content, before), _listed(gained, content, after)
    if any(pair):
        yield pair


def _people(before: Claim, after: Claim) -> Iterator[Pair]:
    """Yield the labels that tell of another group of people in whom a study was done."""
    said, says = basis_label(before), basis_label(after)
    if said != says and study_label(before.study) == study_label(after.study):
        yield said, says


def _exchanged(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the terms, numbers aside, that only one of two texts has in any form."""
    ours, theirs = (
        Counter(terms(renamed(in_common_words(text), lambda _: ""))) for text in (before, after)
    )
    lost, gained = list(ours - theirs), list(theirs - ours)
    return _without_forms(lost, gained), _without_forms(gained, lost)


def _without_forms(words: Sequence[str], others: Sequence[str]) -> list[str]:
    roots = {other[:_ROOT] for other in others if len(other) >= _ROOT}
    return [word for word in words if word[:_ROOT] not in roots]


def _listed(words: Sequence[str], wanted: Collection[str], text: str) -> str:
    return ", ".join(dict.fromkeys(_written(word, text) for word in words if word in wanted))


def _written(term: str, text: str) -> str:
    """Return the word of `text` that a term stands for, the term where another word means it."""
    words = (word.strip(".,;:()“”") for word in text.split())
    return next((word for word in words if term in terms(word)), term)
