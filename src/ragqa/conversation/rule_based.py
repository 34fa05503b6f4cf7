"""Follow-ups made whole by rules: no model is asked.

What was typed is put into the question before it: in the place of what is like it, or as what is
asked of the same. A whole question is left alone. Where it cannot be told what is meant, the text
is asked as it stands behind the question before it, and that is said.
"""

import re
from collections.abc import Iterable, Sequence

from ragqa.conversation.asked_for import (
    about,
    as_named,
    asked_instead,
    thing_of,
    to_end,
    unpresuming,
)
from ragqa.conversation.denial import denies
from ragqa.conversation.frame import Frame, frame_of
from ragqa.conversation.leaning import Typed, typed_as
from ragqa.conversation.names import NameKind, kind_of
from ragqa.conversation.others import which_of, with_others
from ragqa.conversation.pronouns import named, points_back
from ragqa.conversation.question_words import capitalised
from ragqa.conversation.values import has_value, with_value
from ragqa.conversation.whole_questions import (
    DEFINITE,
    FEW,
    MODIFIERS,
    VERBAL,
    WHICH_OF,
    is_whole,
    lacks_its_end,
)
from ragqa.linguistics.terms import content_terms, naming_terms
from ragqa.schema.conversation import Turn, Understood, Way
from ragqa.schema.question import LONGEST_QUESTION, Audience, Question

_NO_QUESTION = re.compile(
    r"(?:(?:many )?thanks?(?: you)?(?: (?:a lot|very much))?|ok(?:ay)?|great|good|perfect|hi|hello|"
    r"hey|bye|goodbye|got it|i see|yes|no|cheers)?",
    re.IGNORECASE,
)
ASKS_NOTHING = "No question could be found in this; it is asked as it stands."
UNTOLD = (
    "It could not be told what “{typed}” refers to, so it is asked together with the question "
    "before it. Ask it in full for a better answer."
)
NOTHING_BEFORE = "There is no earlier question that this could refer to; it is asked as it stands."


class RuleBasedReader:
    """Completes what is typed with the words of the questions before it."""

    @property
    def reader_id(self) -> str:
        """Name of the reader, as turns record it."""
        return "rules"

    def read(self, typed: str, earlier: Sequence[Turn], audience: Audience) -> Understood:
        """Return what `typed` asks, as `FollowUpReader` promises."""
        said = typed_as(typed)
        text, way, note = _asked(said, earlier)
        if len(text) > LONGEST_QUESTION:
            text, way, note = said.text, Way.AS_ASKED, ""
        return Understood(
            typed=typed,
            question=Question(text=text, audience=audience),
            way=way,
            carried=() if way is Way.AS_ASKED else _carried(text, typed, earlier),
            note=note,
            reader=self.reader_id,
        )


def _asked(said: Typed, earlier: Sequence[Turn]) -> tuple[str, Way, str]:
    """Return the question that is meant, how it was come by, and what could not be told."""
    if _NO_QUESTION.fullmatch(said.core):
        return said.text, Way.AS_ASKED, ASKS_NOTHING
    if not earlier:
        leans = said.opened or points_back(said.core)
        return said.text, Way.AS_ASKED, NOTHING_BEFORE if leans and _is_short(said) else ""
    if is_whole(said):
        return _without_opening(said), Way.AS_ASKED, ""
    turn = _meant_turn(said, earlier)
    whole = _completed(said, turn, earlier) if _is_found(said, turn) else None
    if whole:
        return _tidied(whole), Way.COMPLETED, ""
    before = turn.question.text.rstrip(" ?.!")
    ending = said.text if said.text.endswith("?") else f"{said.text}?"
    together = f"{before}? {capitalised(ending)}"
    return together, Way.TOGETHER, UNTOLD.format(typed=said.text.rstrip(" ?"))


def _is_short(said: Typed) -> bool:
    return len(content_terms(said.core)) < FEW


def _without_opening(said: Typed) -> str:
    """Return a whole question without the words that join it to others: "And does drug A help?"."""
    joined = re.match(
        r"(?:and|but|so|ok(?:ay)?|also|then|&)[,;:]?\s+(?=\S)", said.text, re.IGNORECASE
    )
    if joined is None:
        return said.text
    rest = said.text[joined.end() :]
    return capitalised(rest)


def _meant_turn(said: Typed, earlier: Sequence[Turn]) -> Turn:
    """Return the turn that is leant on: the last, or the last that names what one goes back to."""
    if said.back_to:
        wanted = naming_terms(said.back_to)
        for turn in reversed(earlier):
            if wanted <= naming_terms(turn.question.text):
                return turn
    return next((turn for turn in reversed(earlier) if _can_be_leant_on(turn)), earlier[-1])


