"""What a stored answer rests on, so that a later snapshot can be held against it."""

import hashlib
import json
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter, ValidationError

from ragqa.errors import LibraryError
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.passage_texts import text_key
from ragqa.pipeline import Answered
from ragqa.schema.article import Abstention, Article
from ragqa.schema.document import DocumentId, PassageId
from ragqa.schema.evidence import Evidence
from ragqa.schema.provenance import Provenance
from ragqa.schema.source import Source, Standing
from ragqa.verification.references import numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPassage:
    """A passage that the answer quotes; `text` is the key of its text."""

    passage_id: PassageId
    document_id: DocumentId
    text: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A work as the answer's references show it.

    `shown` is the hash of its entry with its notices, but for the file that holds it; `standings`
    are what other works did to it.
    """

    document_id: DocumentId
    work_key: str
    title: str
    shown: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPassage:
    """A passage among the evidence; the higher its score in [0, 1], the better.

    `text` is the key of its text.
    """

    passage_id: PassageId
    text: int
    title: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """All that an answer rests on: change one of these, and the answer may be another.

    `provenance` names snapshot, prompts, models and settings.
    """

    provenance: Provenance
    cited: tuple[CitedPassage, ...]
    sources: tuple[CitedSource, ...]
    ranked: tuple[RankedPassage, ...]


_DEPENDENCIES = TypeAdapter(Dependencies)


def dependencies_of(answered: Answered, snapshot: Snapshot) -> Dependencies:
    """Return what an answer from `snapshot` rests on.

    Raises:
        KeyError: the answer cites what the snapshot does not hold.
    """
    answer = answered.answer
    cited = snapshot.passages(sorted(_quoted(answer)))
    shown = answer.references if isinstance(answer, Article) else answer.nearest
    documents = {one.document_id for one in cited} | {one.document_id for one in shown}
    return Dependencies(
        provenance=answer.provenance,
        cited=tuple(
            CitedPassage(
                passage_id=one.passage_id,
                document_id=one.document_id,
                text=text_key(one.text),
            )
            for one in cited
        ),
        sources=tuple(
            cited_source(document_id, source)
            for document_id, source in sorted(snapshot.sources(documents).items())
        ),
        ranked=tuple(ranked_passage(item) for item in answered.evidence),
    )


def cited_source(document_id: DocumentId, source: Source) -> CitedSource:
    """Return a work as references show it."""
    (entry,) = numbered([(document_id, source)])
    shown = asdict(entry)
    del shown["number"], shown["document_id"]
    return CitedSource(
        document_id=document_id,
        work_key=source.work_key,
        title=source.title,
        shown=hashlib.sha256(json.dumps(shown, sort_keys=True).encode("ascii")).hexdigest(),
        standings=tuple(sorted(source.standings())),
    )


def written(dependencies: Dependencies) -> str:
    """Return dependencies as the library stores them."""
    return _DEPENDENCIES.dump_json(dependencies).decode()


def read(text: str) -> Dependencies:
    """Return dependencies that `written` has written.

    Raises:
        LibraryError: the text is something else.
    """
    try:
        return _DEPENDENCIES.validate_json(text)
    except ValidationError:
        raise LibraryError(
            "The library holds an article whose dependencies cannot be read. It was changed by "
            "something else than ragqa; put back a copy of it."
        ) from None


def _quoted(answer: Article | Abstention) -> set[PassageId]:
    if isinstance(answer, Abstention):
        return set()
    quotations = {citation.passage_id for citation in answer.citations}
    studies = (claim.study.quotation for claim in answer.claims if claim.study)
    return quotations | {one.passage_id for one in studies if one}


def ranked_passage(item: Evidence) -> RankedPassage:
    """Return a piece of evidence as the library keeps it."""
    return RankedPassage(
        passage_id=item.passage.passage_id,
        text=text_key(item.passage.text),
        title=item.source.title,
        score=round(item.score, 6),
    )
