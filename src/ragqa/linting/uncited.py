"""Sentences of the article proper that rest on nothing."""

import re
from collections.abc import Iterator

from ragqa.linguistics.quantities import quantities
from ragqa.linguistics.strength import Force, recommendation_force
from ragqa.linting.blocks import BlockKind
from ragqa.linting.findings import Code, Finding
from ragqa.linting.numbering import shown
from ragqa.linting.parsed_article import ParsedArticle
from ragqa.linting.regions import STATING
from ragqa.linting.statements import Statement

_SHORTEST = 4  # words
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|may|might|must|shall|should|"
    r"will|would|cannot|needs?|shows?|showed|reduces?|reduced|increases?|increased|improves?|"
    r"improved|causes?|caused|leads?|led|remains?|occurs?|appears?|suggests?|suggested|recommends?|"
    r"recommended|requires?|include|includes|treat|give|avoid|start|use|consider|measure|refer)\b",
    re.IGNORECASE,
)
_NECESSARY = re.compile(
    r"\b(?:is|are)\s+(?:(?!rarely|seldom|often|usually)\w+\s+)?(?:necessary|needed|required|advisable|advised|warranted|"
    r"preferred|mandatory|imperative|contraindicated|indicated)\b|"
    r"\bit is (?:essential|important|crucial|vital) to (?!note|remember|recogni[sz]e|understand)|"
    r"\b(?:first|second)[- ]line\b|\A(?:consider|screen|monitor|prescribe|administer|repeat)\b",
    re.IGNORECASE,
)
# Sentences about the article, its sources and its reader, which nothing outside could support.
_ABOUT_ITSELF = re.compile(
    r"\b(?:this|the present) (?:article|section|review|summary|answer|page|overview|question|"
    r"information|content|list)\b|\b(?:listed|described|summari[sz]ed|discussed|outlined|given) "
    r"(?:below|above|here)\b|\bas follows\b|\bthe following\b.*:\Z|\bindexed\b|"
    r"\b(?:the|these|our|available|searched) sources (?:do|did|does|answer|leave|say|contain)\b|"
    r"\bno (?:\w+ )?(?:source|guideline|study|research) (?:was |were )?(?:found|in the (?:index|"
    r"library)|among)|\bpending (?:human )?review\b|\beducational purpose|\bmedical advice\b|"
    r"\blast (?:updated|reviewed)\b|\b(?:reviewed|written) by\b|\bfollow-?up question",
    re.IGNORECASE,
)


def uncited_statements(article: ParsedArticle) -> Iterator[Finding]:
    """Find sentences that state or recommend something and cite nothing."""
    for statement in article.statements:
        if statement.region in STATING and not statement.cites and _states(statement):
            yield _finding(statement)


def recommends(text: str) -> bool:
    """Tell a sentence that says what to do."""
    return recommendation_force(text) is Force.PLAIN or _NECESSARY.search(text) is not None


def _states(statement: Statement) -> bool:
    """Tell a sentence that asserts something from a title, a question or a label."""
    text = statement.text
    if statement.leads_in or text.endswith("?") or _ABOUT_ITSELF.search(text):
        return False
    if statement.kind is BlockKind.QUOTATION and statement.quoted:
        return False
    if len(text.split()) < _SHORTEST or (text.startswith("(") and text.endswith(")")):
        return False
    ended = text.rstrip('"”’)').endswith((".", "!"))
    whole = ended and (len(text.split()) > _SHORTEST + 1 or not statement.opens)
    return whole or _VERB.search(text) is not None


def _finding(statement: Statement) -> Finding:
    if recommends(statement.text):
        return Finding(
            code=Code.UNCITED_RECOMMENDATION,
            line=statement.line,
            message=f"{shown(statement.text)} tells what to do and cites nothing. "
            "Cite what recommends it.",
        )
    what = "gives a number" if quantities(statement.text) else "states a fact"
    return Finding(
        code=Code.UNCITED_STATEMENT,
        line=statement.line,
        message=f"{shown(statement.text)} {what} and cites nothing. Cite what says so.",
    )
