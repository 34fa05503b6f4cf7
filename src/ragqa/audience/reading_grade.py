"""How many years of school a text asks for."""

import re
from collections.abc import Sequence

import syllapy

from ragqa.linguistics.sentences import sentence_spans

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PER_WORD, _PER_SYLLABLE, _OFFSET = 0.39, 11.8, -15.59


def reading_grade(texts: Sequence[str]) -> float | None:
    """Return the Flesch-Kincaid grade of several texts together; None where they hold no word.

    Figures and signs are no words. Syllables are those of the library syllapy, which looks common
    words up and counts the vowels of the others; an abbreviation is read letter by letter.

    After Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas for
    Navy enlisted personnel, Research Branch Report 8-75, Naval Technical Training Command.
    """
    words = [word for text in texts for word in _WORD.findall(text)]
    sentences = sum(
        bool(_WORD.search(text[start:end])) for text in texts for start, end in sentence_spans(text)
    )
    if not words:
        return None
    syllables = sum(map(_syllables, words))
    grade = _PER_WORD * len(words) / sentences + _PER_SYLLABLE * syllables / len(words) + _OFFSET
    return round(grade, 1)


def _syllables(word: str) -> int:
    if len(word) > 1 and word.removesuffix("s").isupper():
        return len(word.removesuffix("s"))
    count: int = syllapy.count(word)
    return max(1, count)
