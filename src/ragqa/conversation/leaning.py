"""What somebody typed after an earlier question, without its opening words."""

import re
from dataclasses import dataclass

from ragqa.conversation.question_words import capitalised

_WHAT = r"(?:what|whats|what's|wat|waht|whta|wht)"
_HOW = r"(?:how|hows|how's)"
_FILLERS = (
    r"(?:and|but|so|also|or|ok(?:ay)?|well|then|then again|thanks|thank you|right|i see|hmm|&|plus)"
)
# "Does that apply to", "is this also true for": the same is asked of others.
_SAME = (
    r"(?:(?:does|do|would|is|are|will)\s+(?:that|this|it|the same|these|those)(?:\s+all)?\s+"
    r"(?:also\s+|still\s+|too\s+)*(?:apply|hold|go|true|valid|so|relevant|the case|be true)"
    r"(?:\s+(?:true|good))?(?:\s+(?:to|for|in|with|of|if|when|as regards))?"
    r"|(?:would|do|should|could|can) (?:you|one|we|i) (?:also )?do the same(?: (?:for|in|with))?"
    r"|what (?:would|should|do) (?:you|one|we|i) do(?: (?:if|when|with|for|in))?"
    r"|same\s+(?:question\s+)?(?:for|in|with)|the same (?:for|in))"
)
_AUX = (
    r"(?:is|are|was|were|does|do|did|can|could|should|shall|will|would|may|might|must|has|have|to)"
)
_OPENINGS = re.compile(
    rf"\A(?:{_FILLERS}[,;:]?\s+)*"
    rf"(?P<lead>(?:{_WHAT}|{_HOW})\s+ab(?:ou)?t(?:\s+(?:if|when))?\b|{_WHAT}\s+if\b|{_SAME}(?=\s)|"
    rf"(?:if|when)\s+(?!{_AUX}\b)(?=\S)"
    r"|instead)?[,:]?\s*",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\A(?:(?:going |coming )?back to|returning to|regarding|about|as for|concerning)\s+(?:the\s+)?"
    r"(?P<name>[^,:;?]+?)\s*[,:;]\s*(?P<rest>\S.*)\Z",
    re.IGNORECASE,
)
_MATTERS = re.compile(
    r",?\s*(?:does|would|will) (?:that|this|it) (?:matter|change (?:anything|that|it|the answer)|"
    r"make (?:a|any) difference|be (?:a problem|different))\Z",
    re.IGNORECASE,
)
_TURNING = re.compile(
    r"\A(?:(?:next|another|new|different|other|one more|second) (?:question|topic|subject|thing|"
    r"patient|case)|changing (?:the )?(?:subject|topic)|(?:by the way|btw|separately|"
    r"unrelated))\s*[:,.;-]+\s*"
    r"(?=\S)",
    re.IGNORECASE,
)
_ADDING = re.compile(
    r"\A(?:i|we|you|one) (?:also )?(?:add|give|combine(?:d)?(?: it)?(?: with)?|"
    r"use)(?: also)?\s+(?=\S)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:\s+(?:then|too|instead|as well|please|though|also))+\Z", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|when)\b", re.IGNORECASE)
_ALONE = re.compile(r"\A(?:and|or|plus|with|&)\s", re.IGNORECASE)


_SHORTENED = re.compile(r"\b(she|he|it|that|they|we|you)['’](s|re)\b", re.IGNORECASE)
_IN_FULL = {"s": "is", "re": "are"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody typed: `core` is left of it without opening and closing words.

    `opened` tells whether it began as a follow-up does, `supposed` whether it supposes something:
    "what if ferritin is 90". `joined` is how it adds to the question before: "plus calcium";
    `turns` tells that it says itself that it is another question.
    """

    text: str
    core: str
    opened: bool
    supposed: bool
    joined: str
    back_to: str
    turns: bool = False


_CLIPPED = {
    "preg": "pregnancy",
    "pts": "patients",
    "pt": "patient",
    "meds": "medicines",
    "kids": "children",
    "kid": "child",
    "teens": "adolescents",
}
_CLIPPED_WORD = re.compile(rf"\b(?:{'|'.join(_CLIPPED)})\b", re.IGNORECASE)


def written_out(text: str) -> str:
    """Return `text` without the clippings of notes: "preg" as "pregnancy", "she's" as "she is"."""
    text = _SHORTENED.sub(lambda found: f"{found[1]} {_IN_FULL[found[2].lower()]}", text)
    return _CLIPPED_WORD.sub(lambda found: _CLIPPED[found[0].lower()], text)


def typed_as(text: str) -> Typed:
    """Return what was typed, its opening words taken off."""
    text = " ".join(text.split())
    shown = text.lower() if text.isupper() and " " in text.strip() else text
    shown = written_out(shown)
    turning = _TURNING.match(shown)
    if turning:
        rest = shown[turning.end() :]
        return Typed(
            text=capitalised(rest),
            core=rest.rstrip(" ?.!"),
            opened=False,
            supposed=False,
            joined="",
            back_to="",
            turns=True,
        )
    back = _BACK.match(shown)
    rest = back["rest"] if back else shown
    mattering = _MATTERS.search(rest.rstrip(" ?.!"))
    rest = rest[: mattering.start()] if mattering else rest
    opening = _OPENINGS.match(rest)
    assert opening is not None  # it matches nothing at least
    core = _TAIL.sub("", rest[opening.end() :].strip().rstrip(" ?.!,;"))
    lead = opening["lead"] or ""
    adding = _ADDING.match(core)
    core = core[adding.end() :] if adding else core
    joined = _ALONE.match(rest)
    return Typed(
        text=text,
        core=core,
        opened=opening.end() > 0 or back is not None,
        supposed=_IF.search(lead) is not None or mattering is not None,
        joined="plus" if adding else joined[0].strip().lower() if joined else "",
        back_to=back["name"] if back else "",
    )
