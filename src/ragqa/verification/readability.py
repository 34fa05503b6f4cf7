"""What the checks cannot read: it gets a reason in one sentence, and never passes."""

import re
import unicodedata

from ragqa.linguistics.invisible import is_invisible, smuggled
from ragqa.linguistics.language import is_english
from ragqa.verification.evidence import LONGEST_EVIDENCE, EvidenceText

LONGEST_CLAIM = 2_000
"""Characters; no sentence is longer, and reading one stays fast."""

TOO_LONG = f"The claim is longer than {LONGEST_CLAIM} characters."

LONGEST_SENTENCE = 3_000
"""Characters of the quoted sentence that a claim is compared with word for word."""

MOST_NUMBERS = 60
"""Numbers of one claim; each is compared with each of its evidence."""

_NUMBER = re.compile(r"\d+")
_READ = frozenset("%+<>=~|^$≤≥⩽⩾≈±×÷−°µ")
_MARKED = re.compile(r"<\s*/?\s*[A-Za-z!][^<>]*>")


def unreadable(claim: str, evidence: EvidenceText) -> str | None:
    """Say why a claim cannot be checked against its evidence; None where it can."""
    asks = "The claim asks, it states nothing." if claim.rstrip().endswith("?") else None
    return (
        asks
        or _of_claim(claim)
        or _of_evidence(claim, evidence)
        or _unread_sign(claim, evidence.text)
    )


def _of_claim(claim: str) -> str | None:
    if not claim.strip():
        return "The claim is empty."
    if len(claim) > LONGEST_CLAIM:
        return TOO_LONG
    if any(map(is_invisible, claim)) or _has_stray_marks(claim):
        return "The claim holds characters that do not show."
    if _MARKED.search(claim):
        return "The claim holds markup."
    if len(_NUMBER.findall(claim)) > MOST_NUMBERS:
        return f"The claim holds more than {MOST_NUMBERS} numbers."
    return None if is_english(claim) else "The claim is not in English, which the checks read."


def _of_evidence(claim: str, evidence: EvidenceText) -> str | None:
    text = evidence.text
    if not text.strip():
        return "There is no quoted passage to check the claim against."
    if len(text) > LONGEST_EVIDENCE:
        return f"The quoted passage is longer than {LONGEST_EVIDENCE} characters."
    if smuggled(text) or _hides_in_words(text):
        return "The quoted passage holds characters that do not show."
    nearest = evidence.nearest(claim)
    if len(nearest) > LONGEST_SENTENCE:
        return f"The quoted sentence is longer than {LONGEST_SENTENCE} characters."
    return None if is_english(nearest) else "The quoted passage is not in English."


def _unread_sign(claim: str, text: str) -> str | None:
    """Tell a sign such as "∞" or "½" that no check reads, unless the quoted passage has it too."""
    strange = next((sign for sign in claim if _is_unread(sign) and sign not in text), None)
    return f"The claim says “{strange}” where the quoted passage does not." if strange else None


def _is_unread(sign: str) -> bool:
    category = unicodedata.category(sign)
    return sign not in _READ and (category[0] == "S" or category in {"No", "Nl"})


def _has_stray_marks(text: str) -> bool:
    """Tell digits with marks over or through them, which read as other numbers."""
    return re.search(r"\d[\u0300-\u036f\u20d0-\u20ff]", text) is not None


def _hides_in_words(text: str) -> bool:
    """Tell characters that do not show from the soft hyphens and marks of typesetting.

    Inside a number they may make another one of it.
    """
    if text.isascii() and text.isprintable():
        return False
    hidden = {character for character in text if is_invisible(character)}
    return _has_stray_marks(text) or any(
        re.search(rf"\d{re.escape(one)}+\d", text) for one in hidden
    )
