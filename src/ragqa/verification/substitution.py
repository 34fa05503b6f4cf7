"""The substitution lock: a claim that retells a sentence word for word changes no word of it.

The word lock asks whether each word stands somewhere in the quotes; here it has to stand in its
place. Another drug of the same passage, a "most" for a "some" or an "only" that was put in makes
another statement out of the same words.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ragqa.linguistics.abbreviations import initialism_in
from ragqa.linguistics.alignment import Change
from ragqa.linguistics.exactness import (
    EXCLUSIVE,
    RESTRICTING,
    SUPERLATIVE,
    TURNING,
    is_softer,
    rank,
)
from ragqa.linguistics.terms import terms
from ragqa.linguistics.tokens import STOP_STEMS, is_quantity
from ragqa.linguistics.word_list import word_list
from ragqa.schema.claim import Check
from ragqa.verification.claim_reading import ClaimReading
from ragqa.verification.retelling import Retelling
from ragqa.verification.support import FRAMING

NAME = "substitution"
_ROOT = 5
_PART = 2  # the greatest rank of words that a claim may not leave out: "some", "many"
# Stems of words that stand for a name told before.
_GENERAL = word_list(
    """
    drug medicin agent treatment intervent group condit diseas disord syndrom product test
    procedur outcom effect
    """
)
# Names of the arms of a trial, most of them too common to count as names elsewhere.
_ARMS = frozenset(
    terms(
        "control intervention treatment placebo experimental sham usual untreated treated exposed "
        "unexposed active comparator conventional standard"
    )
)
# What must not take the place of what.
_OPPOSED = (
    (_ARMS, _ARMS),
    (_ARMS, frozenset(terms("both two each either all every other these"))),
    (frozenset(terms("both each other this these either")), _ARMS),
    (frozenset(terms("because")), frozenset(terms("despite although"))),
    (frozenset(terms("despite")), frozenset(terms("because"))),
    (
        frozenset(terms("show shows found find confirm prove establish conclude will is are was")),
        frozenset(terms("suggest may might could hypothesise propose appear seem")),
    ),
)
_BRACKETED = re.compile(r"[(\[](?P<short>[A-Za-z]*[A-Z][\w-]*[A-Z\d][\w-]*?)s?[)\]]")
_JOINTS = frozenset(terms("and but whereas while"))
_PREDICATES = frozenset(
    terms("is are was were should may can could must will has have had did does do")
)
_PLACED = frozenset(
    terms(
        "in among after before during within over at for with by of on from to compared when if "
        "without"
    )
)
_ALL = rank("all")
_WHOLE = RESTRICTING | SUPERLATIVE
_TURNS = frozenset(
    terms("increase decrease reduced lower higher greater smaller improve worsen superior inferior")
)
_LIGHT = STOP_STEMS - TURNING
_NEVER_OWN = EXCLUSIVE | SUPERLATIVE | TURNING
# Words of no weight in a question, which tell people from animals in a finding.
_PEOPLE = frozenset(terms("patient person people individual"))


def check_substitution(reading: ClaimReading) -> Check:
    """Fail when the claim is a quoted sentence with a word put in another's place."""
    retelling = reading.retelling
    fault = (_fault(retelling) or _named_otherwise(reading)) if retelling else _unsaid(reading)
    return Check(name=NAME, passed=fault is None, detail=fault or "")


def _fault(retelling: Retelling) -> str | None:
    gained, lost = retelling.gained, retelling.lost
    for change in retelling.changes:
        displaced = _displaced(change, retelling)
        if displaced:
            number = retelling.tokeniser.shown(displaced)
            return f"The number {number} stands for something else in the quoted passage."
        fault = _changed_fault(change, gained, lost) or _moved_fault(change, retelling)
        if fault:
            return fault
    return _changed_places(retelling) or _exchanged_numbers(retelling) or _run_together(retelling)


def _unsaid(reading: ClaimReading) -> str | None:
    """Return what is wrong with a claim in its own words: what it says of all, or how it turns."""
    nearest = frozenset(terms(reading.nearest))
    for token in terms(reading.claim):
        if token not in reading.carried and (token in _WHOLE or rank(token) == _ALL):
            return f"The claim says “{token}” where the quoted passage does not."
    return _turn_of_its_own(reading.claim, nearest)


def _turn_of_its_own(claim: str, nearest: frozenset[str]) -> str | None:
    """Return what is wrong with a claim that rises or falls where its sentence does neither."""
    turns = [token for token in terms(claim) if token in _TURNS]
    if not turns or not nearest.isdisjoint(_TURNS):
        return None
    return f"The quoted sentence does not say “{turns[0]}”."


def _changed_places(retelling: Retelling) -> str | None:
    """Return what is wrong where two phrases of a sentence have changed places.

    Who does and what is done change places when a verb does: "A reduced B", "B was reduced by A".
    """
    if retelling.gained["by"] or retelling.lost["by"]:
        return None
    changes = [
        (_content((*change.said, *change.borrowed)), _content(change.instead_of))
        for change in retelling.changes
    ]
    for said, stated in changes:
        if said and stated and said != stated and (stated, said) in changes:
            return f"The claim says “{said[0]}” where the quoted passage says “{stated[0]}”."
    added = [c.said + c.borrowed for c in retelling.changes if not c.instead_of]
    ends = (retelling.sentence[:2], retelling.sentence[-2:])
    cut = [
        gone
        for change in retelling.changes
        if not (change.said + change.borrowed)
        and (gone := change.instead_of)[:2] != ends[0]
        and gone[-2:] != ends[1]
    ]
    for phrase in added:
        if any(_same_words(phrase, other) for other in cut):
            return f"The claim puts “{_content(phrase)[0]}” in another place."
    return None


