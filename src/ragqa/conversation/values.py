"""Another value in an earlier question: "and if ferritin is 90?" after "a ferritin of 60"."""

import re

from ragqa.linguistics.quantities import Quantity, quantities
from ragqa.linguistics.word_list import word_list

_LABEL = re.compile(
    r"(?:(?:the|her|his|their|a|an|"
    r"my patient's)\s+)?(?P<label>[A-Za-z][\w-]*(?:\s+[\w-]+){0,3}?)?\s*"
    r"(?:\b(?:is|was|are|were|of|at|=|:|has risen to|falls to|rises to)\s*)?\Z",
    re.IGNORECASE,
)
_NOT_LABELS = word_list(
    """
    what would you do we i can could should it that this they she he at with a the in of to by over
    under above below about is was and if an her his only just exactly age aged
    """
)
_AGE = re.compile(
    r"\A(?:(?:if |when )?(?:she|he|they|the patient) (?:is|are|was)|"
    r"at(?: the)?(?: age)?(?: of)?|"
    r"aged?|a)?\s*(?P<years>\d{1,3})(?:[- ]years?(?:[- ]olds?)?(?: of age)?)?\Z",
    re.IGNORECASE,
)
_YEARS_OLD = re.compile(
    r"\b(?P<years>\d{1,3})(?=[- ]years?[- ]olds?\b)|\b(?:aged?|"
    r"age of) (?P<aged>\d{1,3})\b(?!\s*(?:to|and|[-–])\s*\d)",
    re.I,
)
_BOUND = re.compile(
    r"(?:(?:below|above|over|under|less than|more than|greater than|lower than|higher than|"
    r"at least|"
    r"at most|up to|about|around)\s+|[<>≤≥~]\s*)\Z",
    re.IGNORECASE,
)
_BARE = re.compile(r"\A(?:with |at |and |for |of )*", re.IGNORECASE)


def has_value(text: str) -> bool:
    """Tell whether `text` is about a value: a number with at most a name before it."""
    found = quantities(text)
    return len(found) == 1 and not re.search(r"\w{3,}", text[found[0].end :].lstrip(" ?.%"))


def with_value(question: str, typed: str) -> str | None:
    """Return `question` with the value that `typed` names; None where it has no place for one.

    Args:
        question: the earlier question, without its question mark.
        typed: what was typed, without its opening words.
    """
    age = _AGE.match(typed)
    old = _YEARS_OLD.search(question)
    if age and old:
        group = "years" if old["years"] else "aged"
        before = re.sub(
            r"\ba(?= \Z)|\ban(?= \Z)", _article(age["years"]), question[: old.start(group)]
        )
        return before + age["years"] + question[old.end(group) :]
    said = quantities(typed)
    if len(said) != 1 or re.search(r"[\w-]\Z", typed[: said[0].start]):
        return None
    new, label = said[0], _label_of(typed, said[0])
    places = [one for one in quantities(question) if not _is_a_name(question, one)]
    if label:
        named = [one for one in places if _is_of(question, one, label)]
        if not named:
            return _other_value(question, typed, label, places)
        places = named
    else:
        places = [one for one in places if one.unit == new.unit] or (
            places if new.unit is None and len(places) == 1 and _may_be(typed, places[0]) else []
        )
    if not places:
        return None
    place = places[-1]
    return _swapped(question, place, typed, new)


def _article(number: str) -> str:
    return "an" if number.startswith("8") or number in {"11", "18"} else "a"


def _may_be(typed: str, place: Quantity) -> bool:
    """Tell whether a bare number can be of what another one measures: "it is 120" is no age."""
    return place.text[:1].isdigit() and (place.unit != "year" or _AGE.match(typed) is not None)


def _label_of(typed: str, quantity: Quantity) -> str:
    """Return the name of what is measured: "ferritin" of "ferritin is 90"; empty where none is."""
    before = typed[: quantity.start]
    found = _LABEL.search(_BARE.sub("", before))
    label = (found["label"] or "").strip() if found else ""
    words = [word for word in label.split() if word.lower() not in _NOT_LABELS]
    return " ".join(words)


def _is_a_name(question: str, quantity: Quantity) -> bool:
    """Tell whether a number belongs to a name: "type 2 diabetes", "10-year risk"."""
    before, behind = question[: quantity.start], question[quantity.end :]
    return bool(
        re.search(r"\b(?:type|stage|grade|class|phase|omega|vitamin)[ -]\Z", before, re.IGNORECASE)
        or (re.match(r"-(?:year|month|week|day)\b(?!-old)", behind))
        or re.search(r"\d+-(?:year|month|week|day)\Z", question[quantity.start : quantity.end])
    )


def _is_of(question: str, quantity: Quantity, label: str) -> bool:
    """Tell whether a number of the question is that of what `label` names."""
    before = question[: quantity.start].lower()
    return bool(
        re.search(rf"\b{re.escape(label.lower())}\b(?:\s+\S+){{0,4}}\s*\Z", before)
        or re.match(rf"\s+(?:of\s+)?{re.escape(label.lower())}\b", question[quantity.end :].lower())
    )


def _swapped(question: str, place: Quantity, typed: str, new: Quantity) -> str:
    """Return the question with the new value, bounded as it was typed, in the old one's unit."""
    alone = new.unit is None and place.upper is None and place.text[:1].isdigit()
    unit = place.text.lstrip("0123456789.,·") if alone else ""
    bound = _BOUND.search(typed[: new.start])
    before = _BOUND.sub("", question[: place.start])
    shown = f"{bound[0] if bound else ''}{typed[new.start : new.end]}{unit}"
    return f"{before}{shown}{question[place.end :]}"


def _other_value(question: str, typed: str, label: str, places: list[Quantity]) -> str | None:
    """Return the question with a condition on something else that is measured.

    It takes the place of one that the question makes: "when ferritin is below 75".
    """
    said = (
        typed
        if re.search(r"\b(?:is|was|are)\b", typed)
        else f"{label} is {typed.rpartition(label)[2].strip(' of')}"
    )
    said = re.sub(r"\A(?:the|with|a|an|her|his)\s+", "", said, flags=re.IGNORECASE)
    made = re.search(r"\s(?:when|if)\s(?=[^,]*\d)[^,]*\Z", question)
    if made:
        return f"{question[: made.start()]} {made[0].split()[0]} {said}"
    return f"{question} if {said}"