def _is_found(said: Typed, turn: Turn) -> bool:
    """Tell whether a turn names what somebody goes back to."""
    return naming_terms(said.back_to) <= naming_terms(turn.question.text)


def _can_be_leant_on(turn: Turn) -> bool:
    """Tell whether a turn asks one question that names something."""
    frame = frame_of(turn.question.text)
    named = frame.given or frame.condition or frame.outcome
    return turn.understood.way is not Way.TOGETHER and named is not None


def _completed(said: Typed, turn: Turn, earlier: Sequence[Turn]) -> str | None:
    """Return the question that is meant; None where that cannot be told."""
    core = said.core
    frame = frame_of(turn.question.text)
    which = WHICH_OF.match(core)
    if which:
        return _compared(which["how"], earlier)
    return (
        _with_value(core, frame)
        or _asked_instead(said, frame, turn)
        or _with_names(said, frame, earlier)
    )


def _with_value(core: str, frame: Frame) -> str | None:
    if not has_value(core) or kind_of(core) is NameKind.PEOPLE:
        return None
    said = with_value(frame.text, core)
    return f"{said}?" if said else None


def _asked_instead(said: Typed, frame: Frame, turn: Turn) -> str | None:
    if said.supposed or said.joined in {"plus", "with"}:
        return None
    return asked_instead(said.core, frame, denied=denies(turn.answer))


def _with_names(said: Typed, frame: Frame, earlier: Sequence[Turn]) -> str | None:
    core = said.core
    if MODIFIERS.fullmatch(core) and content_terms(core) and frame.given:
        return _given_so(core, frame)
    if lacks_its_end(frame_of(core)) and not points_back(core):
        return _to_its_end(core, frame)
    if said.supposed or not VERBAL.match(core):
        return with_others(core, unpresuming(frame), joined=said.joined) if core else None
    if definite := DEFINITE.search(core):
        return _of_the_same(core, definite, frame)
    return named(core, frame, _given(earlier)) if points_back(core) else None


def _given_so(core: str, frame: Frame) -> str:
    """Return the question with how something is given: "oral or intravenous iron"."""
    assert frame.given is not None
    article = re.match(r"(?:an?|the)\s+", frame.given.text, re.IGNORECASE)
    at = frame.given.start + (article.end() if article else 0)
    return f"{frame.text[:at]}{core} {frame.text[at:]}?"


def _to_its_end(core: str, frame: Frame) -> str | None:
    """Return "Does exercise work" with what the earlier question hopes for."""
    end = to_end(frame) or (f" for {frame.outcome.text}" if frame.outcome else "")
    tail = end + about(frame) if frame.given or end else f" in {frame.topic.text}"
    return f"{capitalised(core)}{tail}?" if frame.topic.text else None


def _of_the_same(core: str, definite: re.Match[str], frame: Frame) -> str:
    """Return "How strong is the recommendation" with what it is about."""
    joint = "for" if definite["what"] in {"recommendation", "evidence", "guideline"} else "of"
    return f"{capitalised(core)} {joint} {thing_of(frame)}{about(frame)}?"


def _given(earlier: Sequence[Turn]) -> list[str]:
    """Return what the conversation asked of, each once, oldest first."""
    frames = (frame_of(turn.question.text) for turn in earlier)
    return list(dict.fromkeys(as_named(frame.given) for frame in frames if frame.given))


def _compared(how: str, earlier: Sequence[Turn]) -> str | None:
    """Return the question which of the last two things that were asked of is better."""
    frames = [frame_of(turn.question.text) for turn in earlier]
    given = [(frame, as_named(frame.given)) for frame in frames if frame.given]
    if not given:
        return None
    last, name = given[-1]
    if re.search(r"\sor\s", name):
        return which_of(name, last, how)
    others = [other for _, other in given if other != name]
    return which_of(f"{others[-1]} or {name}", last, how) if others else None


def _carried(text: str, typed: str, earlier: Sequence[Turn]) -> tuple[str, ...]:
    """Return the names of earlier questions that stand in this one, and were not typed."""
    found: dict[str, None] = {}
    for turn in reversed(earlier):
        if turn.understood.way is Way.TOGETHER:
            continue
        frame = frame_of(turn.question.text)
        for part in (
            frame.given,
            frame.condition,
            frame.outcome,
            frame.people,
            frame.setting,
            frame.compared,
        ):
            if part and _is_carried(part.text.lower(), text.lower(), typed.lower(), found):
                found.setdefault(part.text)
    return tuple(found)


def _is_carried(name: str, text: str, typed: str, found: Iterable[str]) -> bool:
    within = any(name in one.lower() for one in found)
    return name in text and name not in typed and not within


def _tidied(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return f"{text.rstrip(' ?')}?"
