"""Where one question of a text ends and another begins.

"What is the dose of drug A and is it safe in pregnancy?" asks two; "Does drug A or B help?" asks
one. What cannot be told for certain stays together: a question that is torn apart is answered
beside the point, one that is not is answered in part.
"""

import re
from collections.abc import Sequence

from ragqa.linguistics.question_topics import PREFACE, completed, topic_of
from ragqa.linguistics.sentences import sentence_spans

_WH = r"(?:what|which|who|whom|whose|when|where|why|how)"
_BE = r"(?:is|are|was|were|has|have|had|can|could|should|shall|will|would|may|might|must)"
_ASKED_OF = (
    r"(?:it|its|they|he|she|this|that|these|those|there|the|an?|any|i|we|my|you|your|patients?|"
    r"people|women|men|children|adults)"
)
_JUDGED = (
    r"(?:safe|effective|recommended|indicated|contraindicated|useful|harmful|needed|necessary|"
    r"better|required|dangerous|allowed)"
)
# How a question begins inside a sentence. "People who smoke and are pregnant" begins none.
_BEGINS = (
    rf"(?:if (?:so|not|yes)\b|(?:(?:at|for|in|by|from|to|with|on|after|until) )?{_WH}\b(?! if\b)"
    rf"|(?:does|do|did) (?!not\b)\w|{_BE} {_ASKED_OF}\b"
    rf"|(?:is|are|can|could|should|will|would|may|must) (?:[\w-]+ ){{1,3}}?(?:be \w|{_JUDGED}\b))"
)
_JOINT = re.compile(
    rf"(?P<firm>[;?!]\s*(?:(?:and|but|also)\s+)?|,?\s+(?:and|but)\s+(?:also\s+)?)(?={_BEGINS})"
    rf"|(?P<loose>,\s+)(?={_WH}\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"\A(?:{PREFACE})?(?:(?:at|for|in|to|with) )?"
    rf"(?:{_WH}(?:'s)?|{_BE}|does|do|did|am|tell me|explain|describe|list|name)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:who|which|whose|where|when)\b", re.IGNORECASE)
_SHORTEST = 3  # words of the question that the others lean on

# What is asked of a subject by a noun, and by a verb; nouns of one key ask for one thing.
_NOUNS = {
    "cause": r"causes?|a?etiology|pathophysiology|mechanisms?",
    "features": r"symptoms?|signs?|features?|manifestations?|presentation",
    "treatment": r"treatments?|management|therap(?:y|ies)",
    "diagnosis": r"diagnosis|investigations?|tests?",
    "complications": r"complications?",
    "harm": r"side[- ]effects?|adverse (?:effects?|events?)|harms?|risks?|safety",
    "contraindications": r"contraindications?",
    "interactions": r"interactions?",
    "dose": r"dos(?:es?|ages?|ing)",
    "effect": r"benefits?|efficacy|effectiveness",
    "prevention": r"prevention",
    "prognosis": r"prognosis|outlook",
    "frequency": r"prevalence|incidence",
    "indications": r"indications?|uses?",
    "risk": r"risk factors?",
}
_VERBS = {
    "diagnosis": r"diagnosed?|confirmed|recogni[sz]ed?",
    "treatment": r"treat(?:ed)?|managed?",
    "prevention": r"prevent(?:ed)?",
    "transmission": r"transmitted|spread",
    "inheritance": r"inherited",
    "monitoring": r"monitor(?:ed)?",
}
_ANY_NOUN, _ANY_VERB = "|".join(_NOUNS.values()), "|".join(_VERBS.values())
# "The causes and long-term complications of": the words before a noun go with it alone.
_OF_KIND = r"(?:(?!(?:and|or|of|for|in|the|with)\b)[\w-]+ ){0,2}?"
_NOUN_ROW = re.compile(
    rf"\b(?:the )?(?:{_ANY_NOUN})(?:(?:,| and|, and) (?:the )?{_OF_KIND}(?:{_ANY_NOUN}))+"
    r"(?=\s+(?:of|for|in|with)\b)",
    re.IGNORECASE,
)
_VERB_ROW = re.compile(
    rf"\b(?:{_ANY_VERB})(?:(?:,| and|, and) (?:{_ANY_VERB}))+(?![\w-])", re.IGNORECASE
)
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_ITS_OWN = re.compile(
    rf"(?:,|,? and) (?:its|their) (?P<row>(?:{_ANY_NOUN})(?:(?:, | and |, and )(?:{_ANY_NOUN}))*)"
    r"(?=\s*[?.!]*\Z)",
    re.IGNORECASE,
)


