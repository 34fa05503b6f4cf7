"""What a question is asked of, and questions that lean on the one before, made whole with it."""

import re

_AUX = (
    r"(?:is|are|was|were|does|do|did|can|could|should|shall|will|would|may|might|must|has|have|had)"
)
_NAME = r"(?P<name>(?!(?:it|they|i|we|you|there|this|that|these|and|or)\b)[^?;,]+?)"
# Where a name ends: at what is said of it, or at where, when and in whom.
_SAID = (
    rf"(?:{_AUX}|(?-i:an?)|the|any|also|always|often|usually|be|been|being|not|ever|still|generally|really|"
    r"safe|effective|beneficial|useful|helpful|recommended|indicated|contraindicated|better|"
    r"worse|good|bad|harmful|dangerous|necessary|needed|required|advised|allowed|available|"
    r"used|considered|made|given|taken|treated|diagnosed|managed|prevented|caused|inherited|transmitted|"
    r"started|stopped|common|rare|curable|contagious|hereditary|aggravated|associated|"
    r"work|help|reduce|prevent|cause|improve|increase|treat|relieve|raise|lower|affect|"
    r"interact|lead|make|take|stay|last|come|cure|ease|turn|contain|have|need|get|detect|"
    r"protect|shorten|slow|benefit|harm|mean|differ|compare|spread|present)"
)
_WHERE = (
    r"(?:in|for|with|during|among|after|before|to|on|at|when|if|while|and|from|by|as|until|"
    r"compared|versus|without)"
)
_END = rf"(?=\s+(?:{_SAID}|{_WHERE})\b|\s*[?;,(]|\s*\Z)"
PREFACE = r"(?:in|for|among|if|when|during|after|with|as)\b[^,?]*,\s*"
"""What is said before a question and holds for all of it: "in adults with condition X, "."""
_AT_END = r"\s*[?.!]*\Z"
_TOPICS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "What is the dose of drug A for condition X", "… research on the treatment of condition X"
        rf"\b(?:dos(?:es?|ages?|ing)|causes?|symptoms?|signs?|features?|treatments?|management|"
        rf"therapy|diagnosis|complications?|effects?|harms?|benefits?|risks?|safety|efficacy|"
        rf"uses?|prognosis|prevention|prevalence|incidence|components?|ingredients?|"
        rf"contraindications?|indications?|factors?|interactions?|half-life)\s+"
        rf"(?:of|for|with|from)\s+{_NAME}{_END}",
        # "What causes condition X in newborns"
        rf"\A(?:what|which \w+)\s+(?:causes?|treats?|prevents?|triggers?|relieves?)\s+{_NAME}"
        rf"(?=\s*[?;,]|\s*\Z)",
        # "What is condition X?"
        rf"\A(?:what|who)(?:'s|\s+is|\s+are)\s+"
        rf"(?!(?:the\s+)?(?:\w+\s+)?(?:best|right|usual|recommended|dose|role|risk)\b)"
        rf"{_NAME}(?=\s+used\b|{_AT_END})",
        # "How is condition X diagnosed?", "How long does drug A stay in the body?"
        rf"\A(?:(?:at|for) )?(?:how|why|when|where)(?:\s+(?:long|often|soon|common|well|quickly))?"
        rf"\s+{_AUX}\s+{_NAME}{_END}",
        # "Is drug A effective …", "Does drug A help …"
        rf"\A{_AUX}\s+{_NAME}{_END}",
        # "What dose of drug A …"
        rf"\A(?:what|which|how much)\s+\w+\s+(?:of|(?:is|are)\s+in)\s+{_NAME}{_END}",
    )
)
_LONGEST = 7  # words of a name
_OWN = re.compile(r"\b(?P<whose>its|their)\s+(?P<what>(?:[\w-]+\s+){0,2}?[\w-]+)(?=\s*[?,;.]|\s*\Z|"
                  r"\s+(?:in|for|and|when|during)\b)", re.IGNORECASE)  # fmt: skip
