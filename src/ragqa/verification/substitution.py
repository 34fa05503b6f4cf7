"""The substitution lock: a claim that retells a sentence word for word changes no word of it.

The word lock asks whether each word stands somewhere in the quotes; here it has to stand in its
place. Another drug of the same passage, a "most" for a "some" or an "only" that was put in makes
another statement out of the same words.
"""

from collections import Counter

from ragqa.linguistics.alignment import Change, align
from ragqa.linguistics.exactness import EXCLUSIVE, TURNING, is_softer, rank
from ragqa.linguistics.terms import STOP_WORDS, terms
from ragqa.linguistics.tokens import Tokeniser, is_quantity
from ragqa.linguistics.word_list import word_list
from ragqa.schema.claim import Check
from ragqa.verification.claim_reading import ClaimReading
from ragqa.verification.evidence import EvidenceText
from ragqa.verification.support import FRAMING

NAME = "substitution"
_NEARLY = 0.6  # share of words of content kept in order from which a claim retells its sentence
_ROOT = 5
_PART = 2  # the greatest rank of words that a claim may not leave out: "some", "many"
# Stems of words that stand for a name told before.
_GENERAL = word_list(
    """
    drug medicin agent treatment intervent group condit diseas disord syndrom product test
    procedur outcom effect
    """
)
# Words of no weight in a question, which tell people from animals in a finding.
_PEOPLE = frozenset(terms("patient person people individual"))


def check_substitution(reading: ClaimReading) -> Check:
    """Fail when the claim is a quoted sentence with a word put in another's place."""
    fault = _fault(reading)
    return Check(name=NAME, passed=fault is None, detail=fault or "")


def _fault(reading: ClaimReading) -> str | None:
    tokeniser = Tokeniser()
    sentence = tokeniser.tokens(reading.nearest)
    others = [tokeniser.tokens(text) for text in _others(reading.nearest, reading.evidence)]
    said = tokeniser.tokens(reading.claim)
    alignment = align(said, sentence, others)
    if alignment.kept < _NEARLY:
        return None
    gained, lost = Counter(said) - Counter(sentence), Counter(sentence) - Counter(said)
    for word in reading.turned:
        del gained[word]
    carried = {token for tokens in (sentence, *others) for token in tokens}
    for change in alignment.changes:
        displaced = next((t for t in change.said if is_quantity(t) and t in carried), None)
        if displaced:
            number = tokeniser.shown(displaced)
            return f"The number {number} stands for something else in the quoted passage."
        fault = _changed_fault(change, gained, lost)
        if fault:
            return fault
    return None


def _others(nearest: str, evidence: EvidenceText) -> list[str]:
    """Return the quoted sentences but the nearest, and the titles."""
    return [p for p in (*evidence.sentences, *evidence.titles) if " ".join(p.split()) != nearest]


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
        if token in EXCLUSIVE or token in TURNING or rank(token) > reach:
            return f"The claim says “{token}” where the quoted passage does not."
    if not new and gone and all(0 < rank(token) <= _PART for token in gone) and not change.said:
        return f"The claim leaves out “{gone[0]}”."
    swapped = [t for t in new if _tells(t) and not _form(t, gone)]
    replaced = [t for t in gone if _tells(t) and t not in _GENERAL]
    if swapped and replaced and not FRAMING.issuperset((*swapped, *replaced)):
        return f"The claim says “{swapped[0]}” where the quoted passage says “{replaced[0]}”."
    return None


def _tells(token: str) -> bool:
    return token not in STOP_WORDS or token in _PEOPLE


def _form(token: str, words: list[str]) -> bool:
    """Say whether one of `words` is another form of the token."""
    return any(word[:_ROOT] == token[:_ROOT] for word in words if len(word) >= _ROOT)
