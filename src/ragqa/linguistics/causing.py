"""What a sentence says causes what."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from ragqa.linguistics.abbreviations import meant_terms

_CAUSING = re.compile(
    r"\b(?:(?P<passive>caused by|due to|results? from|resulted from|because of)|"
    r"caus(?:e|es|ed|ing)|leads? to|led to|results? in|resulted in)\b",
    re.IGNORECASE,
)
_BEFORE, _BEHIND = 12, 6


def names_the_effect(text: str, effect: AbstractSet[str], known: Mapping[str, str]) -> bool:
    """Tell whether a sentence that uses a word for causing says of `effect` what causes it.

    "Drug A causes no harm in condition X" tells no cause of condition X: the effect stands right
    behind a word for causing, or before "caused by". Sentences without such words pass.
    """
    causing = list(_CAUSING.finditer(text))
    return not causing or any(
        not effect.isdisjoint(meant_terms(_caused(text, match), known)) for match in causing
    )


def _caused(text: str, causing: re.Match[str]) -> str:
    """Return the words in which the effect of a word for causing stands."""
    if causing["passive"]:
        return " ".join(text[: causing.start()].split()[-_BEFORE:])
    behind = re.split(r"\s(?:in|among|for)\s|[.;:]", text[causing.end() :])[0]
    return " ".join(behind.split()[:_BEHIND])
