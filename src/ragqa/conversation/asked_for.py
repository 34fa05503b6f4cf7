"""What else a follow-up asks of the same: "what dose?", "is it safe?", "why?", "how long?"."""

import re
from collections.abc import Callable

from ragqa.conversation.aspect_words import (
    DONE,
    DOSED,
    DROPPED,
    EVIDENCE,
    HOPED,
    JUDGED,
    LONGER,
    NEEDED,
    NOUN,
    OF_CONDITIONS,
    PLURAL_SAME,
    SAYS,
    WHICH,
    WHY,
)
from ragqa.conversation.frame import Frame, Part, frame_of
from ragqa.conversation.names import names_a_state, names_people
from ragqa.conversation.question_words import capitalised


def is_plural(name: str) -> bool:
    """Tell whether a verb that goes with `name` stands in the plural."""
    head = re.split(r"\s+(?:of|in|for|with|from|on|to|alone)\b", name.strip())[0]
    if re.search(r"\b(?:children|people|men|women|criteria|mice)\Z", head, re.IGNORECASE):
        return True
    return bool(re.search(r"\sand\s", head)) or (
        head.lower().endswith("s") and not PLURAL_SAME.search(head)
    )


def asked_instead(core: str, frame: Frame, *, denied: bool) -> str | None:
    """Return the question that asks `core` of what the earlier one is about; None if it asks none.

    Args:
        core: what was typed, without its opening words.
        frame: the earlier question.
        denied: whether that was answered in the negative, so that "why" asks why not.
    """
    why = WHY.match(core)
    if why is not None:
        return _why(core, frame, denied=denied)
    for pattern, build in _BUILDERS:
        found = pattern.fullmatch(core)
        if found is not None:
            return build(found, frame)
    return None


def asks_of_the_same(core: str) -> bool:
    """Tell whether `core` asks one thing, and does not say of what: "what dose"."""
    return any(pattern.fullmatch(core) for pattern in (WHY, *(one for one, _ in _BUILDERS)))


def about(frame: Frame, *, leave_out: Part | None = None) -> str:
    """Return in whom and for what the earlier question asks: " in adults with condition X"."""
    condition, people = frame.condition, frame.people
    if condition is leave_out or condition is frame.topic:
        condition = None
    if people is leave_out or (people and not _tells_whom(people)):
        people = None
    if condition is None:
        return f" {_among(frame, people)}" if people else ""
    if people is None or _keeps_its_joint(frame) or _is_told(people):
        said = [frame.text[condition.whole : condition.end]]
        if not _keeps_its_joint(frame):
            said = [f"in {condition.text}"]
        if people:
            said.append(_among(frame, people))
        return f" {' '.join(said)}"
    return f" {_among(frame, people)} with {condition.text}"


def _tells_whom(people: Part) -> bool:
    """Tell whether people are more than anybody who is treated."""
    anybody = re.fullmatch(r"(?:(?:the|my|this|a|your) )?(?:patients?|people|person)", people.text)
    return anybody is None and (people.is_phrase or not names_a_state(people.text))


def _is_told(people: Part) -> bool:
    """Tell whether people are described already: "women with condition Y", "pregnancy"."""
    return names_a_state(people.text) or " with " in people.text


def _among(frame: Frame, people: Part) -> str:
    lead = frame.text[people.whole : people.start].strip() or "in"
    return f"{'in' if lead in {'to', 'for', 'of', 'with'} else lead} {people.text}"


def _keeps_its_joint(frame: Frame) -> bool:
    """Tell whether "for" stays: "screening for condition X"."""
    return bool(frame.given and re.search(r"(?:screen|test|treat)\w*\Z", frame.given.text, re.I))


def thing_of(frame: Frame) -> str:
    """Return what is asked of, as a name: what is given or done, else what the question is about.

    "Screening for condition X" where that is asked, "the drugs approved for condition X".
    """
    condition = frame.condition or frame.outcome
    if frame.given is None and condition:
        if re.search(r"\bscreened\b", frame.text):
            return f"screening for {condition.text}"
        if frame.asked and DONE.search(frame.asked):
            return f"the {frame.asked} of {condition.text}"
        if frame.which and re.match(r"\w+(?:ed|used|given)\b", frame.predicate):
            return f"the {frame.which} {frame.predicate}"
    return as_named(frame.topic)


