"""How strongly a sentence speaks: graded recommendations, and how far its verbs go."""

import re
from enum import IntEnum

from ragqa.linguistics.scope import lifted
from ragqa.schema.claim import Strength

_GRADE = re.compile(
    r"\b(?P<word>strong|conditional|weak|discretionary)(?:ly)?[\s-]+(?:recommend\w*|suggest\w*)"
    r"|\b(?:strength(?: of (?:the )?recommendation)?|recommendation)\s*[:=]?\s*"
    r"(?P<after>strong|conditional|weak)\b"
    r"|\((?P<alone>strong|conditional|weak)(?=[;,)])"
    r"|\b(?:grade|level)(?: of recommendation)?\s*[:=]?\s*(?P<letter>[1-2][A-D]|[A-D])(?![\w-])"
    r"|\bgrade\s*[:=]\s*(?P<insufficient>I)\b"
    # "NYHA class II" grades a disease, so a bare class counts only with its letter or its noun.
    r"|\bclass(?: of recommendation)?\s*[:=]?\s*(?P<class>IIa|IIb|(?:III|II|I)(?= recommendation))"
    r"|\b(?P<bare>[A-DI])\s+(?:recommendation|statement|grade)\b",
    re.IGNORECASE,
)
_CERTAINTY = re.compile(
    r"\b(?P<before>very[\s-]low|low|moderate|high)[\s-]+(?:(?:net|level of|overall)\s+)?"
    r"(?:certainty|quality|confidence|strength)(?:\s+(?:of\s+)?(?:the\s+)?evidence)?\b"
    r"|\b(?:certainty|quality|confidence)(?:\s+of\s+(?:the\s+)?evidence)?\s*"
    r"(?:[:=]|was|is|being|rated)\s*(?P<after>very[\s-]low|low|moderate|high)\b",
    re.IGNORECASE,
)
_ORIGINS = tuple(
    (origin, re.compile(pattern, re.IGNORECASE))
    for origin, pattern in (
        ("good practice statement", r"\bgood[\s-]practice\s+(?:statement|point)s?\b"),
        ("consensus", r"\bconsensus(?:[\s-]based)?\b|\bDelphi\b"),
        ("expert opinion", r"\bexpert\s+(?:opinion|panel)\b|\bclinical experience\b"),
        ("evidence", r"\bevidence[\s-]based\s+recommendation\b"),
    )
)


def parse_strength(text: str) -> Strength | None:
    """Return the grade, certainty and origin that `text` states; None where it states none."""
    grade, certainty = _grade(text), _certainty(text)
    origin = next((name for name, pattern in _ORIGINS if pattern.search(text)), None)
    if grade is None and certainty is None and origin is None:
        return None
    return Strength(grade=grade, certainty=certainty, origin=origin)


def _grade(text: str) -> str | None:
    """Return "strong", "conditional", "B", "Level B" or "I" as a text grades a recommendation."""
    for match in _GRADE.finditer(text):
        grade = str(match[match.lastgroup or 0])
        if match.lastgroup in ("word", "after", "alone"):
            return grade.lower()
        if not grade[0].islower():  # "a recommendation" of prose is no grade A
            scale = match[0].split()[0].lower()
            return f"Level {grade}" if scale == "level" else grade
    return None


def _certainty(text: str) -> str | None:
    match = _CERTAINTY.search(text)
    return (
        " ".join(re.split(r"[\s-]+", (match["before"] or match["after"]).lower()))
        if match
        else None
    )