_POINTS = re.compile(
    r"\b(?:it|they|them|this (?:drug|medicine|medication|condition|disease|treatment|test)|"
    r"these (?:drugs|medicines|medications))\b(?!\s+(?:safe|ok|okay|possible|better|true|"
    r"necessary|likely|normal|best)\s+(?:to|that|for)\b)",
    re.IGNORECASE,
)
# "Is it safe?" asks so of what the first question speaks of: drug A in condition X.
_JUDGED = re.compile(
    rf"\A{_AUX} (?:it|they) (?:be )?(?:also |always |really |well |more )?(?:safe|effective|"
    r"useful|harmful|dangerous|recommended|indicated|tolerated|necessary|worthwhile|beneficial)\s*[?.!]*\Z",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:(?P<where>in|for|during|among)|help|helps|relieve|treat|cure|ease|improve)\s+"
    r"(?P<condition>(?!(?:it|them|that)\b)[^?;,]+)\Z",
    re.IGNORECASE,
)
_IF_SO = re.compile(r"\Aif (?:so|yes),?\s+", re.IGNORECASE)
_IF_NOT = re.compile(r"\Aif not\b", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"\A{_AUX}\b", re.IGNORECASE)
# A question word without a verb: "at what dose", "for how long", "when", "why".
_BARE = re.compile(
    r"\A(?:(?:at|for|in|by|to|with|from|on)\s+)?(?:(?:what|which)\s+(?:[\w-]+\s*){1,3}|"
    r"how(?:\s+(?:long|often|much|soon|many\s+\w+))?|when|why|where|in whom|whom)\s*[?.]*\Z",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    rf"\b{_AUX}\b|\b(?:causes?|treats?|prevents?|works?|happens?|helps?)\b", re.IGNORECASE
)
# "Are there any withdrawal symptoms", "what are other ingredients": of what, it does not say.
_OF_NOTHING = re.compile(
    r"\A(?:(?:is|are) there|what (?:is|are) (?:the |any |some )?(?:[\w-]+ ){0,2}?(?:effects?|"
    r"risks?|symptoms?|signs?|causes?|treatments?|complications?|ingredients?|dos(?:e|es|age)|benefits?|"
    r"harms?|options?|alternatives?|interactions?|prognosis|diagnosis)(?=\s*[?.!]*\Z))"
    r"(?!.*\b(?:of|for|with|to|in|from|on|about)\b)",
    re.IGNORECASE,
)
# "And which should be avoided?" of those that the first question asks for.
_OF_THE_SAME = re.compile(rf"\A(?:which|whose)\s+(?:ones?\s+)?{_AUX}\b", re.IGNORECASE)
# "And who should be screened?" for what the first question asks about.
_WHOM = re.compile(r"\Awho (?:should|must|can) be (?:screened|tested|treated)\s*[?.!]*\Z", re.I)
_TO_DO = re.compile(r"\A(?:how|when|where)\s+to\s+", re.IGNORECASE)


def topic_of(question: str) -> str | None:
    """Return the name of what is asked about, as asked; None where that cannot be told."""
    text = re.sub(rf"\A{PREFACE}", "", question.strip(), flags=re.IGNORECASE)
    for pattern in _TOPICS:
        found = pattern.search(text)
        if found and len(found["name"].split()) <= _LONGEST:
            return found["name"].strip()
    return None


def completed(part: str, first: str, topic: str | None) -> str | None:
    """Return a later question as one that can be asked alone; None where it cannot be made one.

    Args:
        part: the later question; "it" and "if so" point to the first.
        first: the first question.
        topic: what that is asked about.
    """
    part = part.strip()
    if _IF_NOT.match(part) or _OF_THE_SAME.match(part):
        return None
    part = _IF_SO.sub("", part)
    if _BARE.match(part) and not _HAS_VERB.search(part):
        return _leaning_on(part, first)
    preface = re.match(PREFACE, first.strip(), re.IGNORECASE)
    whole = _naming(part, topic)
    if whole and topic and _JUDGED.match(part):
        whole = whole.rstrip(" ?.!") + _in_what(first, topic)
    if whole is None or preface is None or re.match(PREFACE, whole, re.IGNORECASE):
        return whole
    return f"{preface[0]}{whole[:1].lower()}{whole[1:]}"


def _naming(part: str, topic: str | None) -> str | None:
    """Return a question that names what it is asked of; None where that cannot be told."""
    words = part.rstrip(" ?.!")
    named = (topic or "").replace("\\", r"\\")
    if _OWN.search(part):
        whole = _OWN.sub(rf"the \g<what> of {named}", part)
    elif _POINTS.search(part):
        whole = _POINTS.sub(named, part, count=1)
    elif _OF_NOTHING.match(part):
        whole = f"{words} with {topic}"
    elif _WHOM.match(part):
        whole = f"{words} for {topic}"
    else:
        return None if _TO_DO.match(part) else part
    return whole if topic else None


def _in_what(first: str, topic: str) -> str:
    """Return where the first question asks about its topic: " in condition X"; else nothing."""
    behind = first.partition(topic)[2].strip(" ?.!")
    found = _CONDITION.search(behind)
    if found is None:
        return ""
    return f" {found['where'] or 'in'} {found['condition']}"


def _leaning_on(part: str, first: str) -> str | None:
    """Return "for how long" behind "Does drug A help?" as "For how long does drug A help?"."""
    if not _YES_OR_NO.match(first.strip()):
        return None
    words = first.strip(" ?.!")
    return f"{part.rstrip(' ?.!')} {words[:1].lower()}{words[1:]}"
