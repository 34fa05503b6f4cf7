"""Sentences of one article that exclude each other.

A precise and narrow check: both must speak of one subject in nearly the same terms, for the same
people. What the article itself sets against each other ("in contrast", "conflict") is no fault.
"""

import re
from collections.abc import Iterator, Sequence

from ragqa.linguistics.abbreviations import agreed, definitions
from ragqa.linguistics.polarity import disagreement
from ragqa.linguistics.quantities import Comparator, Quantity
from ragqa.linguistics.strength import Force, causal_force
from ragqa.linguistics.units import factor
from ragqa.linting.clauses import Clause, clauses_of, pairs_on_one_subject, subject_terms
from ragqa.linting.findings import Code, Finding
from ragqa.linting.numbering import shown
from ragqa.linting.parsed_article import ParsedArticle
from ragqa.linting.regions import STATING
from ragqa.linting.stance import names_effect

_CONTRAST = re.compile(
    r"\b(?:in contrast|by contrast|contrary to|conflict(?:s|ing)?|disagree\w*|differ(?:s|ed)? from|"
    r"unlike|inconsistent|at odds|not all|some (?:trials|studies)|other(?:s| trials| studies)|"
    r"earlier version|previously|formerly|no longer)\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\b(?:whether|if|that)\b(?P<open>.*)", re.IGNORECASE | re.DOTALL)
_CAUSED = re.compile(
    r"(?P<before>.+?)\b(?:is|are|was|were)?\s*(?:\w+ly\s)?(?:caused by|due to|results? from)\b"
    r"|\b(?:causes?|cause of|caus(?:al|ation) (?:of|for)|(?:a?etiology|origin) of)\s(?P<behind>.+)",
    re.IGNORECASE | re.DOTALL,
)
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"(?<!not )(?:considered )?safe", r"contraindicated|harmful|dangerous|unsafe|not safe"),
        (r"(?<!un)common|frequent", r"rare|uncommon|infrequent"),
        (r"first[- ]line|first choice", r"second[- ]line|third[- ]line|last[- ]line|last resort"),
        (r"reversible", r"irreversible|permanent"),
        (
            r"(?<!not )(?:required|mandatory|necessary)",
            r"optional|unnecessary|not (?:required|necessary)",
        ),
        (
            r"(?<!not )recommended|should be (?:given|used|offered|started)",
            r"contraindicated|should be avoided|must be avoided|discouraged",
        ),
    )
)
_REVIEWED = re.compile(
    r"(?:all|every|each) (?:of our )?(?:articles?|answers?|pages?|content)\b.{0,40}?\b(?:is|are|"
    r"been)\s(?:\w+\s)?(?:reviewed|approved)\b",
    re.IGNORECASE,
)
_PENDING = re.compile(
    r"\bpending (?:human |medical |expert )?(?:review|approval)|\bnot (?:yet )?(?:been )?"
    r"(?:reviewed|approved)\b|\bawaiting (?:\w+ )?review",
    re.IGNORECASE,
)
_SMALLER = frozenset({Comparator.LESS, Comparator.AT_MOST})
_LARGER = frozenset({Comparator.MORE, Comparator.AT_LEAST})


def self_contradictions(article: ParsedArticle) -> Iterator[Finding]:
    """Find sentences that cannot hold beside an earlier one; each is reported once."""
    known = agreed([definitions(" ".join(one.text for one in article.statements))])
    clauses = [
        clause
        for statement in article.statements
        if statement.region in STATING or statement.cites
        if not _CONTRAST.search(statement.text) and not statement.leads_in
        for clause in clauses_of(statement, known)
    ]
    reported: set[int] = set()
    for earlier, later, how in _contradictions(clauses):
        if id(later.statement) not in reported:
            reported.add(id(later.statement))
            yield Finding(
                code=Code.SELF_CONTRADICTION,
                line=later.statement.line,
                message=f"{shown(later.statement.text)} {how} "
                f"{shown(earlier.statement.text)} on line {earlier.statement.line}. "
                "Keep what the sources say, or state the conflict.",
            )
    yield from _review_status(article)


def _contradictions(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, Clause, str]]:
    for earlier, later in pairs_on_one_subject(clauses):
        how = _how(earlier, later)
        if how:
            yield earlier, later, how
    yield from _causes_known_and_unknown(clauses)


