"""The plain-words lock: an article holds sentences about medicine, and nothing that acts.

Addresses of sources are made by code from checked identifiers. A sentence that brings one of its
own, brings markup or characters that do not show, or speaks to the system is none of the
article's, even where its source says it word for word.
"""

from collections.abc import Iterable

from ragqa.linguistics.plain_words import unfit
from ragqa.schema.claim import Check

NAME = "plain words"


def check_plain(claim: str, quotes: Iterable[str]) -> Check:
    """Fail when the claim, or what it quotes, is more than words that a person may read."""
    texts = [("claim", claim), *(("quoted passage", quote) for quote in quotes)]
    faults = (f"The {what} {fault}." for what, text in texts if (fault := unfit(text)))
    detail = next(faults, "")
    return Check(name=NAME, passed=not detail, detail=detail)
