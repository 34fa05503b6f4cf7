"""What a sentence says something does to something: "drug A reduced falls in older women".

Read by patterns, precisely rather than fully: what does not fit one of them is not read. Numbers
are left to whoever compares.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ragqa.linguistics.assertions import subject_terms, written_out
from ragqa.linguistics.clauses import clauses
from ragqa.linguistics.effect_patterns import (
    ADVISING,
    FINDING,
    HELPING,
    NOTHING,
    PURPOSE,
    Direction,
)
from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.word_list import word_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that is said to do something to another, or is advised for it.

    `agent`, `target`, `people` and `against` are terms: what is done, what it acts upon, in whom,
    and compared with what. `purpose` is what is advised to be achieved; None for findings.
    """

    direction: Direction
    agent: frozenset[str]
    target: frozenset[str]
    people: frozenset[str]
    against: frozenset[str]
    purpose: Direction | None = None


# What ends the name of a target: figures, times, comparisons.
_TARGET_END = re.compile(
    r"\s(?:by (?:\d|about|at|more|less|half|one|two|a )|at \d|after|over|within|from \d|when|while|"
    r"although|because|which|who(?! )|with no|without|relative to|as well as|even|but|whether|"
    r"according|regardless|if|unless|except)\b|[;:,(]|\s\d"
)
_COMPARED = re.compile(
    r"\s(?:compared with|versus|than|rather than|over|instead of)\s(?P<other>.+)", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"(?:^|\s)(?:in|among|for|within|of|to)\s(?P<who>(?:(?!(?:to|in|among|for|with|of)\b)[\w-]+\s){0,5}?(?:patients?|adults?|people|"
    r"persons?|women|men|children|adolescents|infants|newborns|participants?|individuals?|"
    r"volunteers|those|smokers|pregnan\w+|outpatients|inpatients|survivors)\b.*)",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\s(?:in|among|during)\s(?P<who>.+)", re.IGNORECASE)
# "A 2016 review of 27 studies found that drug A …", "based on pooled analyses, drug A …".
_REPORTED = re.compile(
    r"^(?:(?!\bnot\b).)*?\b(?:found|finds|show|shows|showed|shown|reported|reports|"
    r"concluded?|concludes|observed|observes|states|stated|confirmed) "
    r"(?:(?:with|in) (?:[\w-]+ ){1,3})?that "
    r"|^(?:based on|according to|overall|in (?:the |a )?(?:\w+ )?"
    r"(?:pooled|meta|analys|review)[^,]*)[^,]*, ",
    re.IGNORECASE,
)
_FOREMOST = re.compile(r"^(?:in|among|for|during) (?P<who>[^,]{3,80}), (?P<rest>.+)", re.IGNORECASE)
_WITHIN = re.compile(r"\s(?:for|in|during|among|as|to|when|on)\s.*")
# Before the verb, these say that nothing was found, or only hoped for: "given to reduce pain".
_UNTOLD = re.compile(
    r"\b(?:never|hardly|neither|nor|no|not|without|rather|instead|unlikely|if|whether|would|will|"
    r"should|to|smaller|larger|different|aim\w*|purpose|objective|hypothes\w+)\b",
    re.IGNORECASE,
)
# "No body recommends screening" advises nothing, and refuses nothing either.
_NOBODY = re.compile(r"\b(?:no(?! longer)|few|some|others?) ", re.IGNORECASE)
_REFUSING = re.compile(r"\b(?:not|never|no longer|against|neither|nor)\b", re.IGNORECASE)
# Where nothing is decided, nothing is said to act or not to act.
_UNDECIDED = re.compile(
    r"\b(?:insufficient|inadequate|inconclusive|inconsistent|uncertain|unclear|unknown|"
    r"not (?:yet )?(?:clear|known)|limited evidence|no clear evidence|non-?significant|trend|"
    r"whether|not (?:statistically )?significant|did not reach|conflicting|mixed)\b",
    re.IGNORECASE,
)
# Words that say how a thing was measured, or in what form it was given, and leave it the same.
_MEASURED = word_list(
    """
    risk rate incid number odd frequenc occurr score sever symptom level likelihood episod event
    develop chanc hazard burden intens degre outcom measur valu relat overal total subsequ new
    supplement administr intak tablet capsul group arm program intervent prophylaxi placebo control
    trial pool systemat base includ observ data adequ forc servic task unit state rct random
    differ rang issu purpos studi result find two three compar statist signific similar
    usual-car condit diseas disord case onset occurrenc prevent drug routin daili those particip
    volunt individu peopl person commun-dwel adjunct first-lin line both
    """
)
_NO_OTHER = word_list(
    "placebo control usual care no treatment nothing sham dummi stand standard alone"
)


def effects(sentence: str, known: Mapping[str, str]) -> Iterator[Effect]:
    """Yield what a sentence says of effects and of what is advised, clause by clause.

    Args:
        sentence: one sentence.
        known: what its abbreviations stand for.
    """
    if _UNDECIDED.search(sentence):
        return
    for clause in clauses(sentence):
        text = in_common_words(written_out(clause, known)).strip(" .")
        text = _REPORTED.sub("", text, count=1)
        foremost = _FOREMOST.match(text)
        found = _effect(foremost["rest"] if foremost else text)
        if foremost and found is not None:
            found = replace(found, people=found.people | _things(foremost["who"]))
        if found is not None and found.agent and found.target:
            yield found


def _effect(text: str) -> Effect | None:
    for patterns, read in (
        (ADVISING, _advice),
        (NOTHING, _nothing),
        (HELPING, _helping),
        (FINDING, _finding),
    ):
        for pattern in patterns:
            match = pattern.match(text)
            if match:
                before = match.string[: match.start("agent")]
                untold = (
                    _NOBODY.search(before) if read is _advice else _UNTOLD.search(match["agent"])
                )
                return None if untold else read(match)
    return None


def _finding(match: re.Match[str]) -> Effect:
    groups = match.groupdict()
    direction = _kind(match, "v_")
    negated = bool(groups.get("no") or groups.get("nil"))
    return _built(match, Direction.NONE if negated or direction is None else direction)


def _nothing(match: re.Match[str]) -> Effect:
    return _built(match, Direction.NONE)


def _helping(match: re.Match[str]) -> Effect:
    return _built(match, Direction.BETTER)


def _advice(match: re.Match[str]) -> Effect:
    groups = match.groupdict()
    before = match.string[: match.start("agent")]
    refused = (
        any(groups.get(name) for name in ("not", "against"))
        or (groups.get("order") or "").lower() == "avoid"
        or _REFUSING.search(before) is not None
    )
    purpose = PURPOSE.match(groups["target"])
    aim = _kind(purpose, "p_") if purpose else None
    target = purpose["rest"] if purpose else groups["target"]
    direction = Direction.DISCOURAGED if refused else Direction.ADVISED
    return _built(match, direction, target=target, purpose=aim or Direction.BETTER)


def _built(
    match: re.Match[str],
    direction: Direction,
    *,
    target: str | None = None,
    purpose: Direction | None = None,
) -> Effect:
    """Put an effect together from the words of its parts."""
    groups = match.groupdict()
    words = f"{groups['target'] if target is None else target}{groups.get('tail') or ''}"
    compared = _COMPARED.search(words)
    other, where = _apart(compared["other"]) if compared else ("", "")
    named, who = _apart(_COMPARED.sub("", words))
    named, who = _TARGET_END.split(named)[0], f"{who} {where}"
    return Effect(
        direction=direction,
        agent=_things(_WITHIN.sub("", groups["agent"])) or _things(groups["agent"]),
        target=_things(re.sub(r"^(?:to|for|in|as) ", "", named)) or _things(who),
        people=_things(who) if named.strip() else frozenset(),
        against=_things(other) - _NO_OTHER,
        purpose=purpose,
    )


def _apart(words: str) -> tuple[str, str]:
    """Return the name of a thing, and the words that say in whom or where."""
    people = _PEOPLE.search(words) or _WHERE.search(words)
    return (words[: people.start()], people["who"]) if people else (words, "")


def _things(words: str) -> frozenset[str]:
    """Return the terms of a name without those that leave the thing the same."""
    return subject_terms(words) - _MEASURED


def _kind(match: re.Match[str] | None, prefix: str) -> Direction | None:
    if match is None:
        return None
    found = (name for name, text in match.groupdict().items() if text and name.startswith(prefix))
    return next((Direction(name.removeprefix(prefix)) for name in found), None)
