"""A large index made of a real one: its works once as they are, then again with other words.

One long word in five of a copy is exchanged for another of its length from the same texts, so that
offsets hold and words stay about as frequent as they are; the vectors of its passages are mixed
from real ones as those of `vectors.py` are. To embed so many texts would take most of an hour and
change nothing about the time of a search.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import numpy as np
from vectors import mixture

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.word_bits import ReadText, width
from ragqa.errors import NoIndexError
from ragqa.indexing.records import FileRecord, FileState
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.schema.document import Document, DocumentId, Passage, passage_id_for

EXCHANGED = 0.2
_LONG = re.compile(r"[A-Za-z]{4,}")

Words = Mapping[int, Sequence[str]]
"""Long words by their length, each as often as it was met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A document cut into passages, with their vectors, shape (passages, dimension)."""

    document: Document
    passages: Sequence[Passage]
    vectors: FloatArray


def repeated(snapshot: Snapshot, place: Path, passages: int) -> Snapshot:
    """Open the index at `place`, made of `snapshot` with at least so many passages, once."""
    store = IndexStore(place)
    try:
        return store.open()
    except NoIndexError:
        place.mkdir(parents=True)
    with store.write(
        embedder_id=snapshot.embedder_id,
        dimension=snapshot.dimension,
        chunker_id=snapshot.chunker_id,
        words=False,
    ) as writer:
        written = 0
        no_words = np.empty((0, width(snapshot.dimension)), dtype=np.uint8)
        for one in _copies(snapshot):
            read = [ReadText(vector=vector, words=no_words) for vector in one.vectors]
            name = str(one.document.document_id)
            writer.add(one.document, name, one.passages, read)
            writer.put_file(_record(name))
            written += len(one.passages)
            if written >= passages:
                break
        writer.commit()
    return store.open()


def _copies(snapshot: Snapshot) -> Iterator[Cut]:
    works = [_cut(snapshot, one) for one in snapshot.document_ids()]
    words = _words([work.document.text for work in works])
    real = np.concatenate([work.vectors for work in works])
    chance, noise = random.Random(0), np.random.default_rng(0)
    yield from works
    for number in count(1):
        for work in works:
            others = real[noise.integers(len(real), size=len(work.vectors))]
            yield replace(
                _reworded(work, number, words, chance), vectors=mixture(work.vectors, others, noise)
            )


def _cut(snapshot: Snapshot, document_id: DocumentId) -> Cut:
    passages = snapshot.document_passages(document_id)
    return Cut(
        document=snapshot.document(document_id),
        passages=passages,
        vectors=snapshot.vectors([passage.passage_id for passage in passages]),
    )


def _words(texts: Sequence[str]) -> Words:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for text in texts:
        for word in _LONG.findall(text):
            found[len(word)].append(word)
    return found


def _reworded(work: Cut, number: int, words: Words, chance: random.Random) -> Cut:
    def exchanged(match: re.Match[str]) -> str:
        return chance.choice(words[len(match[0])]) if chance.random() < EXCHANGED else match[0]

    own = DocumentId(f"{work.document.document_id}-{number}")
    source = work.document.source
    # A copy that bore the identifiers of its original would be the same work.
    apart = replace(source, title=f"{source.title} {number}", doi=None, pmid=None, pmcid=None)
    text = _LONG.sub(exchanged, work.document.text)
    return replace(
        work,
        document=replace(work.document, document_id=own, source=apart, text=text),
        passages=[_moved(passage, own, text) for passage in work.passages],
    )


def _moved(passage: Passage, document_id: DocumentId, whole: str) -> Passage:
    text = whole[passage.start : passage.end]
    return replace(
        passage,
        passage_id=passage_id_for(document_id, passage.start, text),
        document_id=document_id,
        text=text,
    )


def _record(name: str) -> FileRecord:
    return FileRecord(
        path=name,
        sha256=name,
        size=0,
        state=FileState.DONE,
        error=None,
        documents=(DocumentId(name),),
    )
