"""Words that somebody looks for in a list: all of them, wherever they stand."""

import re
import unicodedata

_WORD = re.compile(r"\w+")


def folded(*texts: str) -> str:
    """Return texts as words are looked for in them: case, accents and width do not count."""
    decomposed = unicodedata.normalize("NFKD", " ".join(texts))
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    return bare.casefold()


def wanted_words(typed: str) -> tuple[str, ...]:
    """Return the words of what was typed, each once."""
    return tuple(dict.fromkeys(_WORD.findall(folded(typed))))


def holds_all(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether a folded text holds each word, or a longer one that contains it."""
    return all(word in text for word in words)
