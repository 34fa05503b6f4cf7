"""Words that point back: "does it cause weight gain?", "when should they be stopped?"."""

import re
from collections.abc import Sequence

from ragqa.conversation.asked_for import about, is_plural, thing_of
from ragqa.conversation.frame import Frame
from ragqa.conversation.names import NameKind, kind_of
from ragqa.conversation.question_words import capitalised

_THING = (
    r"(?:(?:this|that|the|these|those|such an?) (?:drug|medicine|medication|treatment|therapy|"
    r"supplement|"
    r"intervention|approach|agent|programme|program|test)s?)"
)
_STATE = r"(?:(?:this|that|the|such an?) (?:condition|disease|disorder|problem|illness|syndrome)s?)"
_PERSON = re.compile(r"\b(?:she|he|her|him|the patient|this patient|my patient)\b", re.IGNORECASE)
_IT = r"(?:it|that|this|they|them|these|those)"
_POINTS = re.compile(
    rf"\b(?:{_THING}|{_STATE}|the (?:first|second|former|latter)(?: (?:one|drug|option)|"
    rf"(?=\s*\Z|\s+(?:is|are|be|safe|better)\b))|the other one|its|their|"
    rf"{_IT})\b(?!\s+(?:safe|possible|better|true|necessary|likely|worth\w*|normal|best|ok|okay|"
    rf"help|common|"
    r"useful)\s+(?:to|that|for)\b)(?!\s+(?:to|of|in|for)\s+use\b)",
    re.IGNORECASE,
)
_DUMMY = re.compile(r"\b(?:does|do|did|would|can|will) it (?:help|matter|make sense) to\b", re.I)
_RELATIVE = re.compile(
    r"(?:drugs?|people|patients|adults|women|men|evidence|say|says|mean|means|know|known|shown?|"
    r"think|sure|foods?|things|factors?|(?!(?:is|was|does|has)\b)\w+s)\s+that\b",
    re.I,
)
_TO_PEOPLE = re.compile(
    r"\bthey (?:also )?(?:be |get )?(?:screened|tested|treated|offered|referred|vaccinated|"
    r"counselled|"
    r"monitored|followed|told|take|start|receive|undergo|have)\b|\boffer(?:ed)? them\b",
    re.IGNORECASE,
)
_OF_CONDITION = re.compile(
    rf"\b(?:(?:causes?|triggers?|prevents?|treats?|relieves?|cures?|worsens?|helps?|diagnose|"
    rf"predicts?|risk of|"
    rf"symptoms of|signs of|screened for|tested for|test for|screen for|people with|"
    rf"patients with|have|has|"
    rf"get|gets) {_IT}\b|"
    rf"how (?:common|serious|dangerous|frequent|rare) (?:is|are) {_IT}\b|how (?:is|are|can|"
    rf"should) {_IT} "
    rf"(?:be )?(?:diagnosed|recogni[sz]ed|treated|managed|prevented|cured|detected|classified)|"
    rf"what (?:causes|triggers|prevents|helps|worsens|relieves) {_IT}|"
    rf"(?:is|are) {_IT} (?:hereditary|genetic|inherited|curable|contagious|common|rare|caused|"
    rf"a |an )|"
    rf"who (?:gets|has|is affected by) {_IT}|(?:can|does) {_IT} (?:go away|get worse|progress|"
    rf"recur))",
    re.IGNORECASE,
)
_HOW_COMMON = re.compile(r"\bhow (?:common|frequent|rare|often)\b", re.IGNORECASE)
_NEVER_GIVEN = re.compile(
    r"cause|trigger|prevent|screen|test|diagnos|people with|patients with", re.IGNORECASE
)
_DOSE = re.compile(r"\bdos(?:es?|age)\b(?!\s+of\b)", re.IGNORECASE)
_WORSE = re.compile(r"\bmake (?P<it>it|them|this|that) (?:worse|better)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\bthe (?P<which>first|former|second|latter|other)\b", re.IGNORECASE)
_SELF_CONTAINED = re.compile(r"\b(?:in|during|for|among|after) (?!how\b)\w+", re.IGNORECASE)


def points_back(text: str) -> bool:
    """Tell whether `text` points to something that it does not name."""
    if _DUMMY.search(text):
        return False
    bare = _RELATIVE.sub(" ", text)
    return _POINTS.search(bare) is not None or _PERSON.search(text) is not None


