"""Which sex a text speaks of, where it names but one."""

import re

from ragqa.schema.directness import Sex

_NAMED = {
    Sex.FEMALE: re.compile(r"\b(?:wom[ae]n|females?|girls?|mothers?)\b", re.IGNORECASE),
    Sex.MALE: re.compile(r"\b(?:m[ae]n|males?|boys?|fathers?)\b", re.IGNORECASE),
}


def sexes_in(text: str) -> frozenset[Sex]:
    """Return the sexes that `text` names."""
    return frozenset(sex for sex, names in _NAMED.items() if names.search(text))


def other_sex(asked: str, said: str) -> bool:
    """Tell whether `asked` names one sex, and `said` the other alone."""
    wanted, found = sexes_in(asked), sexes_in(said)
    return len(wanted) == len(found) == 1 and wanted != found
