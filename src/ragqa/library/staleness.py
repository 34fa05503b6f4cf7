"""Which articles a change touches, and why.

An article is stale when something that it rests on is no longer what it was: a passage that it
cites or that ranked at the top, a work in its references, a prompt, a model, a setting; or when a
passage that is new since its snapshot now ranks at the top for its question. Whatever else moved in
the index leaves it as it is, byte for byte.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

import numpy as np

from ragqa.indexing.nearest import IdArray
from ragqa.indexing.records import passage_id_of
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.dependencies import (
    CitedPassage,
    CitedSource,
    Dependencies,
    RankedPassage,
    cited_source,
)
from ragqa.library.passage_texts import text_keys
from ragqa.library.ranks import bearing
from ragqa.library.store import ArticleId, Kept
from ragqa.schema.document import DocumentId, PassageId
from ragqa.schema.provenance import Provenance
from ragqa.schema.question import Question
from ragqa.schema.source import Standing


class Code(StrEnum):
    """What kind of change makes an article stale."""

    PASSAGE_CHANGED = "passage-changed"
    PASSAGE_GONE = "passage-gone"
    SOURCE_SUPERSEDED = "source-superseded"
    SOURCE_RETRACTED = "source-retracted"
    SOURCE_CORRECTED = "source-corrected"
    SOURCE_QUESTIONED = "source-questioned"
    SOURCE_CHANGED = "source-changed"
    EVIDENCE_NEW = "evidence-new"
    EVIDENCE_GONE = "evidence-gone"
    PROMPT_CHANGED = "prompt-changed"
    MODEL_CHANGED = "model-changed"
    SETTINGS_CHANGED = "settings-changed"


_STANDINGS = {
    Standing.RETRACTED: (Code.SOURCE_RETRACTED, "has been retracted"),
    Standing.SUPERSEDED: (Code.SOURCE_SUPERSEDED, "has been superseded"),
    Standing.SUCCESSOR_RETRACTED: (
        Code.SOURCE_SUPERSEDED,
        "has been superseded by a work that is retracted itself",
    ),
    Standing.CONTESTED: (
        Code.SOURCE_SUPERSEDED,
        "and another work are each said to supersede the other",
    ),
    Standing.CORRECTED: (Code.SOURCE_CORRECTED, "has been corrected"),
    Standing.CONCERN: (Code.SOURCE_QUESTIONED, "has had concern expressed about it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an article is stale, as a code and as one sentence."""

    code: Code
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """An article that is not what it would be if it were written now."""

    article_id: ArticleId
    question: Question
    reasons: tuple[Reason, ...]

    @property
    def sentence(self) -> str:
        """All reasons in a row."""
        return " ".join(reason.sentence for reason in self.reasons)


class NewEvidence(Protocol):
    """Finds which articles' questions rank some new passages at the top."""

    def ranked(
        self, articles: Sequence[Kept], new: IdArray
    ) -> Iterator[tuple[ArticleId, tuple[RankedPassage, ...]]]:
        """Yield the articles for which any of the `new` passages ranks at the top, and these."""
        ...


class Earlier(Protocol):
    """Remembers what earlier snapshots held."""

    def texts_of(self, snapshot_id: str) -> IdArray:
        """Return the keys of the texts of a snapshot's passages, ascending."""
        ...