def as_named(part: Part) -> str:
    """Return the words of a part, without the capital of a question that begins with them."""
    plain = part.start == 0 and re.match(r"[A-Z][a-z]{2,}", part.text)
    return part.text[:1].lower() + part.text[1:] if plain else part.text


def _about_thing(frame: Frame) -> str:
    named = frame.given is None and frame.condition is not None
    if named and frame.which and frame.predicate in thing_of(frame):
        return ""
    return about(frame, leave_out=frame.condition if named else None)


def _why(core: str, frame: Frame, *, denied: bool) -> str | None:
    if not frame.is_yes_or_no or frame.aux is None:
        return None
    said = frame.predicate
    negated = bool(re.match(r"(?:not|never)\b", said))
    if (denied or re.search(r"\bwhy not\b", core, re.IGNORECASE)) and not negated:
        said = f"not {said}"
    opening = frame.text[: frame.opening]
    why = "why" if opening else "Why"
    return f"{opening}{why} {frame.aux.text.lower()} {frame.subject.text} {said}?"


def unpresuming(frame: Frame) -> Frame:
    """Return "Is drug A recommended?" for "Why is drug A not recommended?".

    What holds of drug A, and is asked why, is not known to hold of drug B.
    """
    if frame.aux is None or not re.match(r"why\b", frame.text[frame.opening :], re.IGNORECASE):
        return frame
    said = re.sub(r"\Anot\s+", "", frame.predicate)
    aux = frame.aux.text if frame.opening else frame.aux.text.capitalize()
    return frame_of(f"{frame.text[: frame.opening]}{aux} {frame.subject.text} {said}")


def _evidence(found: re.Match[str], frame: Frame) -> str | None:
    name = thing_of(frame)
    asks = re.match(r"how \w+", found.string, re.IGNORECASE)
    head = asks[0].capitalize() if asks else "What"
    what = re.sub(r"(?:source|reference)s?\Z", "evidence", found["what"].lower())
    verb = "are" if what in {"data", "studies", "trials"} else "is"
    return f"{head} {verb} the {what} for {name}{_about_thing(frame)}{to_end(frame)}?"


def _says(found: re.Match[str], frame: Frame) -> str | None:
    """Return "What do the guidelines say about drug A in condition X?"."""
    joint = "for" if found["verb"].lower() == "recommend" else "about"
    thing = thing_of(frame)
    asks = found["asks"]
    return f"{capitalised(asks)} {joint} {thing}{_about_thing(frame)}?" if thing else None


def _needed(found: re.Match[str], frame: Frame) -> str | None:
    """Return "How much weight loss is needed to prevent condition X?"."""
    end = to_end(frame) or about(frame)
    return f"{capitalised(found[0])}{end}?" if end else None


def to_end(frame: Frame) -> str:
    """Return to what end something is done: " to prevent falls"."""
    if frame.purpose:
        return f" {frame.purpose.text}"
    verb = re.match(r"(prevent|reduce|lower|raise|slow|improve|treat|relieve)\b", frame.predicate)
    if frame.outcome is None or frame.given is None or not verb:
        return ""
    return f" to {verb[1]} {frame.outcome.text}"


def _judged(found: re.Match[str], frame: Frame) -> str | None:
    of_condition = OF_CONDITIONS.fullmatch(found["how"].split()[-1]) and frame.condition
    name = frame.condition.text if of_condition and frame.condition else thing_of(frame)
    if not name:
        return None
    plural = is_plural(name)
    rest = found["rest"] or ""
    verb = (found["aux"] or "is").lower()
    if verb in {"is", "are", "was"}:
        verb = "are" if plural else "is"
        be = ""
    else:
        be = "be "
    tail = "" if of_condition else _about_thing(frame)
    if HOPED.search(found["how"]) and not frame.purpose:
        tail = f"{to_end(frame)}{tail}"
    if re.search(r"\b(?:in|during|for|with|after)\b", rest):
        tail = about(frame, leave_out=frame.people) if frame.given else ""
    return f"{verb.capitalize()} {name} {be}{found['how'].lower()}{tail}{rest}?"


