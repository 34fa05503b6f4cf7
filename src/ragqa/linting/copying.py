"""Sentences that repeat a source word for word, without the marks of a quotation.

Words are compared in threes: independent texts share few such triples, copies share most (Lyon,
Malcolm & Dickerson 2001, EMNLP: "Detecting short passages of similar text in large document
collections"; containment after Broder 1997, SEQUENCES 21-29).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ragqa.linting.blocks import BlockKind
from ragqa.linting.findings import Code, Finding
from ragqa.linting.numbering import shown
from ragqa.linting.parsed_article import ParsedArticle
from ragqa.linting.regions import STATING
from ragqa.linting.source_list import KnownSource
from ragqa.linting.statements import Statement

_Triples = frozenset[tuple[str, ...]]

_SIZE = 3
# A sentence of this many words, this share of whose triples stand in one source, is its copy with
# a word or two changed; so is one that repeats this many words in a row.
_SHORTEST = 10
# Of 400 abstracts' sentences with two words replaced this finds 96 % (87 % at a share of 0.6), and
# of 1,465 claims that people wrote from evidence (HealthVer, development part) 0.1 % at either.
_SHARE = 0.5
_RUN = 12
_SHOWN = 0.8  # share of triples by which the article itself quotes the words
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_QUOTATION = re.compile(r"[“\"][^“”\"]{15,}?[”\"]")
_ELLIPSIS = re.compile(r"…|\.\.\.|\[\.\.\.\]")


def near_verbatim_copies(
    article: ParsedArticle, sources: Sequence[KnownSource]
) -> Iterator[Finding]:
    """Find sentences that are copied from the text of a source and not shown as a quotation.

    Words in quotation marks beside a citation are quoted, and so are words that the reference list
    quotes below the entry: that is how ragqa shows what its extractive sentences were cut from.
    """
    texts = [(source, _triples(_words(source.text))) for source in sources if source.text]
    quoted = [quote for entry in article.entries for quote in entry.quotes]
    for statement in article.statements if texts else ():
        if statement.region not in STATING or _is_quotation(statement):
            continue
        words = _words(_own_words(statement))
        copied = ((source, known) for source, known in texts if _copied(words, known))
        found, known = next(copied, (None, frozenset()))
        if found is not None and not _is_shown(_triples(words) & known, quoted):
            yield Finding(
                code=Code.NEAR_VERBATIM_COPY,
                line=statement.line,
                message=f"{shown(statement.text)} repeats {shown(found.name)} almost word for "
                "word. Set it in quotation marks with its citation, or say it in other words.",
            )


def _is_quotation(statement: Statement) -> bool:
    return statement.kind is BlockKind.QUOTATION and statement.cites


def _own_words(statement: Statement) -> str:
    """Return a sentence without what it quotes; without a citation, marks alone do not quote."""
    return _QUOTATION.sub(" ", statement.text) if statement.cites else statement.text


def _copied(words: Sequence[str], known: _Triples) -> bool:
    """Tell a copy: a long run of the source's words, or nearly all of a sentence."""
    shared = [triple in known for triple in _in_order(words)]
    run = longest = 0
    for held in shared:
        run = run + 1 if held else 0
        longest = max(longest, run)
    return longest + _SIZE - 1 >= _RUN or (
        len(words) >= _SHORTEST and sum(shared) >= _SHARE * len(shared)
    )


def _is_shown(said: _Triples, quoted: Iterable[str]) -> bool:
    """Tell copied words that the article quotes elsewhere, whole or with their middle left out."""
    for quote in quoted:
        held = _triples(_words(quote))
        if len(said & held) >= _SHOWN * len(said):
            return True
        parts = [_triples(_words(part)) for part in _ELLIPSIS.split(quote)]
        pieces = frozenset().union(*parts)
        if len(parts) > 1 and pieces and len(pieces & said) >= _SHOWN * len(pieces):
            return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _in_order(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _SIZE]) for at in range(len(words) - _SIZE + 1)]


def _triples(words: Sequence[str]) -> _Triples:
    return frozenset(_in_order(words))
