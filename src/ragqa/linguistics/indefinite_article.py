"""The indefinite article before a word: "an SMD", "a standardised mean difference"."""

import re

_VOWEL = re.compile(r"(?!eu|uni|use|usu|one|uti|ut[ei])[aeiou]|hour", re.IGNORECASE)


def indefinite(article: str, word: str) -> str:
    """Return `article`, "a" or "an" with its capital, as it stands before `word`."""
    fitting = "an" if _VOWEL.match(word) else "a"
    return fitting.capitalize() if article[0].isupper() else fitting