def named(core: str, frame: Frame, given: Sequence[str]) -> str | None:
    """Return a question that names what `core` points to; None where that cannot be told.

    Args:
        core: a question that points back.
        frame: the earlier question.
        given: what the conversation asked of, oldest first: "the first one".
    """
    text = _named_condition(core, frame)
    person = _PERSON.search(text)
    if person:
        text = _named_person(text, person, frame)
    found = _POINTS.search(text)
    if found is None:
        dosed = _DOSE.search(text) if frame.given else None
        return _asked(
            f"{text[: dosed.end()]} of {thing_of(frame)}{text[dosed.end() :]}" if dosed else text
        )
    name = _meant(text, found, frame, given)
    if not name:
        return None
    own = found[0].lower() in {"its", "their"}
    rest = text[found.end() :]
    if own:
        noun = re.match(
            r"\s*(?:[\w-]+\s+){0,2}?[\w-]+(?=\s*\Z|\s+(?:in|for|during|and|when)\b)", rest
        )
        if noun is None:
            return None
        return _asked(f"{text[: found.start()]}the{noun[0]} of {name}{rest[noun.end() :]}")
    whole = f"{text[: found.start()]}{name}{rest}"
    whole = _agreeing(whole, found.start(), name)
    return _asked(whole + _where(text, found, frame, name))


def _named_condition(core: str, frame: Frame) -> str:
    """Name the condition of "make it worse" apart from what makes it so."""
    worse = _WORSE.search(core)
    condition = frame.condition or frame.outcome
    if worse is None or condition is None:
        return core
    return f"{core[: worse.start('it')]}{condition.text}{core[worse.end('it') :]}"


def _named_person(text: str, person: re.Match[str], frame: Frame) -> str:
    who = frame.people.text if frame.people else "the patient"
    return f"{text[: person.start()]}{who}{text[person.end() :]}"


def _meant(text: str, found: re.Match[str], frame: Frame, given: Sequence[str]) -> str:
    """Return the name of what a word points to; empty where it cannot be told."""
    condition = frame.condition or frame.outcome
    ordinal = _ORDINAL.match(found[0])
    if ordinal:
        return _in_order(ordinal["which"].lower(), given)
    if re.match(_STATE, found[0], re.IGNORECASE):
        return condition.text if condition else ""
    if _TO_PEOPLE.search(text) and found[0].lower() in {"they", "them"} and not frame.given:
        return frame.people.text if frame.people else "people"
    if condition and _is_of_condition(text, frame):
        return condition.text
    return thing_of(frame)


def _in_order(which: str, given: Sequence[str]) -> str:
    """Return the first, the second or the last of what was asked of."""
    if len(given) < 2:
        return ""
    if which in {"first", "former", "other"}:
        return given[0]
    return given[-1] if which == "latter" else given[1]


def _is_of_condition(text: str, frame: Frame) -> bool:
    """Tell whether what is asked is asked of a condition rather than of what is given for it."""
    if frame.outcome and _HOW_COMMON.search(text):
        return True
    pointed = _OF_CONDITION.search(text)
    return pointed is not None and (frame.given is None or bool(_NEVER_GIVEN.search(pointed[0])))


def _agreeing(text: str, at: int, name: str) -> str:
    """Return a question whose verb before `at` has the number of `name`."""
    one = {"are": "is", "do": "does", "were": "was", "have": "has"}
    many = {singular: plural for plural, singular in one.items()}
    forms = many if is_plural(name) else one
    before = re.search(
        r"\b(are|is|do|does|were|was|have|has)(?P<gap>\s+)\Z", text[:at], re.IGNORECASE
    )
    if before is None:
        return text
    verb = before[1]
    wanted = forms.get(verb.lower(), verb.lower())
    shown = wanted.capitalize() if verb[:1].isupper() else wanted
    return f"{text[: before.start()]}{shown}{before['gap']}{text[at:]}"


def _where(core: str, found: re.Match[str], frame: Frame, name: str) -> str:
    """Return in whom, for what or with what, where the question itself says none of it."""
    rest = re.sub(r"\b(?:the|my|this) patient\b", " ", core.replace(found[0], " "))
    if _SELF_CONTAINED.search(rest) or _WORSE.search(core):
        return ""
    if frame.given and frame.outcome and name == frame.outcome.text:
        return f" with {frame.given.text}"
    if frame.people and name == frame.people.text and re.search(r"screened|tested", rest):
        return f" for {frame.condition.text}" if frame.condition else ""
    if name == "people" and frame.condition:
        return f" for {frame.condition.text}"
    named_other = kind_of(rest) in {NameKind.CONDITION, NameKind.PEOPLE}
    return about(frame) if frame.given and name == thing_of(frame) and not named_other else ""


def _asked(text: str) -> str:
    text = text.strip().rstrip(" ?.!")
    return f"{capitalised(text)}?"
