"""Which way a sentence points: what it negates, and the directions it names.

A first lock without a model: it reads cue words and the few words that follow them. Two texts
disagree when the one negates what the other asserts, or when the one names one end of a scale
(increase, higher, effective) and the other only its opposite.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from ragqa.linguistics.scope import lifted
from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.terms import STOP_WORDS, content_terms, terms

# Words that carry their negation inside, written out: "ineffective" is "not effective".
_WRITTEN_OUT = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"\s\([A-Z][\w-]{1,9}\)", ""),  # "restless legs syndrome (RLS)"
        (r"\bno(?:t)? only\b", "only"),
        (r"\bcannot\b|\bcan't\b", "can not"),
        (r"n[’']t\b", " not"),
        (r"\bin(?=effective|efficacious|appropriate|sufficient|significant|adequate)", "not "),
        (r"\bin(?=dependent|conclusive|consistent|tolerant)", "not "),
        (
            r"\bun(?=safe|able|likely|changed|related|associated|affected|necessary|clear|known|common|successful)",
            "not ",
        ),
        (r"\bnon-?(?=significant|inferior|superior)", "not "),
        (r"\bcontra-?(?=indicat)", "not "),
        (r"\bdis(?=continu|courag)", "not "),
        (r"\b(recommend\w*|advis\w*|suggest\w*|advice|guidance)\s+against\b", r"not \1"),
        (r"\bagainst\s+(?=the\s+(?:routine\s+)?use|using|routine|screening|treatment)", "not "),
        (
            r"\b(?:avoid(?:s|ing|ance of)?|refrain(?:s|ed|ing)? from|withh[eo]ld(?:ing)?)\b",
            "not",
        ),
        (r"\bfail(?:s|ed|ing|ure)?\s+to\b", "not"),
        (r"\b(?:absence|lack(?:s|ed|ing)?|absent)\b(?:\s+of)?", "no"),
        (r"\b(?:little|insufficient|not sufficient)\s+evidence\b", "no evidence"),
        (r"\bat (the )?(least|most)\b", r"at\2"),
        (r"\b(more|greater|higher|less|fewer|lower) (?:likely |often )?than\b", r"\1than"),
        (r"\b(?:neither|nor|never|without|none|hardly|nothing|nobody)\b", "no"),
    )
)
_NEGATION = re.compile(r"\b(?:no|not)\b", re.IGNORECASE)
# What is not lower has not been lowered: a negation of the one is one of the other.
_LEVEL = re.compile(r"\b(?:lower|higher)\b", re.IGNORECASE)
_LEVELS = {"decreas": "lower", "increas": "higher"}
_NEAR, _REACH = 4, 5  # content terms behind a negation: compared, and governed
_JOINTS = frozenset({"and", "but", "wherea", "while", "versus"})
_FIGURE = 1  # what a shared figure counts beyond a shared word
_SIDE = 3  # terms on either side of a direction that tell what it is about

# Both ends of each scale, as stems.
_SCALES = tuple(
    (frozenset(up.split(" ")), frozenset(down.split(" ")))
    for up, down in (
        (
            "increas higher greater rais rise rose elev longer older larger exceed gain upregul",
            "decreas reduc lower declin fewer less diminish shorter younger smaller fell fall drop "
            "lessen downregul loss",
        ),
        ("improv better superior enhanc", "worsen wors inferior deterior aggrav exacerb impair"),
        ("benefit benefici protect", "harm detriment"),
        ("promot stimul activ induc", "inhibit suppress block prevent"),
        ("recommend indic", "discourag prohibit contraind"),
        ("initi start begin commenc", "stop discontinu ceas withdraw"),
        ("posit", "negat"),
        ("maximum", "minimum"),
        ("before", "after"),
        ("high", "low"),
        ("common frequent usual", "rare uncommon infrequ seldom unusu"),
        ("accept", "reject"),
        ("strong", "weak"),
        ("hyper", "hypo"),
        ("present", "absent"),
        ("acut", "chronic"),
        ("similar ident", "differ dissimilar"),
        ("atleast", "atmost"),
        ("morethan greaterthan higherthan", "lessthan fewerthan lowerthan"),
        ("more", "less fewer"),
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


def negated(text: str) -> bool:
    """Say whether `text` negates anything."""
    return _NEGATION.search(_written_out(text)) is not None


def negations(text: str) -> int:
    """Count the negations of `text`, those inside words included: "contraindicated", "avoid"."""
    return len(_NEGATION.findall(_written_out(text)))


@lru_cache(maxsize=1024)
def disagreement(claim: str, quote: str) -> Disagreement | None:
    """Return the first word at which `claim` and `quote` point different ways.

    Only the sentences of the quote that share most words with the claim are compared with it.
    """
    nearest = nearest_sentence(claim, quote)
    return _negation(claim, nearest) or _direction(claim, nearest)


@lru_cache(maxsize=1024)
def nearest_sentence(claim: str, quote: str) -> str:
    """Return the sentence of `quote` nearest to `claim` by shared content terms, on one line."""
    wanted = set(content_terms(claim))
    pieces = [quote[start:end] for start, end in sentence_spans(quote)] or [quote]
    best = max(pieces, key=lambda piece: _shared(wanted, piece))
    return " ".join(best.split())


def _shared(wanted: set[str], piece: str) -> int:
    """Count the terms that a piece shares with what is wanted; a figure tells more than a word."""
    shared = wanted.intersection(content_terms(piece))
    return len(shared) + _FIGURE * sum(term[0].isdigit() for term in shared)


def _written_out(text: str) -> str:
    for pattern, replacement in _WRITTEN_OUT:
        text = pattern.sub(replacement, text)
    return text


def _negation(claim: str, quote: str) -> Disagreement | None:
    """Find a negation on one side whose words the other side asserts."""
    said, quoted = (_LEVEL.sub(_as_change, _written_out(text)) for text in (claim, quote))
    for text, other, negates in ((said, quoted, True), (quoted, said, False)):
        word = lifted(text, other, _NEGATION, near=_NEAR, reach=_REACH)
        if word:
            written = _LEVELS.get(word, word) if word not in terms(claim + quote) else word
            return Disagreement(word=written, negated=negates, opposite=None)
    return _uneven(said, quoted)


def _as_change(level: re.Match[str]) -> str:
    return "decrease" if level[0].lower() == "lower" else "increase"


def _uneven(said: str, quoted: str) -> Disagreement | None:
    """Count the negations of two sentences that otherwise use the same words."""
    ours, theirs = len(_NEGATION.findall(said)), len(_NEGATION.findall(quoted))
    if ours == theirs or _unnegated(said) != _unnegated(quoted):
        return None
    return Disagreement(word=max(_unnegated(said), key=len), negated=ours > theirs, opposite=None)


def _unnegated(text: str) -> tuple[str, ...]:
    return tuple(content_terms(_NEGATION.sub(" ", text))) or ("",)


def _direction(claim: str, quote: str) -> Disagreement | None:
    """Find a direction in the claim that the quote gives the other way about the same words."""
    said, quoted = terms(_written_out(claim)), terms(_written_out(quote))
    for scale in _SCALES:
        for end, opposite in (scale, scale[::-1]):
            for at, word in enumerate(said):
                if word not in end:
                    continue
                turned = _nearness(said, at, quoted, opposite)
                # A claim that names both ends must show which of them it turned.
                needed = max(_nearness(said, at, quoted, end), -opposite.isdisjoint(said))
                if turned > needed:
                    against = min(opposite.intersection(quoted))
                    return Disagreement(word=word, negated=False, opposite=against)
    return None


def _nearness(said: list[str], at: int, quoted: list[str], words: frozenset[str]) -> int:
    """Return how many neighbours one of `words` in the quote shares with the claim's word.

    Neighbours are the three terms on either side; -1 where the quote uses none of `words`.
    """
    around = _around(said, at)
    return max(
        (len(around & _around(quoted, i)) for i, term in enumerate(quoted) if term in words),
        default=-1,
    )


def _around(tokens: list[str], at: int) -> set[str]:
    """Return the terms on both sides of position `at`, not beyond an "and" or "but"."""
    left = takewhile(lambda term: term not in _JOINTS, reversed(tokens[max(0, at - _SIDE) : at]))
    right = takewhile(lambda term: term not in _JOINTS, tokens[at + 1 : at + 1 + _SIDE])
    return {*left, *right} - STOP_WORDS