def _same_words(phrase: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether a phrase was moved to where something else is told of it.

    What begins with a preposition means the same wherever it stands: "in women". A word alone may
    stand on either side of its verb or in any place of a list.
    """
    placed = phrase[0] in _PLACED and other[0] in _PLACED
    mine, theirs = _content(phrase), _content(other)
    changes = not _TURNS.isdisjoint(mine)  # "there was an increase in A", "A increased"
    return not placed and not changes and len(mine) > 1 and sorted(mine) == sorted(theirs)


def _run_together(retelling: Retelling) -> str | None:
    """Return what is wrong where the subject of one statement got the end of the next.

    "Is contraindicated in these and should be used with caution in those" does not say that it is
    contraindicated in those.
    """
    for change in retelling.changes:
        gone = change.instead_of
        joint = next((at for at, token in enumerate(gone) if token in _JOINTS), None)
        if joint is None or _content((*change.said, *change.borrowed)):
            continue
        places = range(1, len(retelling.sentence) - len(gone))
        inside = any(retelling.sentence[at : at + len(gone)] == gone for at in places)
        if inside and not _PREDICATES.isdisjoint(gone[joint:]):
            return "The claim runs two statements of the quoted passage together."
    return None


def _content(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token not in _LIGHT)


def _displaced(change: Change, retelling: Retelling) -> str | None:
    """Return a number of the quotes that stands where the sentence has another."""
    if not any(map(is_quantity, change.instead_of)):
        return None
    return next((t for t in change.said if is_quantity(t) and t in retelling.carried), None)


def _exchanged_numbers(retelling: Retelling) -> str | None:
    """Return what is wrong where two numbers of a list have changed places."""
    stated = set(_listed(retelling.sentence))
    for one, other in _listed(retelling.said):
        if (other, one) in stated and (one, other) not in stated:
            shown = retelling.tokeniser.shown
            return f"The claim exchanges {shown(one)} and {shown(other)}."
    return None


def _listed(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the numbers between which no word of content stands."""
    before = ""
    for token in tokens:
        if is_quantity(token):
            if before:
                yield before, token
            before = token
        elif token not in STOP_STEMS:
            before = ""


def _changed_fault(change: Change, gained: Counter[str], lost: Counter[str]) -> str | None:
    """Return what is wrong with one change, in a sentence; None where it may pass."""
    gone = [token for token in change.instead_of if lost[token] and not is_quantity(token)]
    new = [
        token
        for token in change.said
        if gained[token] and not is_quantity(token) and not is_softer(token, gone)
    ]
    reach = max((rank(token) for token in gone), default=0)
    for token in new:
        if token in _NEVER_OWN or rank(token) > reach:
            return f"The claim says “{token}” where the quoted passage does not."
    if _drops_a_part(change, gone, new):
        return f"The claim leaves out “{gone[0]}”."
    named = [t for t in (*new, *change.borrowed) if gained[t]]
    for mine, theirs in _OPPOSED:
        said, stated = mine.intersection(named), theirs.intersection(gone)
        if said and stated:
            return f"The claim says “{min(said)}” where the quoted passage says “{min(stated)}”."
    swapped = [t for t in named if _tells(t) and not _form(t, gone)]
    replaced = [t for t in gone if _tells(t) and t not in _GENERAL]
    if swapped and replaced and not FRAMING.issuperset((*swapped, *replaced)):
        return f"The claim says “{swapped[0]}” where the quoted passage says “{replaced[0]}”."
    return None


def _moved_fault(change: Change, retelling: Retelling) -> str | None:
    """Return what is wrong where a word of the sentence itself stands in another's place.

    Who does and what is done change places when a verb does: "A reduced B", "B was reduced by A".
    """
    said, stated = _content((*change.said, *change.borrowed)), _content(change.instead_of)
    if len(said) != 1 or len(stated) != 1 or said == stated or _form(said[0], list(stated)):
        return None
    told = said[0] in retelling.sentence and not is_quantity(said[0]) and not is_quantity(stated[0])
    turned = retelling.gained["by"] or retelling.lost["by"]
    if not told or turned or {said[0], stated[0]} & (FRAMING | _GENERAL):
        return None
    return f"The claim says “{said[0]}” where the quoted passage says “{stated[0]}”."


def _drops_a_part(change: Change, gone: Sequence[str], new: Sequence[str]) -> bool:
    """Say whether a change leaves out nothing but a "some"."""
    return bool(gone) and not new and not change.said and all(0 < rank(t) <= _PART for t in gone)


def _named_otherwise(reading: ClaimReading) -> str | None:
    """Return what is wrong with an abbreviation that the claim brings along in brackets."""
    for match in _BRACKETED.finditer(reading.claim):
        short = match["short"]
        spelled = initialism_in(short, reading.claim[: match.start()])
        if short not in reading.nearest and not spelled:
            return f"The quoted passage does not call it “{short}”."
    return None


def _tells(token: str) -> bool:
    return token not in STOP_STEMS or token in _PEOPLE


def _form(token: str, words: list[str]) -> bool:
    """Say whether one of `words` is another form of the token."""
    return any(word[:_ROOT] == token[:_ROOT] for word in words if len(word) >= _ROOT)
