"""The parts of an earlier question that a follow-up can lean on or put something else in place of.

A question is read from left to right: what goes before it, how it begins, its subject, what is
asked of that, and in whom or for what. What cannot be told is left open.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ragqa.conversation.names import NameKind, kind_of, names_people
from ragqa.conversation.question_words import (
    ARTICLES,
    ASKER,
    AUX,
    BEGINS,
    COMPARING,
    FIGURE,
    FIRST,
    HAD,
    INNER,
    JOINT,
    JOINT_OR_VERB,
    MOVE,
    NOUNS_TOO,
    OF_CONDITIONS,
    OPENING,
    SAID,
    TAKEN,
    WH,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words of a question from `start` to `end`; `whole` begins with their preposition, if any."""

    start: int
    end: int
    whole: int
    text: str

    @property
    def is_phrase(self) -> bool:
        """Whether a preposition leads it: "in adults"."""
        return self.whole < self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A question and its parts; None where it has none that can be told.

    `given` is what is given, done or tested; `condition` is what people have, and `outcome` what
    is hoped for or feared. `subject` ends where something is said of it; `purpose` begins with
    "to", and `which` are the words between "which" and the verb: "drugs".
    """

    text: str
    opening: int
    aux: Part | None
    asked: str | None
    subject: Part
    given: Part | None = None
    condition: Part | None = None
    outcome: Part | None = None
    people: Part | None = None
    compared: Part | None = None
    setting: Part | None = None
    purpose: Part | None = None
    which: str = ""

    @property
    def is_yes_or_no(self) -> bool:
        """Whether it is answered with yes or no."""
        return self.aux is not None and self.aux.start == self.opening

    @property
    def topic(self) -> Part:
        """What it is about first of all."""
        return self.given or self.condition or self.outcome or self.subject

    @property
    def predicate(self) -> str:
        """What is asked of the subject, to the end."""
        return self.text[self.subject.end :].strip()


@lru_cache(maxsize=256)
def frame_of(question: str) -> Frame:
    """Return the parts of `question`."""
    text = question.strip().rstrip(" ?.!")
    opening = OPENING.match(text)
    start = opening.end("before") if opening and _is_clause(opening["before"]) else 0
    begun = next((one for p in BEGINS if (one := p.match(text[start:]))), None)
    at = start + begun.end() if begun else start
    groups = begun.groupdict() if begun else {}
    aux = groups.get("aux")
    subject_end = _subject_end(text, at, verbal=bool(aux))
    found: dict[str, Part] = {}
    subject = _part(text, at, at, subject_end)
    asked = groups.get("asked")
    _place_subject(found, text, subject, asked, open_subject=_is_open(text[start:], aux))
    _place_rest(found, text, subject)
    if opening:
        _place_opening(found, text, start)
    return Frame(
        text=text,
        opening=start,
        aux=_part(text, *_at(begun, start)) if begun and aux else None,
        asked=asked,
        subject=subject,
        which=_which(begun[0]) if begun and aux else "",
        **found,
    )  # fmt: skip


def _which(begun: str) -> str:
    """Return "drugs" of "Which drugs are"; empty where no thing is asked for."""
    noun = re.match(r"(?:\w+ )?(?:which|what) (?P<noun>[\w -]+?) \w+ \Z", begun, re.IGNORECASE)
    return noun["noun"] if noun else ""


def _at(begun: re.Match[str], start: int) -> tuple[int, int, int]:
    first = start + begun.start("aux")
    return first, first, start + begun.end("aux")


def _part(text: str, whole: int, start: int, end: int) -> Part:
    return Part(start=start, end=end, whole=whole, text=text[start:end])


def _is_clause(before: str) -> bool:
    """Tell whether what goes before a comma is no list: "Does drug A, drug B, or ..."."""
    return not re.match(rf"(?:{AUX}|{WH})\b", before, re.IGNORECASE)


def _is_open(body: str, aux: str | None) -> bool:
    """Tell whether a question word is itself the subject: "who should be screened"."""
    return aux is not None and re.match(r"(?:who|which|what)\b", body, re.IGNORECASE) is not None


def _subject_end(text: str, at: int, *, verbal: bool) -> int:
    """Return where the subject ends: at what is said of it, else at the first joint."""
    words = list(re.finditer(r"\S+", text[at:]))
    if verbal:
        for place, word in enumerate(words):
            plain = word[0].strip(",;")
            if _may_be_a_noun(words, place) or (place and plain == "A"):  # "drug A"
                continue
            if place and SAID.match(plain) and not _follows_joint(words, place):
                return at + words[place - 1].end()
            if not place and SAID.match(plain) and plain.lower() not in FIRST:
                return at
    joint = JOINT.search(text, at) if verbal else JOINT_OR_VERB.search(text, at)
    return joint.start() if joint else len(text)


def _may_be_a_noun(words: list[re.Match[str]], place: int) -> bool:
    """Tell whether a verb follows, so that this is a noun: "does lifestyle change prevent"."""
    behind = words[place + 1][0] if place + 1 < len(words) else ""
    goes_on = SAID.match(behind) is not None and behind.lower() not in ARTICLES
    return goes_on and NOUNS_TOO.match(words[place][0]) is not None


def _follows_joint(words: list[re.Match[str]], place: int) -> bool:
    """Tell whether an article stands within the subject: "adults with a BMI of 30"."""
    before = words[place - 1][0].lower()
    joined = words[place][0].lower() in ARTICLES and JOINT.match(f" {before} ")
    return bool(joined) or before == "of"


def _place_subject(
    found: dict[str, Part], text: str, subject: Part, asked: str | None, *, open_subject: bool
) -> None:
    first = subject.text.split()[:1]
    if ASKER.fullmatch(subject.text):
        return
    if not first or (open_subject and first[0].lower() not in FIRST and SAID.match(first[0])):
        return
    kind = kind_of(subject.text)
    if kind is NameKind.PEOPLE:
        found["people"] = _people(found, text, subject)
    elif kind is NameKind.CONDITION or asked in OF_CONDITIONS:
        found["condition"] = subject
    else:
        found["given"] = subject


def _people(found: dict[str, Part], text: str, part: Part) -> Part:
    """Return the words for people; what they have is the condition where no other is named."""
    moved = MOVE.search(part.text)
    if moved and not part.is_phrase:  # "help smokers quit"
        part = _part(text, part.whole, part.start, part.start + moved.start())
    inner = re.search(r"\s+with\s+(?!a\b|an\b)", part.text, re.IGNORECASE)
    if inner and "condition" not in found and "outcome" not in found:
        name = part.text[inner.end() :]
        if not re.search(r"\d", name):
            at = part.start + inner.end()
            found["condition"] = _part(text, part.start + inner.start(), at, part.end)
            return _part(text, part.whole, part.start, part.start + inner.start())
    return part


def _place_rest(found: dict[str, Part], text: str, subject: Part) -> None:
    """Place the object and the phrases behind it."""
    pieces = _pieces(text, subject.end)
    for prep, whole, start, end in pieces:
        if prep is None:
            _place_object(found, text, start, end)
        elif prep == "to":
            verb = re.match(r"[\w-]+\s*", text[start:end])
            after = start + (verb.end() if verb else 0)
            if after < end:
                found.setdefault("purpose", _part(text, whole, whole, end))
                _place_object(found, text, start, end)
        else:
            _place_phrase(found, text, prep, (whole, start, end))


def _pieces(text: str, at: int) -> list[tuple[str | None, int, int, int]]:
    """Return the phrases of what follows a subject, each with its preposition and its place."""
    marks = list(JOINT.finditer(text, at))
    pieces: list[tuple[str | None, int, int, int]] = []
    begin = at + (len(text[at:]) - len(text[at:].lstrip()))
    end = marks[0].start() if marks else len(text)
    if begin < end:
        pieces.append((None, begin, begin, end))
    for place, mark in enumerate(marks):
        stop = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        prep = mark["prep"].lower()
        goes_on = pieces and prep in INNER and names_people(text[pieces[-1][2] : pieces[-1][3]])
        if goes_on or (pieces and prep == "over"):
            before = pieces.pop()
            pieces.append((*before[:3], stop))
        else:
            pieces.append((prep, mark.start() + 1, mark.end(), stop))
    return pieces


def _place_object(found: dict[str, Part], text: str, start: int, end: int) -> None:
    """Place what a verb acts on; a verb alone acts on nothing."""
    words = list(re.finditer(r"\S+", text[start:end]))
    at = next((n for n, word in enumerate(words) if not _is_verbal(words, n)), None)
    if at is None:
        return
    verb = text[start : start + words[at].start()].strip()
    part = _part(text, start + words[at].start(), start + words[at].start(), end)
    kind = kind_of(part.text)
    if kind is NameKind.PEOPLE and "people" not in found:
        found["people"] = _people(found, text, part)
    elif TAKEN.search(verb) and "given" not in found:
        found["given"] = part
    elif HAD.search(verb):
        found.setdefault("condition", part)
    elif verb:
        found.setdefault("outcome", part)


def _is_verbal(words: list[re.Match[str]], at: int) -> bool:
    word = words[at][0]
    if word.lower() in ARTICLES:
        return False
    return SAID.match(word) is not None or (at == 0 and word.endswith("ing"))


def _place_phrase(
    found: dict[str, Part], text: str, prep: str, place: tuple[int, int, int]
) -> None:
    part = _part(text, *place)
    kind = kind_of(part.text)
    if COMPARING.match(prep) or (prep == "with" and re.search(r"\bcompare\s*\Z", text[: place[0]])):
        if re.search(r"\w", part.text) and not re.match(r"(?:effective|safe|good)\b", part.text):
            found.setdefault("compared", part)
    elif kind is NameKind.PEOPLE:
        found.setdefault("people", _people(found, text, part))
    elif kind is NameKind.SETTING:
        found.setdefault("setting", part)
    elif prep in {"in", "for", "against", "from", "with", "during"} and not FIGURE.search(
        part.text
    ):
        role = "outcome" if re.match(r"\w+ing\b", part.text) and prep == "for" else "condition"
        found.setdefault(role, part)


def _place_opening(found: dict[str, Part], text: str, end: int) -> None:
    """Place the people and the condition that are named before the question."""
    for mark in JOINT.finditer(f" {text[:end]}"):
        stop = re.search(r",|\s+(?:has|have|is|are|and|with)\s", text[mark.end() - 1 : end])
        start = mark.end() - 1
        part = _part(text, max(0, mark.start()), start, start + (stop.start() if stop else 0))
        if part.text and mark["prep"].lower() in {"in", "with", "for", "among", "during"}:
            role = "people" if kind_of(part.text) is NameKind.PEOPLE else "condition"
            if not re.search(r"\d", part.text):
                found.setdefault(role, part)
