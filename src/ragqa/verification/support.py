"""The word lock: what a claim says is said in its quotes."""

from dataclasses import dataclass

from ragqa.linguistics.exactness import rank
from ragqa.linguistics.quantities import quantities
from ragqa.linguistics.terms import content_terms, terms
from ragqa.linguistics.word_list import word_list
from ragqa.schema.claim import Check
from ragqa.verification.claim_reading import ClaimReading

NAME = "support"
_ROOT = 6
# Stems of words that report a statement without adding to it, or that hold back.
FRAMING = word_list(
    """
    analysi author compar conclud current data demonstr describ evid examin find found guidelin
    guidanc includ investig note observ overal particip provid receiv recent regard relat report
    research result review show shown sourc specif state suggest trial use involv given accord
    articl base case common general particular background object method conclus least studi implic
    scientist appear seem possibl potenti probabl perhap tend
    purpos aim goal present remain occur happen observ record made
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The share of a claim's words that its quotes carry, and those that they do not."""

    share: float
    missing: tuple[str, ...]


def coverage(reading: ClaimReading) -> Coverage:
    """Measure how much of the claim its quotes say, abbreviations and titles understood.

    Numbers and their units are left to the quantity lock, which knows them in any spelling; words
    that a writer may put in count only where the quotes have them.
    """
    measured = {term for quantity in quantities(reading.claim) for term in terms(quantity.text)}
    carried = reading.carried
    wanted = [
        term
        for term in dict.fromkeys(content_terms(reading.claim))
        if term not in measured and (term in carried or not _own(term))
    ]
    if not wanted:
        return Coverage(share=float(bool(measured)), missing=())
    missing = tuple(term for term in wanted if term not in carried)
    return Coverage(share=1 - len(missing) / len(wanted), missing=missing)


def _own(term: str) -> bool:
    """Say whether a writer may put in a word of this kind: it frames, or says of how many."""
    return term in FRAMING or rank(term) > 0


def check_support(reading: ClaimReading, covered: Coverage, *, threshold: float) -> Check:
    """Fail when the quotes carry less of the claim than `threshold`, or lack a word of substance.

    Words that frame a statement ("the study found") may be the writer's own, and so may another
    form of a word that the quotes use; any other word is a fact of its own.
    """
    foreign = [term for term in covered.missing if not _another_form(term, reading.carried)]
    if covered.share >= threshold and not foreign:
        return Check(name=NAME, passed=True, detail="")
    words = ", ".join(f"“{term}”" for term in (foreign or covered.missing)[:3])
    detail = (
        f"The quoted passage does not say {words}." if words else "The claim says nothing to check."
    )
    return Check(name=NAME, passed=False, detail=detail)


def _another_form(term: str, carried: frozenset[str]) -> bool:
    """Say whether the quotes hold a word with the same six first letters: reduct, reduction."""
    return (
        len(term) >= _ROOT
        and term.isalpha()
        and any(other.startswith(term[:_ROOT]) for other in carried if other.isalpha())
    )