class StalenessJudge:
    """Holds articles against one snapshot and what would answer from it now.

    The cheapest questions come first: only for articles that nothing else touches are the new
    passages searched.

    Args:
        snapshot: what serves now.
        wanted: the prompts, models and settings that an answer would rest on now.
        earlier: what the articles' own snapshots held.
        evidence: finds new passages at the top of an article's ranks.
    """

    def __init__(
        self,
        *,
        snapshot: Snapshot,
        wanted: Provenance,
        earlier: Earlier,
        evidence: NewEvidence,
    ) -> None:
        self._snapshot = snapshot
        self._wanted = wanted
        self._earlier = earlier
        self._evidence = evidence

    def stale(self, articles: Iterable[Kept]) -> list[Stale]:
        """Return the stale ones among `articles`, in their order."""
        asked: dict[ArticleId, Question] = {}
        reasons: dict[ArticleId, tuple[Reason, ...]] = {}
        untouched: defaultdict[str, list[Kept]] = defaultdict(list)
        for article in articles:
            asked[article.article_id] = article.question
            known = article.dependencies
            found = (*self._of_making(known.provenance), *self._of_index(known))
            if found:
                reasons[article.article_id] = found
            elif known.provenance.snapshot != self._snapshot.snapshot_id:
                untouched[known.provenance.snapshot].append(article)
        for snapshot_id, group in untouched.items():
            reasons |= self._by_new_evidence(snapshot_id, group)
        return [
            Stale(article_id=name, question=question, reasons=reasons[name])
            for name, question in asked.items()
            if name in reasons
        ]

    def _of_making(self, made: Provenance) -> Iterator[Reason]:
        """Yield what would make the article otherwise now: models, prompts, settings."""
        wanted = self._wanted
        models = [("embedder", made.embedder, wanted.embedder)]
        models.append(("verifier", made.verifier, wanted.verifier))
        if made.composer:  # none was asked where nothing was found
            models.append(("composer", made.composer, wanted.composer))
        for role, before, now in models:
            if before != now:
                sentence = f"The {role} was {before!r} and is {now!r} now."
                yield Reason(code=Code.MODEL_CHANGED, sentence=sentence)
        if made.composer == wanted.composer:
            yield from _changed_prompts(dict(made.prompts), dict(wanted.prompts))
        if made.settings != wanted.settings:
            sentence = "Settings that can change an answer have been changed."
            yield Reason(code=Code.SETTINGS_CHANGED, sentence=sentence)

    def _of_index(self, known: Dependencies) -> Iterator[Reason]:
        """Yield what the index no longer holds as it was."""
        if known.provenance.snapshot == self._snapshot.snapshot_id:
            return
        sources = {source.document_id: source for source in known.sources}
        gone = {one.document_id: one for one in known.cited if one.passage_id not in self._present}
        for cited in gone.values():
            yield from self._gained(sources[cited.document_id])
            yield self._lost(cited, sources[cited.document_id])
        for source in known.sources:
            if source.document_id not in gone:
                yield from self._of_source(source)
        quoted = {one.passage_id for one in known.cited}
        missing = [
            one
            for one in bearing(known.ranked)
            if one.text not in self._texts and one.passage_id not in quoted
        ]
        yield from _evidence(Code.EVIDENCE_GONE, missing, "is no longer in the index")

    def _lost(self, cited: CitedPassage, source: CitedSource) -> Reason:
        if cited.document_id in self._documents or source.work_key in self._works:
            sentence = f"What is cited from “{source.title}” has changed."
            return Reason(code=Code.PASSAGE_CHANGED, sentence=sentence)
        sentence = f"“{source.title}”, which is cited, is no longer in the index."
        return Reason(code=Code.PASSAGE_GONE, sentence=sentence)

    def _of_source(self, before: CitedSource) -> Iterator[Reason]:
        now = self._source(before)
        if now is None:
            sentence = f"“{before.title}”, which is listed, is no longer in the index."
            yield Reason(code=Code.SOURCE_CHANGED, sentence=sentence)
            return
        gained = list(self._gained(before))
        yield from gained
        if not gained and now.shown != before.shown:
            sentence = f"What is known of “{before.title}” has changed."
            yield Reason(code=Code.SOURCE_CHANGED, sentence=sentence)

    def _gained(self, before: CitedSource) -> Iterator[Reason]:
        """Yield what other works have done to a work since, such as its retraction."""
        now = self._source(before)
        for standing in now.standings if now else ():
            if standing not in before.standings and standing in _STANDINGS:
                code, told = _STANDINGS[standing]
                yield Reason(code=code, sentence=f"“{before.title}” {told}.")

    def _by_new_evidence(
        self, snapshot_id: str, articles: Sequence[Kept]
    ) -> dict[ArticleId, tuple[Reason, ...]]:
        old = np.isin(self._keys, self._earlier.texts_of(snapshot_id))
        new = self._snapshot.vector_ids()[~old]
        found = self._evidence.ranked(articles, new) if len(new) else ()
        return {
            name: tuple(_evidence(Code.EVIDENCE_NEW, passages, "now ranks at the top"))
            for name, passages in found
        }

    def _source(self, before: CitedSource) -> CitedSource | None:
        """Return a work as references would show it now, under whatever id it is indexed."""
        known = before.document_id in self._documents
        document_id = before.document_id if known else self._works.get(before.work_key)
        if document_id is not None and document_id not in self._read:
            (source,) = self._snapshot.sources([document_id]).values()
            self._read[document_id] = cited_source(document_id, source)
        return None if document_id is None else self._read[document_id]

    @cached_property
    def _read(self) -> dict[DocumentId, CitedSource]:
        return {}

    @cached_property
    def _keys(self) -> IdArray:
        return text_keys(self._snapshot)

    @cached_property
    def _texts(self) -> frozenset[int]:
        return frozenset(self._keys.tolist())

    @cached_property
    def _present(self) -> frozenset[PassageId]:
        return frozenset(passage_id_of(one) for one in self._snapshot.vector_ids().tolist())

    @cached_property
    def _documents(self) -> frozenset[DocumentId]:
        return frozenset(self._snapshot.document_ids())

    @cached_property
    def _works(self) -> dict[str, DocumentId]:
        sources = self._snapshot.sources(sorted(self._documents, reverse=True))
        return {source.work_key: document_id for document_id, source in sources.items()}


def _changed_prompts(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Reason]:
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            sentence = f"The prompt {name!r} has been changed."
            yield Reason(code=Code.PROMPT_CHANGED, sentence=sentence)


def _evidence(code: Code, passages: Iterable[RankedPassage], told: str) -> Iterator[Reason]:
    """Yield one reason for each work that passages come from."""
    for title in dict.fromkeys(passage.title for passage in passages):
        yield Reason(code=code, sentence=f"A passage of “{title}” {told}.")
