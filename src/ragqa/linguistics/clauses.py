"""A sentence that states several things, taken apart into sentences that state one each."""

import re

# What begins a statement of its own behind a joint: a subject, and not far behind it a verb.
_VERB = (
    r"(?:is|are|was|were|has|have|had|did|does|do|may|might|can|could|should|must|will|would|"
    r"[a-z]{3,}(?:ed|es)|show|shows|led|rose|fell|found)"
)
_SUBJECT = r"(?!(?:which|who|that|whose|not|with|without|in|by|for|of|to)\b)[\w(][\w()/%-]*"
_STATEMENT = rf"(?={_SUBJECT}(?:\s+[\w()/%-]+){{0,6}}?\s+{_VERB}\b)"
_JOINT = re.compile(
    rf";\s+(?:and\s+|but\s+|however,\s+|whereas\s+|while\s+)?{_STATEMENT}"
    rf"|,\s+(?:and|but|whereas|while|although)\s+{_STATEMENT}"
)
# A condition, a report or an order of things holds for all that follows it.
_GOVERNS_ALL = re.compile(
    r"^\s*(?:if|when|where|while|although|though|because|since|unless|after|before|neither|both|"
    r"among|in|for|with)\b|\brespectively\b|\bthat\b",
    re.IGNORECASE,
)
_SHORTEST = 3  # words


def clauses(sentence: str) -> list[str]:
    """Return the statements of `sentence` as sentences; itself where it states one thing.

    Nothing is taken apart where a condition, a report ("suggests that") or "respectively" may
    govern more than its own clause.
    """
    pieces = [piece.strip(" ,;") for piece in _JOINT.split(sentence)]
    if len(pieces) < 2 or _GOVERNS_ALL.search(sentence):
        return [sentence]
    if any(len(piece.split()) < _SHORTEST for piece in pieces):
        return [sentence]
    return [_as_sentence(piece) for piece in pieces]


def _as_sentence(piece: str) -> str:
    text = piece[0].upper() + piece[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
