"""How a clause stands to what it speaks of: sure or open, with an effect or without one."""

import re
from dataclasses import dataclass

_SOFT = re.compile(
    r"\b(?:may|might|could|possibl[ey]|perhaps|appears?|seems?|thought to|believed to|uncertain|"
    r"unclear|unknown|limited evidence|insufficient evidence|suggests? that|whether|"
    r"hypothesi\w+)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:unclear|unknown|uncertain|undetermined|controversial|not (?:yet )?(?:known|clear|"
    r"established|understood|certain|determined)|remains? to be (?:determined|established))\b",
    re.IGNORECASE,
)
_NO_EFFECT = re.compile(
    r"\bno (?:\w+ ){0,2}?(?:effect|impact|benefit|difference|improvement|reduction|increase|"
    r"association|influence)\b|\b(?:does|do|did) not (?:\w+ )?(?:reduce|increase|improve|affect|"
    r"lower|prevent|raise|relieve|change|help)\b|\bineffective\b|\bnot (?:effective|associated)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"\b(?:reduc|increas|improv|lower|prevent|rais|reliev|benefi|effective|protect|worsen|help)\w*",
    re.IGNORECASE,
)
_OF_A_STUDY = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|participants?|randomi[sz]ed|cohort|mean|median|CI|versus|vs|"
    r"compared|placebo|arm|group|meta-analys[ie]s|survey|odds|hazard|risk ratio|at \d+ weeks)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What the words of a clause commit it to.

    `holds_open` calls something unknown; `is_soft` only says that it may be so; `of_a_study` tells
    what one study found.
    """

    holds_open: bool
    is_soft: bool
    of_a_study: bool
    denies_effect: bool
    asserts_effect: bool


def stance_of(text: str) -> Stance:
    """Return the stance of a clause."""
    denies = _NO_EFFECT.search(text) is not None
    return Stance(
        holds_open=_UNKNOWN.search(text) is not None,
        is_soft=_SOFT.search(text) is not None,
        of_a_study=_OF_A_STUDY.search(text) is not None,
        denies_effect=denies,
        asserts_effect=not denies and names_effect(text),
    )


def names_effect(text: str) -> bool:
    """Tell whether a text names what something does, be it denied or not."""
    return _EFFECT.search(text) is not None