def _which(found: re.Match[str], frame: Frame) -> str | None:
    if frame.aux is None or not frame.subject.text or frame.given is None:
        return None
    kind = re.search(r"kinds?|types?|sorts?|form", found[0], re.IGNORECASE)
    head = f"What {kind[0].lower()} of" if kind else "Which"
    if not frame.is_yes_or_no:
        return f"{head} {frame.given.text}{about(frame)}?"
    return f"{head} {frame.subject.text} {_conjugated(frame, of_one=bool(kind))}?"


def _conjugated(frame: Frame, *, of_one: bool) -> str:
    """Return what is said of the subject as a statement has it: "does help" as "helps"."""
    assert frame.aux is not None
    aux = frame.aux.text.lower()
    if aux in {"is", "are", "was", "were", "has", "have"}:
        one = {"are": "is", "were": "was", "have": "has"}
        return f"{one.get(aux, aux) if of_one else aux} {frame.predicate}"
    if aux not in {"do", "does"}:
        return f"{aux} {frame.predicate}"
    verb, _, rest = frame.predicate.partition(" ")
    singular = of_one or not is_plural(frame.subject.text)
    return f"{_third_person(verb) if singular else verb} {rest}".rstrip()


def _third_person(verb: str) -> str:
    if verb == "have":
        return "has"
    if re.search(r"(?:s|sh|ch|x|o)\Z", verb):
        return f"{verb}es"
    return re.sub(r"(?<=[^aeiou])y\Z", "ie", verb) + "s"


def _longer(found: re.Match[str], frame: Frame) -> str | None:
    ask = found["ask"]
    head = f"{capitalised(ask)}"
    dose = DOSED.fullmatch(ask)
    if dose and frame.given and frame.subject is frame.given and frame.is_yes_or_no:
        return f"{head} of {frame.given.text} {_conjugated(frame, of_one=True)}?"
    if dose:
        return f"What dose of {thing_of(frame)} is used{_about_thing(frame)}?"
    if frame.aux is None or not frame.subject.text:
        return None
    body = frame.text[frame.aux.start :]
    return f"{frame.text[: frame.opening]}{head} {body[:1].lower()}{body[1:]}?"


def _noun(found: re.Match[str], frame: Frame) -> str | None:
    """Return "What are the side effects of drug A in condition X?"."""
    kind = DROPPED.sub("", found["kind"])
    noun = (found["given"] or found["condition"]).lower()
    noun = re.sub(r"\bside ?effect", "side effect", noun)
    noun = re.sub(r"\Acontra-?ind", "contraind", noun)
    asked = f"{kind}{noun}"
    if found["condition"]:
        if frame.condition is None and frame.outcome is None and frame.given is not None:
            name, tail = thing_of(frame), about(frame)
        else:
            of = frame.condition or frame.outcome or frame.topic
            name, tail = of.text, about(frame, leave_out=of)
    else:
        name, tail = thing_of(frame), _about_thing(frame)
        if re.fullmatch(r"dos(?:es?|ages?|ing)", noun) and to_end(frame):
            tail = f"{to_end(frame)}{tail}"
    whom = found["whom"] or ""
    if not name or (whom and not names_people(whom)):
        return None
    verb = "are" if is_plural(noun) else "is"
    return f"What {verb} the {asked} of {name}{'' if frame.people and whom else tail}{whom}?"


_BUILDERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Frame], str | None]], ...] = (
    (EVIDENCE, _evidence),
    (JUDGED, _judged),
    (WHICH, _which),
    (LONGER, _longer),
    (NOUN, _noun),
    (SAYS, _says),
    (NEEDED, _needed),
)
