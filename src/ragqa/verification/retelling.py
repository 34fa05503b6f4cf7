"""A claim laid along the quoted sentence that it retells, word by word."""

from collections import Counter
from dataclasses import dataclass

from ragqa.linguistics.alignment import Change, align
from ragqa.linguistics.tokens import Tokeniser
from ragqa.verification.evidence import EvidenceText

_NEARLY = 0.6  # share of words of content kept in order from which a claim retells its sentence
# What is denied with one word or another, and what is lower because it was lowered.
_SAME = {"no": "not", "none": "not", "neither": "not", "lower": "decreas", "higher": "increas"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """The tokens of a claim and of its sentence, and what the one changes of the other.

    `gained` is what the claim says more often than its sentence, `lost` what the sentence says more
    often than the claim; `carried` holds the tokens of all that is quoted; `tokeniser` shows a
    quantity as it was written.
    """

    said: tuple[str, ...]
    sentence: tuple[str, ...]
    changes: tuple[Change, ...]
    gained: Counter[str]
    lost: Counter[str]
    carried: frozenset[str]
    tokeniser: Tokeniser

    def tokens(self, text: str) -> list[str]:
        """Return another text in the same tokens."""
        return _tokens(self.tokeniser, text)


def retold(claim: str, nearest: str, evidence: EvidenceText) -> Retelling | None:
    """Lay `claim` along the sentence `nearest`; None where it tells the matter in its own words."""
    tokeniser = Tokeniser()
    sentence = _tokens(tokeniser, nearest)
    others = [_tokens(tokeniser, text) for text in _others(nearest, evidence)]
    said = _tokens(tokeniser, claim)
    alignment = align(said, sentence, others)
    if alignment.kept < _NEARLY:
        return None
    return Retelling(
        said=tuple(said),
        sentence=tuple(sentence),
        changes=alignment.changes,
        gained=Counter(said) - Counter(sentence),
        lost=Counter(sentence) - Counter(said),
        carried=frozenset(token for tokens in (sentence, *others) for token in tokens),
        tokeniser=tokeniser,
    )


def _tokens(tokeniser: Tokeniser, text: str) -> list[str]:
    return [_SAME.get(token, token) for token in tokeniser.tokens(text)]


def _others(nearest: str, evidence: EvidenceText) -> list[str]:
    """Return the quoted sentences but the nearest, and the titles."""
    return [p for p in (*evidence.sentences, *evidence.titles) if " ".join(p.split()) != nearest]
