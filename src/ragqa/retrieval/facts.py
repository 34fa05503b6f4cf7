"""What a whole document tells about each of its sentences."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.abbreviations import definitions, meant_terms
from ragqa.linguistics.strength import states_an_aim
from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.study import study_of
from ragqa.retrieval.subject import Subject
from ragqa.schema.claim import Study
from ragqa.schema.document import DocumentId, Passage
from ragqa.schema.source import Kind

# A work says what it is, and spells out its abbreviations, near its beginning.
_OPENING_PASSAGES = 40
_AIMS = 2
# What naming a concept in the title is worth beside naming it in the sentence.
_IN_TITLE = 0.6
# What a trial set out to do tells what its sentences are about, if less surely than its title; so
# does what a longer work speaks of from beginning to end.
_IN_AIM = 0.8
_IN_THEME = 0.8
# In how much of its text such a work speaks of its theme, and from how many passages on it has one.
_THROUGHOUT, _LONG = 0.25, 8
# "The ABC trial asked whether", told by another than its authors.
_SETS_OUT = re.compile(
    r"^The\b.{0,60}\b(?:trial|study|review|(?:sub|meta-)?analysis) "
    r"(?:asked|compared|tested|examined|assessed|looked for|set out|sought)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What one document tells of itself.

    `title` and `aim` are what these name; `theme` is what a longer work names throughout.
    """

    abbreviations: Mapping[str, str]
    study: Study | None
    title: frozenset[str]
    aim: frozenset[str]
    theme: frozenset[str]
    length: int

    def coverage(self, subject: Subject, terms: frozenset[str]) -> float:
        """Return how much of `subject` a sentence with `terms` holds, its title in part.

        So does what its work speaks of throughout.
        """
        return subject.share((terms, 1.0), (self.title | self.theme, _IN_TITLE))

    def jointly(self, subject: Subject, terms: frozenset[str], headings: Sequence[str]) -> float:
        """Return how much is held of what is held least of, in [0, 1].

        Counted are the sentence, the title, the headings over the sentence, the aim of the study
        that it reports, and what its work speaks of throughout.
        """
        above = naming_terms(" ".join(headings))
        return subject.weakest(
            (terms, 1.0),
            (self.title | above, 1.0),
            (self.aim, _IN_AIM),
            (self.theme, _IN_THEME),
        )

    def strays(
        self,
        subject: Subject,
        words: Sequence[str],
        terms: frozenset[str],
        headings: Sequence[str],
    ) -> bool:
        """Tell a sentence that names a part of `subject` by chance, in a work on its like.

        `words` are its terms, in order, and `terms` all that it names.
        """
        above = naming_terms(" ".join(headings))
        work = self.title | above | self.aim | self.theme
        return subject.strays(work, words, terms.difference(words))


class FactsReader:
    """Reads the facts of documents of one snapshot, each once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.read = lru_cache(maxsize=1024)(self._read)

    def _read(self, document_id: DocumentId) -> DocumentFacts:
        passages = self._snapshot.document_passages(document_id)
        source = self._snapshot.sources([document_id])[document_id]
        opening = passages[:_OPENING_PASSAGES]
        headings = dict.fromkeys(name for p in opening for name in p.section)
        texts = [source.title, *(p.text for p in opening), *headings]
        abbreviations = definitions("\n\n".join(texts))
        aim = _aim(opening) if source.kind is Kind.RESEARCH else ""
        return DocumentFacts(
            abbreviations=abbreviations,
            study=study_of(source, opening),
            title=_named(source.title, document_id, opening, abbreviations),
            aim=meant_terms(aim, abbreviations),
            theme=_theme(passages),
            length=passages[-1].end,
        )


def _named(
    title: str, document_id: DocumentId, passages: Sequence[Passage], known: Mapping[str, str]
) -> frozenset[str]:
    """Return what a work is about by its title; without one, what it names more than once."""
    if title != document_id:
        return meant_terms(title, known)
    sentences = (p.quote(*span) for p in passages for span in p.sentences)
    used = Counter(term for text in sentences for term in meant_terms(text, known))
    return frozenset(term for term, times in used.items() if times > 1)


def _aim(passages: Sequence[Passage]) -> str:
    """Return the first sentences that tell what a study set out to do."""
    sentences = (p.quote(*span) for p in passages for span in p.sentences)
    aims = (text for text in sentences if states_an_aim(text) or _SETS_OUT.search(text))
    return " ".join(islice(aims, _AIMS))


def _theme(passages: Sequence[Passage]) -> frozenset[str]:
    """Return the terms that a longer work uses all along; a short one says it in its title."""
    if len(passages) < _LONG:
        return frozenset()
    used = Counter(term for passage in passages for term in set(naming_terms(passage.text)))
    return frozenset(term for term, times in used.items() if times >= _THROUGHOUT * len(passages))
