"""Sentences of one article that exclude each other.

What the article itself sets against each other ("in contrast", "conflict"), in one place, is no
fault there and nowhere else.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ragqa.linguistics.abbreviations import agreed, definitions
from ragqa.linguistics.assertions import Assertion, assertions, pairs_on_one_subject
from ragqa.linguistics.opposition import (
    Opposed,
    Opposition,
    open_effect,
    opposition,
    same_effect,
    told_effect,
)
from ragqa.linting.findings import Code, Finding
from ragqa.linting.numbering import shown
from ragqa.linting.parsed_article import ParsedArticle
from ragqa.linting.regions import STATING
from ragqa.linting.statements import Statement

_CONTRAST = re.compile(
    r"\b(?:in contrast|by contrast|contrary to|conflict(?:s|ing)?|disagree\w*|differ(?:s|ed)? from|"
    r"unlike|inconsistent|at odds|not all|some (?:trials|studies)|other(?:s| trials| studies)|"
    r"earlier version|previously|formerly|no longer)\b",
    re.IGNORECASE,
)
# What states a conflict, and so lifts the fault from all that stands in one place with it.
_STATES_CONFLICT = re.compile(
    r"\b(?:conflict(?:s|ing)?|disagree\w*|contradict\w*|point different ways|at odds|"
    r"side by side)\b",
    re.IGNORECASE,
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
_HOW = {
    Opposed.CERTAINTY: "is sure of what is called open, or the reverse, in",
    Opposed.SIDE: "takes the opposite side of",
    Opposed.CAUSE: "calls the cause known, or unknown, against",
}


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause and the sentence it stands in."""

    statement: Statement
    said: Assertion


def self_contradictions(article: ParsedArticle) -> Iterator[Finding]:
    """Find sentences that cannot hold beside an earlier one; each is reported once."""
    known = agreed([definitions(" ".join(one.text for one in article.statements))])
    clauses = [
        _Clause(statement, said)
        for statement in article.statements
        if statement.region in STATING or statement.cites
        if not _CONTRAST.search(statement.text) and not statement.leads_in
        for said in assertions(statement.text, known)
    ]
    told = {
        said.text
        for statement in _set_against_others(article.statements)
        for said in assertions(statement.text, known)
    }
    reported: set[int] = set()
    for earlier, later, how in _contradictions(clauses, told):
        if id(later) not in reported:
            reported.add(id(later))
            yield Finding(
                code=Code.SELF_CONTRADICTION,
                line=later.line,
                message=f"{shown(later.text)} {how} {shown(earlier.text)} on line {earlier.line}. "
                "Keep what the sources say, or state the conflict.",
            )
    yield from _review_status(article)


def _set_against_others(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the sentences of paragraphs, items and parts that state a conflict."""
    beside: list[Statement] = []
    for statement in statements:
        if statement.opens:
            beside = []
        beside.append(statement)
        if _STATES_CONFLICT.search(statement.heading):
            yield statement
        elif any(_STATES_CONFLICT.search(one.text) for one in beside):
            yield from beside


def _contradictions(
    clauses: Sequence[_Clause], told: AbstractSet[str]
) -> Iterator[tuple[Statement, Statement, str]]:
    for before, behind in pairs_on_one_subject([clause.said for clause in clauses]):
        one, other = clauses[before], clauses[behind]
        if one.statement is other.statement or {one.said.text, other.said.text} <= told:
            continue
        one_work = not set(one.statement.numbers).isdisjoint(other.statement.numbers)
        found = opposition(one.said, other.said, one_work=one_work)
        if found:
            yield one.statement, other.statement, _how(found)
    untold = [clause for clause in clauses if clause.said.text not in told]
    yield from _causes_known_and_unknown(untold)


def _how(found: Opposition) -> str:
    """Return how the later of two sentences excludes the earlier one."""
    if found.numbers:
        return f"says {found.numbers[1]} where {found.numbers[0]} is said in"
    return _HOW[found.kind]


def _causes_known_and_unknown(
    clauses: Sequence[_Clause],
) -> Iterator[tuple[Statement, Statement, str]]:
    """Find an effect whose cause is told in one place and called unknown in another."""
    told = [
        (at, one, effect) for at, one in enumerate(clauses) if (effect := told_effect(one.said))
    ]
    open_ = [
        (at, one, effect) for at, one in enumerate(clauses) if (effect := open_effect(one.said))
    ]
    for at, one, effect in told:
        for place, other, unknown in open_:
            if same_effect(effect, unknown):
                first, second = (one, other) if at < place else (other, one)
                yield first.statement, second.statement, _HOW[Opposed.CAUSE]


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
