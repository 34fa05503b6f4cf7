"""Which way a sentence points: what it negates, and the directions it names.

A first lock without a model: it reads cue words and the few words that follow them. Two texts
disagree when the one negates what the other asserts, or when the one names one end of a scale
(increase, higher, effective) and the other only its opposite.
"""

import re
from dataclasses import dataclass

from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.terms import content_terms, terms

# Words that carry their negation inside, written out: "ineffective" is "not effective".
_WRITTEN_OUT = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"\bno(?:t)? only\b", "only"),
        (r"\bcannot\b|\bcan't\b", "can not"),
        (r"n[’']t\b", " not"),
        (r"\bin(?=effective|efficacious|appropriate|sufficient|significant|adequate)", "not "),
        (r"\bin(?=dependent|conclusive|consistent|tolerant)", "not "),
        (r"\bun(?=safe|able|likely|changed|related|associated|affected|necessary|clear)", "not "),
        (r"\bnon-?(?=significant|inferior|superior)", "not "),
        (r"\bcontra-?(?=indicat)", "not "),
        (r"\bdis(?=continu|courag)", "not "),
        (r"\b(recommend\w*|advis\w*|suggest\w*|advice|guidance)\s+against\b", r"not \1"),
        (r"\bagainst\s+(?=the\s+(?:routine\s+)?use|using|routine|screening|treatment)", "not "),
        (
            r"\b(?:avoid(?:s|ed|ing|ance of)?|refrain(?:s|ed|ing)? from|withh[eo]ld(?:ing)?)\b",
            "not",
        ),
        (r"\bfail(?:s|ed|ing|ure)?\s+to\b", "not"),
        (r"\b(?:absence|lack(?:s|ed|ing)?|absent)\b(?:\s+of)?", "no"),
        (r"\b(?:little|insufficient|not sufficient)\s+evidence\b", "no evidence"),
        (r"\b(?:neither|nor|never|without|none|hardly|nothing|nobody)\b", "no"),
    )
)
_NEGATION = re.compile(r"\b(?:no|not)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[;:,()]|\b(?:but|although|though|whereas|while|however|yet|because|which|who|if|unless|"
    r"except|despite)\b",
    re.IGNORECASE,
)
_REACH = 5  # content terms behind a negation that it governs

# Both ends of each scale, as stems.
_SCALES = tuple(
    (frozenset(up.split(" ")), frozenset(down.split(" ")))
    for up, down in (
        (
            "increas higher greater rais rise rose elev longer older larger exceed gain upregul",
            "decreas reduc lower declin fewer less diminish shorter younger smaller fell fall drop "
            "lessen downregul loss",
        ),
        ("improv better superior", "worsen wors inferior deterior aggrav exacerb"),
        ("benefit benefici protect", "harm detriment"),
        ("promot stimul activ induc", "inhibit suppress block prevent"),
        ("recommend indic", "discourag prohibit contraind"),
        ("initi start begin commenc", "stop discontinu ceas withdraw"),
        ("posit", "negat"),
        ("maximum", "minimum"),
        ("before", "after"),
        ("high", "low"),
        ("accept", "reject"),
        ("strong", "weak"),
        ("hyper", "hypo"),
        ("present", "absent"),
        ("acut", "chronic"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """The word at which a claim and its quote point different ways.

    `negated` says that the claim negates it; `opposite` is the quote's word for the other end of
    the scale, None where the two differ in a negation.
    """

    word: str
    negated: bool
    opposite: str | None


def negated_terms(text: str) -> frozenset[str]:
    """Return the content terms of `text` that stand under a negation."""
    plain = _written_out(text)
    found: set[str] = set()
    for match in _NEGATION.finditer(plain):
        end = _CLAUSE_END.search(plain, match.end())
        scope = plain[match.end() : end.start() if end else len(plain)]
        found.update(content_terms(scope)[:_REACH])
    return frozenset(found - {"no", "not"})


def negated(text: str) -> bool:
    """Say whether `text` negates anything."""
    return _NEGATION.search(_written_out(text)) is not None


def disagreement(claim: str, quote: str) -> Disagreement | None:
    """Return the first word at which `claim` and `quote` point different ways.

    Only the sentences of the quote that share most words with the claim are compared with it.
    """
    nearest = nearest_sentence(claim, quote)
    return _negation(claim, nearest) or _direction(claim, nearest)


def nearest_sentence(claim: str, quote: str) -> str:
    """Return the sentence of `quote` that shares the most content terms with `claim`."""
    wanted = set(content_terms(claim))
    pieces = [quote[start:end] for start, end in sentence_spans(quote)] or [quote]
    return max(pieces, key=lambda piece: len(wanted & set(content_terms(piece))))


def _written_out(text: str) -> str:
    for pattern, replacement in _WRITTEN_OUT:
        text = pattern.sub(replacement, text)
    return text


def _negation(claim: str, quote: str) -> Disagreement | None:
    """Compare what both negate among the words that both use."""
    said, quoted = set(terms(_written_out(claim))), set(terms(_written_out(quote)))
    shared = said & quoted
    ours, theirs = negated_terms(claim) & shared, negated_terms(quote) & shared
    if ours & theirs or not ours | theirs:
        return None
    return Disagreement(word=min(ours or theirs), negated=bool(ours), opposite=None)


def _direction(claim: str, quote: str) -> Disagreement | None:
    """Find a scale on which the claim names one end and the quote only the other."""
    said, quoted = set(terms(_written_out(claim))), set(terms(_written_out(quote)))
    for scale in _SCALES:
        for end, opposite in (scale, scale[::-1]):
            turned, against = said & end, quoted & opposite
            if turned and against and not quoted & end and not said & opposite:
                return Disagreement(word=min(turned), negated=False, opposite=min(against))
    return None