def asked_apart(text: str) -> tuple[str, ...]:
    """Return the questions that `text` asks, each whole by itself; `text` alone where it asks one.

    What is said before the first question goes with each.
    """
    told, asked = _told_and_asked(text)
    if not asked:
        return (text,)
    parts = [
        part for sentence in asked for piece in _clauses(sentence) for part in _with_its_own(piece)
    ]
    whole = _completed(parts)
    if whole is None:
        return (text,)
    parts = [aspect for part in whole for aspect in _aspects(part)]
    if len(parts) < 2:
        return (text,)
    return tuple(dict.fromkeys(" ".join((*told, _question(part))) for part in parts))


def _told_and_asked(text: str) -> tuple[list[str], list[str]]:
    """Return the sentences before the first question, and the questions; none where unsure."""
    sentences = [" ".join(text[start:end].split()) for start, end in sentence_spans(text)]
    asking = [_ASKS.match(one) is not None for one in sentences]
    if True not in asking or False in asking[asking.index(True) :]:
        return [], []
    first = asking.index(True)
    return sentences[:first], sentences[first:]


def _clauses(sentence: str) -> list[str]:
    """Return the questions that stand side by side in one sentence."""
    joints = [one for one in _JOINT.finditer(sentence) if _parts_here(sentence, one)]
    if not any(one["firm"] for one in joints):
        return [sentence]
    bounds = [0, *(place for one in joints for place in one.span()), len(sentence)]
    return [sentence[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]


def _parts_here(sentence: str, joint: re.Match[str]) -> bool:
    """Tell a joint between questions from one inside a question: "who smoke and who drink"."""
    before, behind = sentence[: joint.start()], sentence[joint.end() :]
    relative = _RELATIVE.match(behind)
    if relative and re.search(rf"\w\s+{relative[0]}\b", before, re.IGNORECASE):
        return False
    return _ASKS.match(before) is not None and len(before.split()) >= _SHORTEST


def _completed(parts: Sequence[str]) -> list[str] | None:
    """Return each question with what it takes from the first; None where one cannot be whole."""
    first, *others = parts
    if not others:
        return [first]
    topic = topic_of(first)
    whole = [completed(part, first, topic) for part in others]
    return None if None in whole else [first, *(part for part in whole if part)]


def _aspects(part: str) -> list[str]:
    """Return one question for each thing that is asked: "the causes and treatment of X"."""
    for kinds, pattern in ((_NOUNS, _NOUN_ROW), (_VERBS, _VERB_ROW)):
        found = pattern.search(part)
        items = [] if found is None else _items(found[0])
        keys = [_key(item, kinds) for item in items]
        if found and len(set(keys)) == len(keys) > 1:
            head, tail = part[: found.start()], part[found.end() :]
            return [f"{_agreeing(head, item)}{item}{tail}" for item in items]
    return [part]


def _with_its_own(part: str) -> list[str]:
    """Return one question for each thing asked behind a name: "What is X and its symptoms?"."""
    found = _ITS_OWN.search(part)
    topic = topic_of(part[: found.start()]) if found else None
    if found is None or topic is None:
        return [part]
    return [
        part[: found.start()],
        *(f"{_agreeing('What are the ', item)}{item} of {topic}" for item in _items(found["row"])),
    ]


def _items(row: str) -> list[str]:
    """Return the members of a row; "the" before the first stands before all."""
    article = "the " if row.lower().startswith("the ") else ""
    found = (item.strip() for item in _BETWEEN.split(row[len(article) :]))
    return [article + item.removeprefix("the ") for item in found if item]


def _key(item: str, kinds: dict[str, str]) -> str:
    """Return what the last words of an item ask for; the longer name wins: "risk factors"."""
    fits = [
        (len(found[0]), key)
        for key, words in kinds.items()
        if (found := re.search(rf"\b(?:{words})\Z", item, re.IGNORECASE))
    ]
    return max(fits)[1] if fits else item


def _agreeing(head: str, item: str) -> str:
    """Return the words before an item, their verb in its number: "What is the dose"."""
    plural = item.endswith("s") and not item.endswith("is")
    return re.sub(
        r"\b(is|are)(?=\s+(?:the\s+)?\Z)", "are" if plural else "is", head, flags=re.IGNORECASE
    )


def _question(part: str) -> str:
    """Return a part with a capital letter and a question mark."""
    words = part.strip(" ,;.?!")
    return f"{words[:1].upper()}{words[1:]}?"
