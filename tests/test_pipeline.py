"""Questions answered from a small real index, from the search to the checked article."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest

from ragqa.audience.model_wording import ModelWording
from ragqa.audience.retelling import Retelling
from ragqa.errors import LanguageModelUnreachableError
from ragqa.generation.composer import Composer, Composition
from ragqa.generation.extractive_composer import ExtractiveComposer
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.pipeline import NO_ANSWER, Pipeline
from ragqa.retrieval.coverage import CoverageAssessor, CoverageWeights
from ragqa.retrieval.fusion import learned_weights
from ragqa.retrieval.gathering import EvidenceGatherer
from ragqa.retrieval.hybrid import HybridRetriever
from ragqa.retrieval.sentences import SentenceSelector
from ragqa.schema.article import Abstention, Article, Outcome
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.provenance import Prices
from ragqa.schema.question import Audience, Question
from ragqa.schema.source import Kind, Relation, Source, Standing
from ragqa.verification.gate import Gate
from ragqa.verification.verifier import Verifier
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_passage, make_source
from tests.indexing.samples import CHUNKER, Work, put
from tests.llm.scripted_model import ScriptedModel
from tests.verification.library import PROVENANCE

EMBEDDER = HashingEmbedder(dimension=256)
# Hashed words are not the meanings that the shipped weights were learned on.
BY_WORDS = CoverageWeights(
    base=0.0, likeness=0.0, agreement=0.0, lead=0.0, possible=0.4, likely=0.8, certain=0.9
)
STAMP = "2026-02-03T04:05:06+00:00"
QUESTION = Question(text="Does exampline relieve fictosis?")
ELSEWHERE = Question(text="What is the capital of France?")
Answer = TypeVar("Answer", Article, Abstention)
RETRACTED = (Relation(standing=Standing.RETRACTED, other="pmid:9"),)
CURED = "Exampline does relieve fictosis for good and cured nine of ten smokers in one day."
WORKS: dict[str, tuple[Source, str]] = {
    "guideline": (
        make_source(title="Guideline on fictosis", kind=Kind.GUIDELINE),
        "The panel recommends exampline to relieve fictosis in adults (strong recommendation). "
        "Exampline is suggested to relieve fictosis at night in those who sleep badly.",
    ),
    "trial": (
        make_source(title="Trial of exampline in fictosis"),
        "Placebo did relieve fictosis less than exampline after one month of treatment. "
        "Adverse events of exampline in fictosis were similar to those of placebo.",
    ),
    "retracted": (make_source(title="Cure of fictosis", relations=RETRACTED), CURED),
    "other": (make_source(title="Samplamine"), "Samplamine lowered the fever of madeupitis."),
}


class FailingComposer:
    """A composer whose language model never answers."""

    composer_id = "failing-1"
    prompts = ()

    def compose(self, question: Question, sentences: Sequence[EvidenceSentence]) -> Composition:
        raise LanguageModelUnreachableError("The server did not answer. Start it.")


class OneSentenceComposer:
    """Answers with the one offered sentence that holds some words, as a model might."""

    composer_id = "one-sentence-1"
    prompts = (("compose", "hash"),)

    def __init__(self, words: str) -> None:
        self._words = words

    def compose(self, question: Question, sentences: Sequence[EvidenceSentence]) -> Composition:
        alone = [sentence for sentence in sentences if self._words in sentence.text]
        draft = ExtractiveComposer().compose(question, alone).draft
        draft = replace(draft, composer=self.composer_id, prompts=self.prompts)
        return Composition(draft=draft, prompt_tokens=7, completion_tokens=5)


def _work(name: str, source: Source, text: str) -> Work:
    section = Section(path=("Results",), role=SectionRole.BODY, start=0, body=0, end=len(text))
    document = Document(
        document_id=DocumentId(name), source=source, text=text, sections=(section,), pages=()
    )
    passages = [make_passage(text, document_id=name, section=("Results",))]
    return Work(document=document, passages=passages, vectors=EMBEDDER.embed([text]))


def _index(folder: Path, works: dict[str, tuple[Source, str]]) -> Snapshot:
    store = IndexStore(folder / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, (_work(name, source, text) for name, (source, text) in works.items()))
        writer.commit()
    return store.open()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with _index(tmp_path_factory.mktemp("pipeline"), WORKS) as opened:
        yield opened


def _answer(
    made: type[Answer], snapshot: Snapshot, question: Question = QUESTION,
    composer: Composer | None = None,
) -> Answer:  # fmt: skip
    answer = _pipeline(snapshot, composer).answer(question)
    assert isinstance(answer, made)
    return answer


def _gatherer(snapshot: Snapshot) -> EvidenceGatherer:
    retriever = HybridRetriever(snapshot, EMBEDDER, depth=20, weights=learned_weights())
    return EvidenceGatherer(snapshot, retriever, passages=8, per_document=2)


def _pipeline(
    snapshot: Snapshot, composer: Composer | None = None, retelling: Retelling | None = None
) -> Pipeline:
    return Pipeline(
        snapshot=snapshot,
        gatherer=_gatherer(snapshot),
        selector=SentenceSelector(snapshot, EMBEDDER),
        coverage=CoverageAssessor(snapshot, BY_WORDS),
        composer=composer or ExtractiveComposer(),
        fallback=ExtractiveComposer(),
        gate=Gate(),
        retelling=retelling or Retelling(verifier=Verifier()),
        provenance=replace(PROVENANCE, snapshot=snapshot.snapshot_id),
        prices=Prices(prompt=2.0, completion=8.0),
        now=lambda: datetime.fromisoformat(STAMP),
    )


def test_an_answer_comes_with_the_evidence_that_was_ranked_for_it(snapshot: Snapshot) -> None:
    pipeline = _pipeline(snapshot)
    answered = pipeline.answered(QUESTION)
    assert list(answered.evidence) == _gatherer(snapshot).gather(QUESTION.text)
    assert isinstance(answered.answer, Article)
    ranked = {item.passage.passage_id for item in answered.evidence}
    cited = {one.passage_id for claim in answered.answer.claims for one in claim.citations}
    assert cited <= ranked
    assert pipeline.answered(ELSEWHERE).evidence


def test_a_covered_question_gets_an_article_in_both_parts(snapshot: Snapshot) -> None:
    article = _answer(Article, snapshot)
    assert (article.outcome, article.notices, article.gaps) == (Outcome.ANSWERED, (), ())
    assert [bool(section.blocks) for section in article.sections] == [True, True]
    assert [reference.document_id for reference in article.references] == ["guideline", "trial"]
    for claim in article.claims:
        (citation,) = claim.citations
        text = WORKS[citation.document_id][1]
        assert text[citation.start : citation.end] == citation.quote == claim.text


def test_a_retracted_work_is_never_cited(snapshot: Snapshot) -> None:
    article = _answer(Article, snapshot)
    assert article.withheld == ()
    assert CURED not in {claim.text for claim in article.claims}
    assert "retracted" not in {reference.document_id for reference in article.references}


def test_a_draft_on_a_retracted_work_alone_is_an_abstention(snapshot: Snapshot) -> None:
    composer = OneSentenceComposer("cured")
    abstention = _answer(Abstention, snapshot, composer=composer)
    assert abstention.withheld == ()
    assert abstention.provenance.composer == composer.composer_id


def test_a_question_on_something_else_gets_the_nearest_sources(snapshot: Snapshot) -> None:
    abstention = _answer(Abstention, snapshot, ELSEWHERE)
    assert abstention.reason == (
        "No indexed source that bears on this question mentions “capital”, “France”."
    )
    vectors = EMBEDDER.embed([ELSEWHERE.text, *(text for _, text in WORKS.values())])
    near = dict(zip(WORKS, (vectors[1:] @ vectors[0]).tolist(), strict=True))
    nearest = sorted(near, key=lambda name: -near[name])[:3]
    assert [reference.document_id for reference in abstention.nearest] == nearest
    assert [reference.number for reference in abstention.nearest] == [1, 2, 3]


def test_a_draft_that_evades_what_is_asked_is_an_abstention(snapshot: Snapshot) -> None:
    evading = _answer(Abstention, snapshot, composer=OneSentenceComposer("Samplamine"))
    assert (evading.reason, len(evading.nearest)) == (NO_ANSWER, 3)
    speaking = _answer(Article, snapshot, composer=OneSentenceComposer("panel"))
    assert [reference.document_id for reference in speaking.references] == ["guideline"]


def test_a_part_of_the_question_that_is_left_open_is_a_gap(snapshot: Snapshot) -> None:
    question = Question(text="Is exampline or zapline better in fictosis?")
    article = _answer(Article, snapshot, question)
    assert article.outcome is Outcome.PARTIAL
    assert [gap.question for gap in article.gaps] == ["What about “zapline”?"]


def test_a_model_that_fails_costs_its_article_and_not_the_answer(snapshot: Snapshot) -> None:
    article = _answer(Article, snapshot, composer=FailingComposer())
    plain = _answer(Article, snapshot)
    assert "The server did not answer. Start it." in article.notices[0]
    assert replace(article, notices=(), usage=plain.usage) == plain
    assert article.provenance.composer == ExtractiveComposer.composer_id


def test_an_answer_says_where_its_time_and_tokens_went(snapshot: Snapshot) -> None:
    usage = _answer(Article, snapshot, composer=OneSentenceComposer("panel")).usage
    stages = ["retrieval", "selection", "composition", "verification", "audience"]
    assert [stage for stage, _ in usage.seconds] == stages
    assert (usage.prompt_tokens, usage.completion_tokens) == (7, 5)
    # 7 read at 2 and 5 written at 8 for a million each
    assert usage.cost == pytest.approx(54e-6)
    abstained = _answer(Abstention, snapshot, ELSEWHERE).usage
    assert [stage for stage, _ in abstained.seconds] == stages[:2]


def test_an_answer_is_stamped_with_its_time_and_all_it_rests_on(snapshot: Snapshot) -> None:
    one = _answer(Article, snapshot, composer=OneSentenceComposer("panel")).provenance
    assert (one.generated_at, one.snapshot) == (STAMP, snapshot.snapshot_id)
    assert (one.composer, one.verifier) == ("one-sentence-1", Gate().verifier_id)
    assert one.prompts == (("compose", "hash"),)
    abstained = _answer(Abstention, snapshot, ELSEWHERE).provenance
    assert abstained == replace(one, composer="", prompts=())


def test_the_same_question_gets_the_same_answer(snapshot: Snapshot) -> None:
    once, again = _answer(Article, snapshot), _answer(Article, snapshot)
    assert replace(once, usage=again.usage) == again


OLD_DOI, NEW_DOI = "10.1000/review.pub2", "10.1000/review.pub3"
REVIEWED = "Exampline did relieve fictosis more than placebo in most adults after one month."
OLD = (make_source(title="Review of fictosis", doi=OLD_DOI, year=2012), REVIEWED)


def _states(standing: Standing, text: str, other: str = OLD_DOI) -> tuple[Source, str]:
    relations = (Relation(standing=standing, other=f"doi:{other}"),)
    return make_source(title=f"It {standing}", doi=NEW_DOI, relations=relations), text


def _cited(folder: Path, **works: tuple[Source, str]) -> dict[str, tuple[str, ...]]:
    """Return the documents that an article cites, with their notices."""
    with _index(folder, {"guideline": WORKS["guideline"], **works}) as opened:
        article = _answer(Article, opened)
    return {one.document_id: one.notices for one in article.references}


def test_the_current_version_is_cited_in_place_of_the_old_one(tmp_path: Path) -> None:
    new = _states(Standing.SUPERSEDES, REVIEWED.replace("most", "many"))
    cited = _cited(tmp_path, old=OLD, new=new)
    assert "old" not in cited
    assert cited["new"] == ()


def test_an_old_version_that_alone_says_so_is_cited_with_its_notice(tmp_path: Path) -> None:
    new = _states(Standing.SUPERSEDES, "Samplamine lowered the fever of madeupitis.")
    cited = _cited(tmp_path, old=OLD, new=new)
    assert cited["old"] == (f"Superseded by doi:{NEW_DOI}, as “It supersedes” says",)


def test_a_corrected_work_is_cited_with_its_erratum(tmp_path: Path) -> None:
    erratum = _states(Standing.CORRECTS, REVIEWED)
    cited = _cited(tmp_path, old=OLD, erratum=erratum)
    assert cited["old"] == (f"Corrected by doi:{NEW_DOI}, as “It corrects” says",)
    assert "erratum" not in cited


def test_a_work_that_raises_concern_is_named_at_the_other(tmp_path: Path) -> None:
    cited = _cited(tmp_path, old=OLD, concern=_states(Standing.QUESTIONS, REVIEWED))
    (notice,) = cited["old"]
    assert notice.startswith(f"Expression of concern, see doi:{NEW_DOI}")
    assert "concern" not in cited


def test_neither_a_work_that_a_notice_retracts_nor_the_notice_is_cited(tmp_path: Path) -> None:
    cited = _cited(tmp_path, old=OLD, notice=_states(Standing.RETRACTS, REVIEWED))
    assert set(cited) == {"guideline"}


BOTH = "Does exampline relieve fictosis, and what is the dose of zapline in madeupitis?"


def test_each_part_of_a_question_is_answered_or_named_open(snapshot: Snapshot) -> None:
    article = _answer(Article, snapshot, Question(text=BOTH))
    assert article.outcome is Outcome.PARTIAL
    (gap,) = [gap for gap in article.gaps if gap.question.startswith("What is the dose")]
    assert gap.question == "What is the dose of zapline in madeupitis?"
    assert gap.reason.startswith("No indexed source that bears on this question mentions")
    alone = _answer(Article, snapshot)
    assert {claim.text for claim in alone.claims} == {claim.text for claim in article.claims}


def test_the_article_follows_the_order_of_the_parts(snapshot: Snapshot) -> None:
    parts = ("Does exampline relieve fictosis?", "Does samplamine lower the fever of madeupitis?")
    for first, second in (parts, parts[::-1]):
        article = _answer(Article, snapshot, Question(text=f"{first} {second}"))
        assert (article.outcome, article.gaps) == (Outcome.ANSWERED, ())
        told = " ".join(article.claim(name).text for name in article.summary)
        assert (told.index("xampline") < told.index("amplamine")) == (first == parts[0])
        headings = {block.heading for section in article.sections for block in section.blocks}
        assert headings <= {*parts, "Key points"}


def test_a_question_none_of_whose_parts_is_answered_says_why_of_each(snapshot: Snapshot) -> None:
    question = Question(text="What is the capital of France? What is the dose of zapline?")
    abstention = _answer(Abstention, snapshot, question)
    assert "“What is the capital of France?” No indexed source" in abstention.reason
    assert "“What is the dose of zapline?” No indexed source" in abstention.reason


LISTED = Question(text="Does exampline relieve fictosis and madeupitis?")


def test_a_list_that_no_source_answers_whole_is_asked_member_by_member(snapshot: Snapshot) -> None:
    article = _answer(Article, snapshot, LISTED)
    assert article.outcome is Outcome.PARTIAL
    assert [gap.question for gap in article.gaps] == ["Does exampline relieve madeupitis?"]
    assert [stage for stage, _ in article.usage.seconds].count("retrieval") == 1


def test_a_model_that_fails_at_every_part_is_told_once(snapshot: Snapshot) -> None:
    both = f"{QUESTION.text} Does samplamine lower the fever of madeupitis?"
    article = _answer(Article, snapshot, Question(text=both), FailingComposer())
    assert len(article.notices) == 1


def test_the_evidence_of_all_parts_is_handed_out_once(snapshot: Snapshot) -> None:
    both = f"{QUESTION.text} Are adverse events of exampline in fictosis like those of placebo?"
    answered = _pipeline(snapshot).answered(Question(text=both))
    found = [item.passage.passage_id for item in answered.evidence]
    assert len(found) == len(set(found)) > 0


def test_another_audience_is_told_the_same_claims(snapshot: Snapshot) -> None:
    article = _answer(Article, snapshot)
    for audience in Audience:
        told = _answer(Article, snapshot, replace(QUESTION, audience=audience))
        assert told.question.audience is audience
        assert [one.claim_id for one in told.claims] == [one.claim_id for one in article.claims]
        assert [one.citations for one in told.claims] == [one.citations for one in article.claims]
        assert told.reading_grade is not None
        again = _pipeline(snapshot).retold(article, audience)
        assert replace(again, usage=told.usage) == told


def test_what_the_words_for_an_audience_cost_is_part_of_the_answer(snapshot: Snapshot) -> None:
    model = ScriptedModel()
    model.enqueue(*["{}"] * 20)
    retelling = Retelling(verifier=Verifier(), model=ModelWording(model))
    pipeline = _pipeline(snapshot, OneSentenceComposer("panel"), retelling)
    article = pipeline.answer(replace(QUESTION, audience=Audience.PATIENT))
    assert isinstance(article, Article)
    asked = len(model.calls)
    assert asked == len(article.claims)
    assert article.usage.prompt_tokens == 7 + 10 * asked
    assert article.usage.completion_tokens == 5 + 3 * asked
    assert article.usage.cost == pytest.approx((2 * (7 + 10 * asked) + 8 * (5 + 3 * asked)) / 1e6)
    assert dict(article.provenance.prompts).keys() == {"compose", "reword_system", "reword_user"}
