"""Small synthetic works with random unit vectors, and an index to put them in."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.word_bits import ReadText, packed
from ragqa.indexing.records import FileRecord, FileState
from ragqa.indexing.store import IndexStore
from ragqa.indexing.writer import SnapshotWriter
from ragqa.schema.directness import Directness, Group, Sex, Species
from ragqa.schema.document import (
    Document,
    DocumentId,
    Page,
    Passage,
    Section,
    SectionRole,
    passage_id_for,
)
from ragqa.schema.source import Access, Design, Kind, KindBasis, Relation, Source, Standing

DIMENSION = 16
EMBEDDER = "synthetic@1"
CHUNKER = "paragraphs@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A document cut into passages, with their vectors."""

    document: Document
    passages: list[Passage]
    vectors: FloatArray

    @property
    def document_id(self) -> DocumentId:
        return self.document.document_id

    @property
    def read(self) -> list[ReadText]:
        """The passages as they were read; their one word is the whole."""
        return [ReadText(vector=one, words=packed(one[np.newaxis])) for one in self.vectors]

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.document.text.encode()).hexdigest()


def work(number: int, *, text: str | None = None, kind: Kind | None = None) -> Work:
    """Make the work with this number: the same number and text, the same work."""
    first = text or f"Drug A{number} improves condition X{number % 3} in adults."
    second = f"HbA1c fell by {number}.5 % with drug A{number}, and IL-6 did not change."
    body = f"{first}\n\n{second}"
    document = Document(
        document_id=DocumentId(f"doc{number:04d}"),
        source=source(number, kind or (Kind.GUIDELINE if number % 3 == 0 else Kind.RESEARCH)),
        text=body,
        sections=(
            Section(path=("Results",), role=SectionRole.BODY, start=0, body=0, end=len(body)),
        ),
        pages=(Page(number=1, start=0, end=len(body)),),
    )
    passages = [
        passage(document, 0, len(first)),
        passage(document, len(first) + 2, len(body)),
    ]
    seed = int(hashlib.sha256(body.encode()).hexdigest()[:8], 16)
    return Work(
        document=document, passages=passages, vectors=unit_vectors(len(passages), seed=seed)
    )


def source(number: int, kind: Kind) -> Source:
    return Source(
        title=f"Trial {number} of drug A{number}",
        kind=kind,
        kind_basis=KindBasis.METADATA,
        authors=("Example A", "Example B"),
        organisation=None,
        container="Journal of Examples",
        year=2000 + number % 20,
        doi=f"10.1000/{number}",
        pmid=None,
        pmcid=None,
        url=None,
        access=Access.ABSTRACT,
        design=Design.COHORT,
        population=None,
        grade=None,
        relations=(Relation(standing=Standing.CORRECTED, other="doi:10.1000/x"),),
    )


TAGS = Directness(
    species=Species.HUMANS,
    groups=(Group.DIALYSIS, Group.PREGNANT),
    sex=Sex.FEMALE,
    ages=(18, 45),
    design=Design.COHORT,
    size=40,
)


def passage(document: Document, start: int, end: int) -> Passage:
    text = document.text[start:end]
    return Passage(
        passage_id=passage_id_for(document.document_id, start, text),
        document_id=document.document_id,
        text=text,
        start=start,
        end=end,
        section=("Results",),
        page=1,
        sentences=((start, end),),
        directness=TAGS,
    )


def unit_vectors(count: int, *, seed: int, dimension: int = DIMENSION) -> FloatArray:
    raw = np.random.default_rng(seed).normal(size=(count, dimension))
    unit = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    return np.asarray(unit, dtype=np.float32)


def file_record(path: str, *works: Work, state: FileState = FileState.DONE) -> FileRecord:
    return FileRecord(
        path=path,
        sha256=hashlib.sha256(path.encode()).hexdigest(),
        size=len(path),
        state=state,
        error=None if state is FileState.DONE else "It could not be read.",
        documents=tuple(work.document_id for work in works),
    )


def writing(
    store: IndexStore, *, words: bool = True, rebuild: bool = False
) -> AbstractContextManager[SnapshotWriter]:
    return store.write(
        embedder_id=EMBEDDER,
        dimension=DIMENSION,
        chunker_id=CHUNKER,
        words=words,
        rebuild=rebuild,
    )


def put(writer: SnapshotWriter, works: Iterable[Work]) -> None:
    """Add works, each held by a file of its own."""
    for one in works:
        writer.add(one.document, one.content_hash, one.passages, one.read)
        writer.put_file(file_record(f"{one.document_id}.txt", one))


def publish(store: IndexStore, works: Iterable[Work]) -> str:
    """Add works to what is there and publish them."""
    with writing(store) as writer:
        put(writer, works)
        return writer.commit()


def run_python(script: str, *arguments: object) -> str:
    """Run a script in a process of its own; it must end well and say nothing on stderr."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout
