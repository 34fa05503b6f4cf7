"""Others in an earlier question: other people, another drug, another condition, another place."""

import re

from ragqa.conversation.asked_for import about, is_plural, to_end
from ragqa.conversation.frame import Frame, Part, frame_of
from ragqa.conversation.names import PEOPLE_IN, NameKind, kind_of, names_a_state, names_people

_LEAD = re.compile(
    r"\A(?P<prep>in|for|among|during|with|on|at|by|after|before|against|from|than|versus|vs\.?|"
    r"compared (?:with|to)|combined with|together with|along with|plus|or|instead of|without)\s+"
    r"(?=\S)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\A(?P<who>she|he|they|the patient|my patient|this patient|someone|somebody|the person|"
    r"(?:the|my|a) (?:woman|man|child|mother|boy|girl))\s+(?:is|are|was|were)\s+(?P<state>.+)\Z"
    r"|\A(?P<whose>she|he|they|the patient|my patient|this patient|someone|somebody)\s+"
    r"(?P<verb>has|have|had|takes?|smokes?|uses?)\s*(?P<thing>.*)\Z",
    re.IGNORECASE,
)
_LONGEST = 12  # words of a name
_NO_NAME = re.compile(
    r"\b(?:i|you|we|he|she|it|that|this|they|them|these|there|why|how|what|does|do|did|is|was|"
    r"would|could|should|can|will|idea|please)\b|[:;?!]|"
    r"\A(?:before|after|during|in|on|at|for|with|without|or|and|not|same|else|other|others|more|"
    r"less|better|worse|yes|no|so|then|now|again)\Z",
    re.IGNORECASE,
)
_DONE_SO = re.compile(r"\w+ed (?:by|in|at|with|over|via|through|as|during|on)\s", re.IGNORECASE)
_MEASURED = re.compile(
    r"\b(?:ferritin|saturation|h[ae]+moglobin|hb|a1c|hba1c|glucose|bmi|ldl|hdl|cholesterol|egfr|"
    r"creatinine|levels?|pressure|count|score|age|risk|weight|transferrin|crp|index)\Z",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(?:stones?|damage|pain|bleeding|toxicity|suicid\w*|rash|nausea|vomiting|hypoglyc\w+|gain|"
    r"dependence|addiction|augmentation|cramps?|overdose|diarrh?o?ea|constipation|reactions?|"
    r"injury|"
    r"anaphylaxis|dizziness|drowsiness|sedation|withdrawal)\Z",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:cause|raise|increase|lead|worsen|trigger|treat|relieve|help|ease)\b", re.I
)
_PERSONS = {"she": "a woman", "he": "a man", "they": "patients"}
_ADDING = frozenset({"plus", "combined with", "together with", "along with", "with", "without"})
_OF_CONDITION = frozenset({"in", "for", "against", "during"})
_COMPARED = frozenset({"than", "versus", "vs", "vs.", "compared with", "compared to"})
_GIVEN_PEOPLE = re.compile(
    r"\A(?:those|ones|people|patients)\s+(?=aged|over|under|with|on|who|without)", re.I
)
_AGREES = {"is": "are", "does": "do", "was": "were", "has": "have"}
_DOES = {plural: one for one, plural in _AGREES.items()}


def with_others(core: str, frame: Frame, *, joined: str) -> str | None:
    """Return the earlier question with `core` in the place of its like; None if there is none.

    Args:
        core: a name, maybe with the preposition before it, or who somebody is: "she is pregnant".
        frame: the earlier question.
        joined: a word by which the name adds to the question: "plus", "or".
    """
    someone = _someone(core)
    if someone:
        return _with_people(someone, "in", frame)
    prep, name = _led(core, joined)
    if not _is_name(name):
        return None
    if _DONE_SO.match(name) and frame.given:
        return _added(frame, "", name)
    return _two_slots(name, frame) or _placed(name, prep, frame)


def _is_name(text: str) -> bool:
    """Tell whether words can stand in the place of a name: no clause, and nothing that points."""
    words = text.split()
    return (
        re.search(r"[A-Za-z]{2}", text) is not None
        and len(words) <= _LONGEST
        and _NO_NAME.search(text) is None
    )


def _led(core: str, joined: str) -> tuple[str, str]:
    """Return the preposition before a name, and the name."""
    lead = _LEAD.match(core)
    name = core[lead.end() :] if lead else core
    if kind_of(name) in {NameKind.GIVEN, NameKind.CONDITION, NameKind.OPEN}:
        name = re.sub(r"\Athe\s+(?=\w+\Z)", "", name)
    if lead:
        return lead["prep"].lower(), name
    return (joined if joined in _ADDING else ""), name


def _placed(name: str, prep: str, frame: Frame) -> str | None:
    """Put a name in the place of what is of its kind, or where its preposition puts it."""
    kind = kind_of(name)
    said: str | None
    if not prep and frame.which and _MEASURED.search(name) and _MEASURED.search(frame.which):
        said = frame.text.replace(frame.which, name, 1) + "?"
    elif not prep and frame.given and _HARM.search(name) and not _CAUSES.search(frame.text):
        verb = "Do" if is_plural(frame.given.text) else "Does"
        said = f"{verb} {frame.given.text} cause {name}{about(frame, leave_out=frame.condition)}?"
    elif prep in _COMPARED or (prep == "with" and frame.compared and _compares(frame)):
        said = _with_part(frame, frame.compared, name) or _ended(frame, f"{prep} {name}")
    elif kind is NameKind.PEOPLE:
        said = _with_people(name, prep, frame)
    elif kind is NameKind.SETTING:
        said = _with_setting(name, prep, frame)
    elif prep in {"after", "before", "during", "without"} and kind is not NameKind.CONDITION:
        said = _ended(frame, f"{prep} {name}")
    elif prep in _ADDING and kind is not NameKind.CONDITION and frame.given:
        said = _added(frame, "with" if prep == "plus" else prep, name)
    elif kind is NameKind.CONDITION or (prep in _OF_CONDITION and frame.condition):
        said = _with_condition(name, prep, frame)
    else:
        said = _with_given(name, frame)
    return said


def _someone(core: str) -> str:
    """Return the person whom a clause is about: "she is on dialysis" as "a woman on dialysis"."""
    found = _SUBJECT.match(core)
    if not found:
        return ""
    who = (found["who"] or found["whose"]).lower()
    person = _PERSONS.get(who, re.sub(r"\A(?:the|my|this)\s", "a ", who))
    if found["whose"]:
        verb = found["verb"].lower()
        has = "with" if verb in {"has", "have", "had"} else f"who {verb}"
        return f"{person} {has} {found['thing']}".strip()
    return _in_state(person, re.sub(r"\A(?:an?|the)\s+", "", found["state"]))


def _in_state(person: str, state: str) -> str:
    years = re.match(r"\d+\b", state)
    if years:
        return f"{person} aged {years[0]}"
    if re.match(r"(?:on|in|with|over|under|aged|at|above|below)\b", state):
        return f"{person} {state}"
    if names_people(state) and not names_a_state(state):
        return f"a {state}"
    return f"{person} who {'are' if person == 'patients' else 'is'} {state}"


def _compares(frame: Frame) -> bool:
    return re.search(r"\bcompare\b", frame.text) is not None


def _two_slots(name: str, frame: Frame) -> str | None:
    """Put a drug and the people behind it into their places: "nicotine gum in pregnancy"."""
    found = re.match(r"(?P<given>.+?)\s+(?P<prep>in|for|during|among)\s+(?P<who>.+)\Z", name)
    if not found or kind_of(found["given"]) is NameKind.PEOPLE:
        return None
    if kind_of(found["who"]) is not NameKind.PEOPLE:
        return None
    first = _with_given(found["given"], frame)
    return _with_people(found["who"], found["prep"], frame_of(first)) if first else None


def _with_people(name: str, prep: str, frame: Frame) -> str:
    """Put other people into a question: in the place of its people, else at its end."""
    people = frame.people
    prep = prep if prep in {"among", "during", "after", "on"} else "in"
    state = names_a_state(name)
    if people is None:
        return _who(name, frame) or _ended(frame, f"{prep} {name}")
    name = _told_of(name, people)
    if people.is_phrase:
        lead = frame.text[people.whole : people.start].strip()
        lead = prep if state or lead in {"during", "after", "on", "before"} else lead
        return _put(frame, people.whole, people.end, f"{lead} {name}")
    if state and not _starts(frame, people):
        return _ended(frame, f"{prep} {name}")
    named = PEOPLE_IN.get(name.lower(), name) if state else name
    if _starts(frame, people):
        return _with_subject(frame, named)
    return _put(frame, people.start, people.end, named)


def _told_of(name: str, people: Part) -> str:
    """Return "adults aged 40" for "those aged 40" where the question is about adults."""
    generic = _GIVEN_PEOPLE.match(name)
    if generic is None:
        return name
    head = re.match(
        r"(?:[\w-]+ )*?(?:adults|women|men|children|patients|people|\w+s)\b", people.text
    )
    return f"{head[0] if head else 'people'} {name[generic.end() :]}"


