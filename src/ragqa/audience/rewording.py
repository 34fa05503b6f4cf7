"""Edits that say a sentence in other words: one abbreviation or one technical word each.

An edit puts words in the place of words; figures, units and everything else stay where they are.
Which edits hold is not decided here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from ragqa.audience.plain_english import KEPT_NAMES, PlainWord
from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.linguistics.indefinite_article import indefinite
from ragqa.linguistics.spelling_out import in_full

Edit = Callable[[str], str]
"""Returns a sentence in other words, or as it was."""

_NAME = "\0"  # holds the place of a name; no sentence that passed the gate has it
_ARTICLE = r"(?P<article>(?<!\w)[Aa]n?\s+)?"


def plain_edits(text: str, words: Sequence[PlainWord]) -> list[Edit]:
    """Return an edit for each technical word of `text` that patients call otherwise."""
    named = {word.technical: word for word in words}
    found = dict.fromkeys(match["word"].lower() for match in _pattern(tuple(named)).finditer(text))
    return [partial(_plainly, words=(named[name],)) for name in found if name in named]


def _plainly(text: str, words: Sequence[PlainWord]) -> str:
    named = {word.technical: word for word in words}
    return _pattern(tuple(named)).sub(partial(_plain_word, text, named), text)


@lru_cache(maxsize=256)
def _pattern(technical: tuple[str, ...]) -> re.Pattern[str]:
    """Match the longest of several words, the names that hold one of them included."""
    longest = sorted({*technical, *KEPT_NAMES}, key=len, reverse=True)
    words = "|".join(map(re.escape, longest))
    return re.compile(rf"{_ARTICLE}(?<![\w-])(?P<word>{words})(?![\w-])", re.IGNORECASE)


def _plain_word(text: str, named: Mapping[str, PlainWord], found: re.Match[str]) -> str:
    """Return the plain word in the place of a technical one; what is part of a name stays."""
    written, article = found["word"], found["article"] or ""
    word = named.get(written.lower())
    if word is None or (article and not word.countable) or _in_a_name(text, found):
        return found[0]
    plain = word.plain.capitalize() if written[0].isupper() else word.plain
    return f"{indefinite(article, plain)} {plain}" if article else plain


def _in_a_name(text: str, found: re.Match[str]) -> bool:
    """Tell "Renal Association" and "HYPERTENSION" from a word that opens a sentence."""
    written = found["word"]
    if written.islower():
        return False
    opens = not text[: found.start("word")].rstrip() or re.search(
        r"[.:;!?]\s*\Z", text[: found.start("word")]
    )
    follows = re.match(r"\s+[A-Z]", text[found.end() :])
    return not opens or follows is not None or not written[1:].islower()


def spelling_edits(text: str, known: Mapping[str, str]) -> list[Edit]:
    """Return an edit for each abbreviation of `text` that is known."""
    return [
        partial(_spelled, short=short, long=known[short])
        for short in abbreviations_in(text)
        if short in known
    ]


def _spelled(text: str, short: str, long: str) -> str:
    """Return `text` with one abbreviation in full, but where it is part of a name.

    "The XY Foundation" is called so; "XY was lower" is not.
    """
    name = re.compile(rf"(?<![\w-]){re.escape(short)}(?= [A-Z][a-z])")
    said = in_full(name.sub(_NAME, text), {short: long}).replace(_NAME, short)
    if said == text:
        return text
    said = re.sub(
        rf"(?<!\w)(?P<article>[Aa]n?) (?={re.escape(long)}\b)",
        lambda found: f"{indefinite(found['article'], long)} ",
        said,
    )
    return said[:1].upper() + said[1:] if text[:1].isupper() else said


def all_of(edits: Sequence[Edit]) -> Edit:
    """Return one edit that makes all of them, in order."""

    def made(text: str) -> str:
        for edit in edits:
            text = edit(text)
        return text

    return made
