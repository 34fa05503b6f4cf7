"""Whether what was typed is a question by itself: a change of subject is left alone."""

import re

from ragqa.conversation.asked_for import asks_of_the_same
from ragqa.conversation.frame import Frame, frame_of
from ragqa.conversation.leaning import Typed
from ragqa.conversation.names import NameKind, kind_of
from ragqa.conversation.pronouns import points_back
from ragqa.linguistics.terms import content_terms

VERBAL = re.compile(
    r"\A(?:(?:at|for|by|in|from|to|with|on|until|since|after) )?(?:what|whats|what's|which|who|"
    r"whom|whose|when|"
    r"where|why|how|is|are|was|were|does|do|did|can|could|should|shall|will|would|may|might|"
    r"must|has|"
    r"have|am|tell|explain|describe|list|name|give|compare|summari[sz]e)\b",
    re.IGNORECASE,
)
_STATED = re.compile(r",\s*(?:is|are|does|do|should|can|what|which|how|when)\b", re.IGNORECASE)
WHICH_OF = re.compile(
    r"\A(?:(?:and|so|but)\s+)?which (?:one|of (?:them|the two|these|those)|drug|option|"
    r"treatment)?\s*"
    r"(?:is|are|works?|would be)\s+(?P<how>(?:more |less )?[\w-]+)\Z",
    re.IGNORECASE,
)
DEFINITE = re.compile(
    r"\bthe (?P<what>recommendation|evidence|dose|treatment|drug|effect|benefit|risk|target|"
    r"threshold|"
    r"harms|results?|difference|guidelines?|side effects|numbers?)\Z",
    re.IGNORECASE,
)
# A case is told before it is asked about, or what is asked about is named before a colon.
_TOLD_FIRST = re.compile(
    rf"(?:\w+\W+){{3,}}\w+[.!]\s+{VERBAL.pattern[2:]}|\A\w[\w -]+:\s+{VERBAL.pattern[2:]}",
    re.IGNORECASE,
)
_WHOLE_PHRASE = re.compile(
    r"\A(?P<head>.+?)\s+(?:in|for|of|against|after|during)\s+(?P<of>.+)\Z", re.IGNORECASE
)
MODIFIERS = re.compile(
    r"(?:(?:oral|orally|intravenous|intravenously|iv|i\.v\.|topical|inhaled|subcutaneous|"
    r"intramuscular|low|high|low-dose|high-dose|daily|weekly|twice|once|intermittent|continuous|"
    r"morning|evening|immediate|delayed|long-acting|short-acting|extended-release|branded|"
    r"generic|fasting|and|or|a|day)\s*)+",
    re.IGNORECASE,
)
"""Words that say how something is given, and not what."""
_ALONE = re.compile(
    r"(?:also |really |still |always |be |any |just )*(?:as )?(?:help|work|effective|safe|"
    r"useful|recommended|"
    r"better|worse|safer|(?:more|less) \w+|cheaper|stronger|worth it|an (?:option|"
    r"alternative)|possible|"
    r"indicated|enough|necessary|good|best)"
    r"(?: (?:too|as well|alone))?",
    re.IGNORECASE,
)
FEW = 3
"""Words of content that make a question whole, whatever they are."""


def is_whole(said: Typed) -> bool:
    """Tell whether what was typed names all that it asks of."""
    core = said.core
    if said.turns or _TOLD_FIRST.search(core):
        return True
    if said.back_to or said.supposed or not core:
        return False
    if _STATED.search(core):
        return True
    if points_back(core):
        return False
    return _asks_by_itself(core) if VERBAL.match(core) else _is_whole_phrase(said)


def _asks_by_itself(core: str) -> bool:
    """Tell whether a question with a verb says of what it is asked."""
    if WHICH_OF.match(core) or DEFINITE.search(core) or asks_of_the_same(core):
        return False
    own = frame_of(core)
    if lacks_its_end(own):
        return False
    return bool(own.given or own.condition or own.outcome or len(content_terms(core)) >= FEW)


def _is_whole_phrase(said: Typed) -> bool:
    """Tell whether words without a verb ask something by themselves: "Drug A for condition X?"."""
    if " or " in said.core.lower() and not said.opened:
        return MODIFIERS.fullmatch(said.core) is None
    found = _WHOLE_PHRASE.match(said.core)
    if found is None or said.joined:
        return False
    head, of = kind_of(found["head"]), kind_of(found["of"])
    return head in {NameKind.GIVEN, NameKind.OPEN} and of is NameKind.CONDITION


def lacks_its_end(own: Frame) -> bool:
    """Tell whether a question says what is given, and not for what: "does exercise alone work"."""
    return bool(
        own.is_yes_or_no
        and own.given
        and not (own.condition or own.outcome or own.people or own.setting)
        and _ALONE.fullmatch(own.predicate)
    )