def _starts(frame: Frame, part: Part) -> bool:
    return part.start == frame.subject.start


def _who(name: str, frame: Frame) -> str | None:
    """Return "Should children be screened?" for "Who should be screened?"."""
    asked = re.match(
        r"\A(?:who|whom)\s+(?P<aux>should|can|may|must)\s+(?P<rest>.+)\Z", frame.text, re.I
    )
    if not asked or names_a_state(name):
        return None
    return f"{asked['aux'].capitalize()} {name} {asked['rest']}?"


def _with_setting(name: str, prep: str, frame: Frame) -> str:
    bare = name.lower() in {"online", "long term", "long-term", "short term", "short-term"}
    if bare:
        said = name if name.lower() == "online" else f"in the {name.replace('-', ' ')}"
    else:
        said = f"{prep or 'in'} {name}"
    if frame.setting:
        whole = frame.text[frame.setting.whole : frame.setting.start].strip()
        said = name if bare and name.lower() == "online" else f"{prep or whole or 'in'} {name}"
        return _put(frame, frame.setting.whole, frame.setting.end, said)
    return _ended(frame, said)


def _added(frame: Frame, prep: str, name: str) -> str:
    assert frame.given is not None
    return _put(frame, frame.given.end, frame.given.end, f" {prep} {name}".replace("  ", " "))


def _with_condition(name: str, prep: str, frame: Frame) -> str | None:
    """Put another condition or outcome into a question; where it has none, at its end."""
    place = frame.outcome or frame.condition
    if prep in {"in", "for"} and frame.condition:
        place = frame.condition
    if place is None:
        if prep:
            return _ended(frame, f"{prep} {name}")
        if frame.given is None:
            return None
        return f"What is known of {frame.given.text} and {name}{about(frame)}?"
    if place.start == frame.subject.start:
        return _with_subject(frame, name)
    verb = re.match(r"(?:preventing|treating|reducing|improving|lowering)\s+", place.text)
    return _put(frame, place.start, place.end, f"{verb[0] if verb else ''}{name}")


def _with_given(name: str, frame: Frame) -> str | None:
    """Put something else that is given into a question; where it asks of none, ask for its role."""
    if frame.given is None and frame.which and frame.aux and not frame.subject.text:
        return _for_one(name, frame)
    if frame.given is None:
        if frame.condition is None:
            return None
        people = about(frame, leave_out=frame.condition)
        return f"What is the role of {name} in {frame.condition.text}{people}?"
    if frame.given.start == frame.subject.start:
        return _with_subject(frame, name)
    return _put(frame, frame.given.start, frame.given.end, name)


def _for_one(name: str, frame: Frame) -> str:
    """Return "Is drug A approved for condition X?" for "Which drugs are approved for it?"."""
    assert frame.aux is not None
    aux = frame.aux.text.lower()
    verb = (_AGREES if is_plural(name) else _DOES).get(aux, aux)
    return f"{verb.capitalize()} {name} {frame.predicate}?"


def _with_part(frame: Frame, part: Part | None, name: str) -> str | None:
    return None if part is None else _put(frame, part.start, part.end, name)


def _with_subject(frame: Frame, name: str) -> str:
    """Put another subject into a question, its verb in the number of that."""
    text, subject = frame.text, frame.subject
    said = _put(frame, subject.start, subject.end, name)
    if frame.aux is None or text[frame.aux.end : subject.start].strip():
        return said
    aux = frame.aux.text.lower()
    wanted = (_AGREES if is_plural(name) else _DOES).get(aux, aux)
    shown = wanted.capitalize() if frame.aux.text[:1].isupper() else wanted
    return said[: frame.aux.start] + shown + said[frame.aux.end :]


def _put(frame: Frame, start: int, end: int, said: str) -> str:
    return f"{frame.text[:start]}{said}{frame.text[end:]}?"


def _ended(frame: Frame, said: str) -> str:
    return f"{frame.text} {said}?"


def which_of(names: str, frame: Frame, how: str) -> str:
    """Return the question which of two is better, in what the earlier question asks of."""
    end = to_end(frame) or (f" for {frame.outcome.text}" if frame.outcome else "")
    verb = "Are" if is_plural(names.rsplit(" or ", 1)[-1]) else "Is"
    return f"{verb} {names} {how}{end}{about(frame)}?"
