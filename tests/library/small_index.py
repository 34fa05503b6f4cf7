"""A small corpus of synthetic topics, really indexed and answered from; any work can be changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ragqa.audience.retelling import Retelling
from ragqa.generation.extractive_composer import ExtractiveComposer
from ragqa.indexing.nearest import IdArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.library.batch import Batch, BatchReport, Budget, Task
from ragqa.library.judging import IndexSearcher
from ragqa.library.new_evidence import SearchedEvidence
from ragqa.library.screen import ScoreBound
from ragqa.library.staleness import NewEvidence, Stale, StalenessJudge
from ragqa.library.store import Kept, Library
from ragqa.pipeline import Pipeline
from ragqa.retrieval.coverage import CoverageAssessor, CoverageWeights
from ragqa.retrieval.fusion import learned_weights
from ragqa.retrieval.gathering import EvidenceGatherer
from ragqa.retrieval.hybrid import HybridRetriever
from ragqa.retrieval.sentences import SentenceSelector
from ragqa.schema.article import Article
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.provenance import Prices, Provenance
from ragqa.schema.question import Question
from ragqa.schema.source import Kind, Relation, Source, Standing
from ragqa.verification.gate import Gate
from ragqa.verification.verifier import Verifier
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_passage, make_source
from tests.indexing.samples import CHUNKER, Work, put

EMBEDDER = HashingEmbedder(dimension=256)
TOPICS = (
    ("exampline", "fictosis"),
    ("samplamine", "madeupitis"),
    ("placebol", "inventia"),
    ("mockuril", "pretendoma"),
    ("dummycin", "fablepathy"),
    ("trialine", "storyalgia"),
)
QUESTIONS = tuple(Question(text=f"Does {drug} relieve {name}?") for drug, name in TOPICS)
UNANSWERED = Question(text="What is the capital of France?")
# Hashed words are not the meanings that the shipped weights were learned on.
_BY_WORDS = CoverageWeights(
    base=0.0, likeness=0.0, agreement=0.0, lead=0.0, possible=0.4, likely=0.8, certain=0.9
)

Works = Mapping[str, tuple[Source, str]]


def works() -> dict[str, tuple[Source, str]]:
    """Return the corpus: a guideline and a trial on each topic, and a work that nobody cites."""
    made: dict[str, tuple[Source, str]] = {}
    for drug, name in TOPICS:
        made[f"guideline-{drug}"] = (
            make_source(title=f"Guideline on {name}", kind=Kind.GUIDELINE, pmid=f"1{len(made)}"),
            f"The panel recommends {drug} to relieve {name} in adults (strong recommendation). "
            f"{drug.capitalize()} is suggested to relieve {name} at night in bad sleepers.",
        )
        made[f"trial-{drug}"] = (
            make_source(title=f"Trial of {drug} in {name}", pmid=f"1{len(made)}"),
            f"Placebo did relieve {name} less than {drug} after one month of treatment. "
            f"Adverse events of {drug} in {name} were similar to those of placebo.",
        )
    relations = (Relation(standing=Standing.RETRACTED, other="pmid:9"),)
    made["retracted"] = (
        make_source(title="Cure of fictosis", relations=relations, pmid="199"),
        "Exampline does relieve fictosis for good in nine of ten smokers.",
    )
    return made


@contextmanager
def indexed(folder: Path, corpus: Works) -> Iterator[Snapshot]:
    """Publish a corpus as all that the index holds, and open it."""
    store = IndexStore(folder / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id,
        dimension=EMBEDDER.dimension,
        chunker_id=CHUNKER,
        rebuild=True,
    ) as writer:
        put(writer, (_work(name, *corpus[name]) for name in sorted(corpus)))
        writer.commit()
    with store.open() as snapshot:
        yield snapshot


def _work(name: str, source: Source, text: str) -> Work:
    section = Section(path=("Results",), role=SectionRole.BODY, start=0, body=0, end=len(text))
    document = Document(
        document_id=DocumentId(name), source=source, text=text, sections=(section,), pages=()
    )
    passages = [make_passage(text, document_id=name, section=("Results",))]
    return Work(document=document, passages=passages, vectors=EMBEDDER.embed([text]))


def provenance_of(snapshot: Snapshot) -> Provenance:
    """Return what an answer from this snapshot rests on."""
    return Provenance(
        snapshot=snapshot.snapshot_id,
        prompts=(),
        composer=ExtractiveComposer.composer_id,
        embedder=snapshot.embedder_id,
        verifier=Gate().verifier_id,
        settings="settings-1",
        version="0",
        generated_at="",
    )


def pipeline_over(snapshot: Snapshot) -> Pipeline:
    """Return a real pipeline with the hashing embedder."""
    return Pipeline(
        snapshot=snapshot,
        gatherer=_gatherer(snapshot),
        selector=SentenceSelector(snapshot, EMBEDDER),
        coverage=CoverageAssessor(snapshot, _BY_WORDS),
        composer=ExtractiveComposer(),
        fallback=ExtractiveComposer(),
        gate=Gate(),
        retelling=Retelling(verifier=Verifier()),
        provenance=provenance_of(snapshot),
        prices=Prices(prompt=0.0, completion=0.0),
        now=lambda: datetime.now(UTC),
    )


def _gatherer(snapshot: Snapshot) -> EvidenceGatherer:
    return EvidenceGatherer(snapshot, _retriever(snapshot), passages=8, per_document=2)


def _retriever(snapshot: Snapshot) -> HybridRetriever:
    return HybridRetriever(snapshot, EMBEDDER, depth=20, weights=learned_weights())


def searcher_over(snapshot: Snapshot) -> IndexSearcher:
    """Return what searches as the pipeline does."""
    return IndexSearcher(snapshot, _gatherer(snapshot), _retriever(snapshot))


def searched(snapshot: Snapshot) -> NewEvidence:
    """Return what finds new evidence in `snapshot`, in this process."""

    @contextmanager
    def open_searcher() -> Iterator[IndexSearcher]:
        yield searcher_over(snapshot)

    screen = ScoreBound(snapshot=snapshot, weights=learned_weights(), reranked=0.0)
    return SearchedEvidence(screen=screen, open_searcher=open_searcher, processes=1)


@contextmanager
def opened_searcher(folder: Path) -> Iterator[IndexSearcher]:
    """Open what searches an index; another process can be told to."""
    with IndexStore(folder / "index").open() as snapshot:
        yield searcher_over(snapshot)


class SparingNothing:
    """A screen through which every article goes."""

    def candidates(self, articles: Sequence[Kept], new: IdArray) -> list[Kept]:
        return list(articles)


def judged(library: Library, snapshot: Snapshot, **wanted: object) -> list[Stale]:
    """Return the stale articles of a library, where something else is `wanted` than was used."""
    judge = StalenessJudge(
        snapshot=snapshot,
        wanted=replace(provenance_of(snapshot), **wanted),  # type: ignore[arg-type]
        earlier=library,
        evidence=searched(snapshot),
    )
    return judge.stale(library.kept())


def answer_all(
    library: Library, snapshot: Snapshot, questions: Sequence[Question] = QUESTIONS
) -> BatchReport:
    """Answer questions into a library."""
    return run(library, snapshot, [Task(question=one, reason="") for one in questions])


def run(library: Library, snapshot: Snapshot, tasks: Sequence[Task]) -> BatchReport:
    """Do some tasks, one at a time."""
    batch = Batch(
        library=library,
        answerer=pipeline_over(snapshot),
        snapshot=snapshot,
        embedder=EMBEDDER,
        jobs=1,
        budget=Budget(tokens=None, cost=None),
        strict=True,
    )
    return batch.run(tasks, lambda _: None)


def cited(article: Article) -> set[str]:
    """Return the names of the works that an article cites."""
    return {one.document_id for claim in article.claims for one in claim.citations}
