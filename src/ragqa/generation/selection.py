"""Choosing sentences that say different things."""

import re
from collections.abc import Iterable, Sequence

from ragqa.generation.candidates import Candidate
from ragqa.linguistics.terms import content_terms

# Two sentences that share this much of the shorter one say the same.
_SAME = 0.7
# What a term already said costs, as a share of the overlap; 0 would stack near-copies.
_REPETITION = 0.25
# How much worse than the best a sentence may be and still be worth printing.
_REACH = 0.62

_CHOICE = re.compile(r"\bor\b|\brather than\b|\bversus\b|\bvs\b", re.IGNORECASE)
_CONTRAST = re.compile(
    r"\b(?:without|rather than|instead of|despite|independent(?:ly)? of|even (?:when|if)|normal|"
    r"non-?an(?:a)?emi[ac]|whereas|while|although|not (?:only|always|necessarily)|unlike)\b",
    re.IGNORECASE,
)


def worth_printing(candidates: Sequence[Candidate], question: str) -> list[Candidate]:
    """Return the candidates near enough to the best one, re-scored for the question, best first."""
    scored = [(_value(candidate, question), candidate) for candidate in candidates]
    scored.sort(key=lambda pair: -pair[0])
    if not scored:
        return []
    least = _REACH * scored[0][0]
    return [candidate for value, candidate in scored if value >= least]


def diverse(
    candidates: Sequence[Candidate],
    question: str,
    *,
    limit: int,
    per_source: int,
    said: Iterable[Candidate] = (),
) -> list[Candidate]:
    """Pick up to `limit` candidates, each relevant and none repeating another or `said`.

    Greedy maximal marginal relevance (Carbonell & Goldstein 1998) with term overlap as the
    similarity between sentences.
    """
    chosen: list[Candidate] = []
    earlier = list(said)
    pool = list(candidates)
    while pool and len(chosen) < limit:
        best = max(pool, key=lambda c: _value(c, question) - _REPETITION * _overlap(c, chosen))
        pool.remove(best)
        if _repeats(best, [*earlier, *chosen]) or _spoken(best, chosen) >= per_source:
            continue
        chosen.append(best)
    return chosen


def _value(candidate: Candidate, question: str) -> float:
    """Relevance, plus what a question needs: its own words, and contrast where it asks "or"."""
    asked = frozenset(content_terms(question))
    shared = len(asked & candidate.terms) / len(asked) if asked else 0.0
    contrast = bool(_CHOICE.search(question)) and bool(_CONTRAST.search(candidate.text))
    return candidate.relevance + 0.2 * shared + (0.1 if contrast else 0.0)


def _overlap(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    return max((_shared(candidate, other) for other in chosen), default=0.0)


def _repeats(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    return any(
        candidate.text == other.text or _shared(candidate, other) >= _SAME for other in others
    )


def _shared(one: Candidate, other: Candidate) -> float:
    """Share of the shorter sentence's terms that the other has; in [0, 1]."""
    smaller = min(len(one.terms), len(other.terms))
    return len(one.terms & other.terms) / smaller if smaller else 0.0


def _spoken(candidate: Candidate, chosen: Sequence[Candidate]) -> int:
    """Count how often the candidate's work has been chosen already."""
    work = candidate.sentence.evidence.source.work_key
    return sum(other.sentence.evidence.source.work_key == work for other in chosen)
