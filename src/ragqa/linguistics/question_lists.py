"""A question asked of several things at once, as one question for each.

"Does drug A prevent falls and fractures?" may be answered by one sentence on both, or by one on
each. Only where no source answers the question as it is asked are its members asked one by one.
"""

import re

# What is said of a list that a question begins with, and what a list may stand behind.
_SAID = (
    r"(?:effective|safe|recommended|indicated|contraindicated|useful|better|helpful|beneficial|"
    r"harmful|be|help|work|reduce|prevent|improve|increase|treat|relieve|raise|lower|cause|cure|used)"
)
_BEHIND = (
    r"(?:of|for|in|during|after|with|from|among|reduce|prevent|improve|increase|treat|relieve|raise|"
    r"lower|affect|cause|causes|cure|shorten|slow)"
)
_AUX = r"(?:is|are|does|do|did|can|could|should|will|would|may)"
_WHERE = r"(?:in|for|with|during|among|after|before|on|at|when|if|while|from|by|as|than|without|to)"
# What begins another question, or stands for a name, is no member of a list.
_NO_NAME = (
    r"(?:and|or|not|both|what|which|who|how|when|where|why|it|its|they|their|there|that|only|of|"
    r"quality|come|my|your|include|including)"
)
_WORD = rf"(?!(?:{_NO_NAME}|{_AUX}|{_SAID}|{_BEHIND}|{_WHERE})\b)[\w'’-]+"
_ITEM = rf"{_WORD}(?: {_WORD}){{0,2}}"
_ROWS = tuple(
    re.compile(
        rf"{opens} (?P<both>both )?(?P<row>{_ITEM}(?:, {_ITEM})*,? and (?P<again>{again} )?"
        rf"(?P<last>{_ITEM}))(?={ends})",
        re.IGNORECASE,
    )
    for opens, again, ends in (
        (rf"\A(?P<opens>{_AUX})", "(?!)", rf" {_SAID}\b"),
        (rf"\b(?P<opens>{_BEHIND})", _BEHIND, rf" {_WHERE}\b|\s*[?.!,]|\s*\Z"),
    )
)
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
# What is asked of several things as of one.
_OF_ALL = re.compile(
    r"\b(?:between|together|combin\w+|interact\w*|differ\w*|relat\w+|link\w*|association|"
    r"simultaneously|same time|compared?|concomitant\w*|mix)\b",
    re.IGNORECASE,
)
# One thing in two words.
_ONE_THING = re.compile(
    r"\b(?:signs? and symptoms?|head and neck|nausea and vomiting|hand, foot and mouth|ear,? nose "
    r"and throat|food and drug|safety and efficacy|efficacy and safety|children and adolescents|"
    r"morbidity and mortality|men and women|women and men|growth and development|diet and exercise|"
    r"sleep and wake|tetanus and diphtheria|measles,? mumps and rubella)\b",
    re.IGNORECASE,
)


def asked_of_each(text: str) -> tuple[str, ...]:
    """Return one question for each member of the list that `text` asks about; itself without one.

    Members that share a word, as in "liver and kidney disease", are not told apart.
    """
    found = next((row for pattern in _ROWS if (row := pattern.search(text))), None)
    as_one = _OF_ALL.search(text) or _ONE_THING.search(text) or text.count("?") > 1
    if found is None or as_one or not _repeats(found):
        return (text,)
    items = [item for item in _BETWEEN.split(found["row"]) if item]
    last = found["last"]
    items[-1] = last
    if any(len(item.split()) < len(last.split()) for item in items):
        return (text,)
    head, tail = text[: found.start("both" if found["both"] else "row")], text[found.end() :]
    return tuple(f"{_for_one(head, item)}{item}{tail}" for item in items)


def _repeats(found: re.Match[str]) -> bool:
    """Tell whether the last member opens as the first does: "for the liver and for the kidney"."""
    return (found["again"] or found["opens"]).strip().lower() == found["opens"].lower()


def _for_one(head: str, item: str) -> str:
    """Return what stands before a member, its verb in the number of one: "Is drug A"."""
    if item.endswith("s") and not item.endswith(("is", "ss", "us")):
        return head
    singular = {"are": "is", "do": "does", "were": "was", "have": "has"}
    return re.sub(
        r"\A(are|do|were|have)(?= \Z)",
        lambda verb: singular[verb[0].lower()].capitalize(),
        head,
        flags=re.IGNORECASE,
    )
