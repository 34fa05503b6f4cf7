"""Different words for the same: texts are compared after both were brought to one of them."""

import re
from collections import defaultdict
from functools import lru_cache

from ragqa.linguistics.same_words import SAME
from ragqa.linguistics.word_list import word_list

_SIGNS = word_list("< > <= >= ≤ ≥ ⩽ ⩾ ± +/-")
_WORD = re.compile(
    r"\b(?:vs|[Ee]\.g|[Ii]\.e)\.|\+/-|[^\W_]+(?:[-'’][^\W_]+|\.[^\W_]\b)*|[<>]=?|[≤≥⩽⩾±]"
)
_CHANGE = (
    "reduction|decrease|increase|improvement|inhibition|suppression|elevation|decline|rise|fall|"
    "impairment|prevention|worsening"
)
_FORMS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"\b([Cc])(?:an['’]t|annot)\b", r"\1an not"),
        (r"\b([Ww])on['’]t\b", r"\1ill not"),
        (r"(?<=[a-z])n['’]t\b", " not"),
        # "Led to a significant reduction in" is "significantly reduced".
        (
            rf"\b(?:led|leads?|resulted|results?) (?:to|in) (?:an? |the )?(?P<how>[a-z]+)? ?\b"
            rf"(?P<what>{_CHANGE})s? (?:in|of) ",
            r"\g<how> \g<what> ",
        ),
        (r"\bIL-(?=\d)", "interleukin-"),
        # Nor is the drug A an article.
        (r"(?<=[a-z] )A\b(?=[ ,.;:)]|\Z)(?! [A-Z])", "A-A"),
        # An abbreviation is no "us" and no "or".
        (r"(?<![A-Z] )\b([A-Z])([A-Z])\b(?<=US|OR|AN|NO|HE|IT)(?! [A-Z]{2})", r"\1-\2"),
        (r"(?<![A-Z] )\bALL\b(?! [A-Z]{2})", "A-L-L"),
        (r"(?<![A-Z] )\bWHO\b(?! [A-Z]{2})", "W-H-O"),
    )
)
_GREEK = str.maketrans(
    {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "ω": "omega"}
)


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Index the phrases by their first word, longest first."""
    found: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for word, others in SAME.items():
        for phrase in others.split(", "):
            words = tuple(phrase.split())
            found[words[0]].append((words, word))
    return {first: sorted(choices, key=lambda c: -len(c[0])) for first, choices in found.items()}


_PHRASES = _by_first_word()


@lru_cache(maxsize=4096)
def in_common_words(text: str) -> str:
    """Return `text` with each known phrase by the words that stand for all that mean the same."""
    text = text.translate(_GREEK)
    for form, written_out in _FORMS:
        text = form.sub(written_out, text)
    matches = list(_WORD.finditer(text))
    words = [match[0].lower() for match in matches]
    written, position, at = [], 0, 0
    while at < len(words):
        length, common = _phrase_at(words, at)
        last = matches[at + length - 1]
        if common and text[matches[at].start() : last.end()].lower() == " ".join(
            words[at : at + length]
        ):
            space = " " if last[0] in _SIGNS else ""
            # A sentence keeps the capital by which it is told from the one before.
            said = common.capitalize() if matches[at][0].istitle() else common
            written += [text[position : matches[at].start()], space, said, space]
            position = last.end()
        at += length
    return "".join([*written, text[position:]])


def _phrase_at(words: list[str], at: int) -> tuple[int, str]:
    """Return how many words from `at` on are a known phrase, and the common words; or 1, ""."""
    for phrase, common in _PHRASES.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), common
    return 1, ""
