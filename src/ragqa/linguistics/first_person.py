"""Whether a sentence speaks of its writers, as no article may of a study that it only cites."""

import re

# "I" alone is a grade, a class or a type more often than a person.
_NUMBERED = "".join(
    f"(?<!{noun} )" for noun in ("actor", "ype", "lass", "rade", "hase", "tage", "evel", "ategory")
)
_FIRST_PERSON = re.compile(
    rf"\b(?:[Ww]e|[Oo]urs?|us|[Mm]y|{_NUMBERED}"
    r"I (?:am|was|have|had|do|did|think|believe|found|will|would))\b(?!-)"
)


def is_first_person(text: str) -> bool:
    """Tell whether `text` says "we", "our", "us", "my", or "I" of a person."""
    return _FIRST_PERSON.search(text) is not None
