"""Reasons of refusal in the words that claim and source use, not in folded ones."""

import re
from collections.abc import Iterator

from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import terms

_QUOTED = re.compile(r"“([^“”\s]+)”")
_WORD = re.compile(r"[^\W_][\w'’-]*")


def as_written(reason: str, *texts: str) -> str:
    """Return `reason` with each folded word in quotation marks as the texts write it.

    The first text that holds a form of the word decides; a word that none holds stays as it is.
    """
    if not _QUOTED.search(reason):
        return reason
    forms = dict(reversed([pair for text in texts for pair in _forms(text)]))
    return _QUOTED.sub(lambda found: f"“{forms.get(found[1], found[1])}”", reason)


def _forms(text: str) -> Iterator[tuple[str, str]]:
    """Return folded words, and as `text` writes them; its own words before their synonyms."""
    words = [match[0] for match in _WORD.finditer(text)]
    yield from ((term, word) for word in words for term in terms(word))
    yield from ((term, word) for word in words for term in terms(in_common_words(word)))
