"""Whether a text is in English, which is all that the checks can read.

Told by its letters and by its smallest words: names of drugs and numbers are the same everywhere.
"""

import re
import unicodedata

from ragqa.linguistics.word_list import word_list

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN_LETTERS = 0.2
"""Share of letters of other scripts; Greek letters stand in English texts as signs."""

_ENGLISH = word_list(
    """
    the of and to in is was were with for that by on as are be this from or not at than an no it
    may should which who we their has have had been did does can when among between after
    """
)
# Small words of German, Dutch, French, Spanish, Portuguese, Italian, Polish and Swedish that are
# no English ones, nor stand in English texts as "et al." and "von Willebrand" do.
_OTHERS = word_list(
    """
    der das ist und nicht kein keine wird werden wurde wurden mit für bei eine einen einer oder
    auch durch auf sind zur zum dem den ein het een niet voor zijn werd deze
    le les des une du dans pour pas avec sont par sur aux est ne chez qui ou
    el los las una por del con como más fue es se lo que
    não uma dos das são ao
    della che sono nel gli il di è un
    nie jest się oraz dla
    och att är inte för av
    """
)


def is_english(text: str) -> bool:
    """Tell whether `text` may be English: a few words without any small one may be."""
    letters = [character for character in text if character.isalpha()]
    foreign = sum(not _is_latin(character) for character in letters)
    if letters and foreign / len(letters) > _FOREIGN_LETTERS:
        return False
    # "IL-6", "LOS" and "PAS" are abbreviations.
    words = [word.lower() for word in _WORD.findall(text) if len(word) == 1 or not word.isupper()]
    ours = sum(word in _ENGLISH for word in words)
    theirs = sum(word in _OTHERS for word in words)
    return ours >= theirs


def _is_latin(character: str) -> bool:
    if character.isascii():
        return True
    name = unicodedata.name(character, "")
    return name.startswith(("LATIN", "GREEK", "MICRO", "FULLWIDTH LATIN", "MATHEMATICAL"))