class Force(IntEnum):
    """How far the verbs of a sentence go; higher claims more."""

    NONE = 0
    HEDGED = 1
    PLAIN = 2


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_RECOMMENDS = _any_of(
    r"recommend(?:s|ed|ing|ations?)?|should|must|ought to|needs? to|first[\s-]line",
    r"(?:is|are) (?:indicated|required|advised)|advises?|offer",
    # Treatment guidelines command: "Give 5 mg daily."
    r"(?:(?<=^)|(?<=[.:;] ))(?:give|use|do not|avoid|start|stop|refer|treat|ensure|check|measure)"
    r"(?! of\b)",
)
_SUGGESTS = _any_of(
    r"suggest(?:s|ed|ing|ions?)?|consider(?:s|ed|ing|ation)?|may|might|could|can|propos(?:e|es|ed)",
    r"option(?:s|al)?|conditional(?:ly)?|weak(?:ly)?|reasonable|consensus|expert opinion",
)
_CAUSES = _any_of(
    r"caus(?:e|es|ed|ing)|leads? to|led to|results? in|resulted in|due to|because of",
    r"induc(?:e|es|ed)|prevent(?:s|ed)?|cures?|prove[sn]?",
)
_ASSOCIATES = _any_of(
    r"associat(?:e|es|ed|ions?)|correlat(?:e|es|ed|ions?)|link(?:s|ed)?|related|relation(?:ship)?",
    r"predict(?:s|ed|ors?)?|risk factors?",
)
_HEDGES = _any_of(
    r"may|might|could|can|would|possibl[ey]|potential(?:ly)?|suggest(?:s|ed|ing|ive)?|perhaps",
    r"appear(?:s|ed)?|seem(?:s|ed)?|likely|probabl[ey]|unclear|uncertain(?:ty)?|whether",
    r"hypothesi[sz](?:e|ed|es|is)|preliminary|limited evidence|low[\s-]certainty|tend(?:s|ed)? to",
    r"not (?:empirically )?tested|indicates? that|thought to|believed to|consistent with",
    r"propos(?:e|es|ed|ing)|argu(?:e|es|ed)|speculat(?:e|es|ed)|theori[sz](?:e|es|ed)",
    r"inadequate|insufficient",
)
_STUDIES = (
    r"determine|evaluate|assess|investigate|examine|compare|test|explore|establish|identify|"
    r"reveal|describe|clarify|characteri[sz]e|elucidate"
)
_AIMS = _any_of(
    rf"(?:we|to|aims? to|aimed to|sought to) (?:aim(?:ed)? to )?(?:{_STUDIES})",
    r"(?<!treatment )(?<!management )(?:objective|aim|purpose|goal)s?"
    r"(?! of (?:treatment|management|therapy)\b)|aim(?:s|ed) to|sought to|hypothesi[sz]ed?|will be",
    rf"(?:this|our) (?:study|trial|review|protocol) (?:will|aims|{_STUDIES})",
)

_ASKED = _any_of(
    r"(?:test(?:s|ed|ing)?|determin(?:e|es|ed|ing)|investigat(?:e|es|ed|ing)|establish|find out|"
    r"examin(?:e|es|ed|ing)|assess(?:es|ed|ing)?|evaluat(?:e|es|ed|ing)|ask(?:s|ed)?|clarify|"
    r"see|explor(?:e|es|ed|ing)|stud(?:y|ies|ied)|know|unknown|unclear) "
    r"(?:the hypothesis that|whether|if)",
    r"hypothesi[sz]ed? that",
)


def recommendation_force(text: str) -> Force:
    """Return whether `text` recommends (PLAIN), only suggests (HEDGED) or does neither."""
    return _force(text, plain=_RECOMMENDS, hedged=_SUGGESTS)


def causal_force(text: str) -> Force:
    """Return whether `text` states a cause (PLAIN), only an association (HEDGED) or neither."""
    return _force(text, plain=_CAUSES, hedged=_ASSOCIATES)


def hedged(text: str) -> bool:
    """Say whether `text` holds back: "may", "appears", "suggests", "unclear"."""
    return _HEDGES.search(text) is not None


def hedges(text: str) -> list[str]:
    """Return the words by which `text` holds back, in order, in small letters."""
    return [found[0].lower() for found in _HEDGES.finditer(text)]


def hedge_lifted(claim: str, sentence: str) -> bool:
    """Say whether the claim asserts what the sentence only holds possible."""
    return lifted(sentence, claim, _HEDGES, near=3, reach=10) is not None


def asked_as_told(claim: str, sentence: str) -> bool:
    """Say whether the claim asserts what the sentence only asks: "we tested whether"."""
    return lifted(sentence, claim, _ASKED, near=5, reach=12) is not None


def states_an_aim(text: str) -> bool:
    """Say whether `text` tells what a study set out to do rather than what it found."""
    return _AIMS.search(text) is not None


def _force(text: str, plain: re.Pattern[str], hedged: re.Pattern[str]) -> Force:
    if plain.search(text):
        return Force.PLAIN
    return Force.HEDGED if hedged.search(text) else Force.NONE
