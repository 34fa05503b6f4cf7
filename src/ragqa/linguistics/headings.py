"""Headings as words of a sentence: "TREATMENT OF HIV INFECTION" as "Treatment of HIV infection"."""

import re
from collections.abc import Set as AbstractSet

from ragqa.linguistics.usual_meanings import WELL_KNOWN
from ragqa.linguistics.word_list import word_list

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Common in headings, and never names.
_ORDINARY = word_list(
    """
    drug drugs non-drug treatment treatments management measures supportive surgical surgery
    prevention notable adverse reactions reaction contraindications complications caution cautions
    therapy regimen regimens recommended alternative general follow-up and of in for with the a an
    or to by on care acute chronic severe mild moderate other others adjuvant topical systemic
    clinical features feature presentation manifestations signs symptoms investigations
    investigation diagnosis diagnoses differential diagnostic criteria aetiology etiology causes
    predisposing precipitating risk factors epidemiology goals goal
    """
)


def words_in_use(text: str) -> frozenset[str]:
    """Return the words of the lines of `text` that are not all in capitals, as they are spelt."""
    lines = (line for line in text.split("\n") if not line.isupper())
    return frozenset(word for line in lines for word in _WORD.findall(line))


def in_running_text(name: str, words: AbstractSet[str]) -> str:
    """Return a heading with the capitals that its words have in a sentence.

    Args:
        name: the heading.
        words: the words in use in its document; one of them that is never written small keeps
            the capitals it has there.
    """
    capitals = name.isupper()
    return _WORD.sub(lambda found: _spelt(found.group(), words, capitals=capitals), name)


def _spelt(word: str, words: AbstractSet[str], *, capitals: bool) -> str:
    small = word.lower()
    if small in _ORDINARY or small in words:
        return small
    spelt = word in WELL_KNOWN or (word in words and len(word) > 1)
    return word if not capitals or spelt else small


def sentence_case(text: str) -> str:
    """Return `text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]