def _how(one: Clause, other: Clause) -> str | None:
    """Return how two clauses on one subject exclude each other."""
    if one.stance.holds_open != other.stance.holds_open:
        known, unknown = (other, one) if one.stance.holds_open else (one, other)
        said = _WHETHER.search(unknown.text)
        sure = known.stance.asserts_effect and not known.stance.is_soft
        both = sure and said and names_effect(said["open"])
        return "is sure of what is called open, or the reverse, in" if both else None
    if one.stance.is_soft or other.stance.is_soft:
        return None
    if numbers := _other_number(one, other):
        return f"says {numbers[1]} where {numbers[0]} is said in"
    if one.words == other.words or _quantities_differ(one, other):
        return None
    return "takes the opposite side of" if _opposite(one, other) else None


def _opposite(one: Clause, other: Clause) -> bool:
    """Tell whether two clauses on one subject negate each other or point opposite ways."""
    for first, second in ((one, other), (other, one)):
        if first.stance.denies_effect and second.stance.asserts_effect:
            return True
        if any(
            a.search(first.text) and b.search(second.text) and not b.search(first.text)
            for a, b in _OPPOSITES
        ):
            return True
    return disagreement(one.text, other.text) is not None


def _other_number(one: Clause, other: Clause) -> tuple[str, str] | None:
    """Return two numbers for one thing, where each clause has one of that dimension.

    Studies may well find different figures; only one and the same work may not.
    """
    shared = set(one.statement.numbers) & set(other.statement.numbers)
    if (one.stance.of_a_study or other.stance.of_a_study) and not shared:
        return None
    for quantity in one.quantities:
        rivals = [q for q in other.quantities if _same_dimension(quantity, q)]
        own = [q for q in one.quantities if _same_dimension(quantity, q)]
        if len(rivals) == len(own) == 1 and _exclude(quantity, rivals[0]):
            return quantity.text, rivals[0].text
    return None


def _same_dimension(one: Quantity, other: Quantity) -> bool:
    return (
        one.unit is not None and other.unit is not None and factor(one.unit, other.unit) is not None
    )


def _exclude(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities bound the same side at different values."""
    sides = {one.comparator, other.comparator}
    return not (sides & _SMALLER and sides & _LARGER) and not _agree(one, other)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities can both hold: equal, or the one within the other's range."""
    scale = factor(one.unit or "", other.unit or "") or 1.0
    low, high = one.value * scale, (one.upper or one.value) * scale
    close = 0.02 * max(abs(low), abs(other.value))
    return low - close <= (other.upper or other.value) and other.value <= high + close


def _quantities_differ(one: Clause, other: Clause) -> bool:
    """Tell clauses on different doses, ages or times."""
    return not all(any(q.same_as(p) for p in other.quantities) for q in one.quantities) or not all(
        any(q.same_as(p) for p in one.quantities) for q in other.quantities
    )


def _causes_known_and_unknown(
    clauses: Sequence[Clause],
) -> Iterator[tuple[Clause, Clause, str]]:
    """Find an effect whose cause is told in one place and called unknown in another."""
    told = [(at, one, effect) for at, one in enumerate(clauses) if (effect := _told_effect(one))]
    open_ = [(at, one, effect) for at, one in enumerate(clauses) if (effect := _open_effect(one))]
    for at, one, effect in told:
        for place, other, unknown in open_:
            if len(effect & unknown) >= 0.5 * len(effect | unknown):
                first, second = (one, other) if at < place else (other, one)
                yield first, second, "calls the cause known, or unknown, against"


def _told_effect(clause: Clause) -> frozenset[str]:
    stance = clause.stance
    sure = not (stance.holds_open or stance.is_soft) and causal_force(clause.text) is Force.PLAIN
    return _effect(clause.text) if sure else frozenset()


def _open_effect(clause: Clause) -> frozenset[str]:
    return _effect(clause.text) if clause.stance.holds_open else frozenset()


def _effect(text: str) -> frozenset[str]:
    """Return the terms of what is said to be caused."""
    caused = _CAUSED.search(text)
    if caused is None:
        return frozenset()
    behind = (
        re.split(r",\s|\s(?:is|are|remains?)\s", caused["behind"])[0] if caused["behind"] else ""
    )
    return subject_terms(caused["before"] or behind)


def _review_status(article: ParsedArticle) -> Iterator[Finding]:
    """Find an article that calls itself reviewed and unreviewed."""
    done = [line for line, text in article.surroundings if _REVIEWED.search(text)]
    for line, text in article.surroundings:
        if done and _PENDING.search(text):
            yield Finding(
                code=Code.SELF_CONTRADICTION,
                line=line,
                message=f"The article says of itself that it has been reviewed (line {done[0]}) "
                "and that a review is pending. Say which it is.",
            )
            return
