"""A change touches the articles that rest on what changed, and no other."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from ragqa.library.batch import Task
from ragqa.library.new_evidence import SearchedEvidence
from ragqa.library.passage_texts import text_keys
from ragqa.library.review_log import submitting
from ragqa.library.reviewing import Reviewer, Reviewing
from ragqa.library.screen import ScoreBound
from ragqa.library.staleness import Code
from ragqa.library.store import Library
from ragqa.retrieval.fusion import learned_weights
from ragqa.schema.article import Article
from ragqa.schema.review import ReviewState
from ragqa.schema.source import Kind, Relation, Source, Standing
from tests.factories import make_source
from tests.library.small_index import (
    QUESTIONS,
    UNANSWERED,
    SparingNothing,
    answer_all,
    cited,
    indexed,
    judged,
    opened_searcher,
    run,
    searched,
    works,
)

Corpus = dict[str, tuple[Source, str]]
FIRST, SECOND = QUESTIONS[0].text, QUESTIONS[1].text
TRIAL = "trial-exampline"


def _clock() -> datetime:
    return datetime(2026, 1, 2, tzinfo=UTC)


def _changed_text(corpus: Corpus) -> None:
    source, text = corpus[TRIAL]
    corpus[TRIAL] = (source, text.replace("one month", "two months"))


def _removed(corpus: Corpus) -> None:
    del corpus[TRIAL]


def _renamed(corpus: Corpus) -> None:
    """Give it another id, as happens to a file that is changed elsewhere."""
    corpus["renamed"] = corpus.pop(TRIAL)


def _renamed_uncited(corpus: Corpus) -> None:
    corpus["renamed"] = corpus.pop("retracted")


def _other_title(corpus: Corpus) -> None:
    source, text = corpus[TRIAL]
    corpus[TRIAL] = (replace(source, year=1999), text)


def _related(standing: Standing) -> Callable[[Corpus], None]:
    def change(corpus: Corpus) -> None:
        source, text = corpus[TRIAL]
        relation = Relation(standing=standing, other="pmid:99")
        corpus[TRIAL] = (replace(source, relations=(relation,)), text)

    return change


def _renamed_and_retracted(corpus: Corpus) -> None:
    """Say in the document itself that it is retracted, which gives it another id as well."""
    _related(Standing.RETRACTED)(corpus)
    _renamed(corpus)


def _new_trial(corpus: Corpus) -> None:
    corpus["new-trial"] = (
        make_source(title="New trial of exampline in fictosis", pmid="77"),
        "Exampline did relieve fictosis in nine of ten adults after a whole year of treatment.",
    )


def _unrelated(corpus: Corpus) -> None:
    corpus["elsewhere"] = (
        make_source(title="Weather in spring", kind=Kind.RESEARCH, pmid="78"),
        "Rain fell on most days of April, and the river rose above its banks.",
    )


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of all questions, one of them without an answer; to be copied."""
    folder = tmp_path_factory.mktemp("answered")
    place = folder / "library.sqlite"
    with Library.open(str(place), create=True) as library, indexed(folder, works()) as snapshot:
        answer_all(library, snapshot, (*QUESTIONS, UNANSWERED))
    return place


@pytest.fixture
def place(answered: Path, tmp_path: Path) -> str:
    """A copy of that library."""
    return str(shutil.copy(answered, tmp_path))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (_changed_text, {Code.PASSAGE_CHANGED}),
        (_renamed, {Code.PASSAGE_CHANGED}),
        (_renamed_uncited, set()),
        (_removed, {Code.PASSAGE_GONE}),
        (_other_title, {Code.SOURCE_CHANGED}),
        (_related(Standing.RETRACTED), {Code.SOURCE_RETRACTED}),
        (_renamed_and_retracted, {Code.SOURCE_RETRACTED, Code.PASSAGE_CHANGED}),
        (_related(Standing.SUPERSEDED), {Code.SOURCE_SUPERSEDED}),
        (_related(Standing.CORRECTED), {Code.SOURCE_CORRECTED}),
        (_related(Standing.CONCERN), {Code.SOURCE_QUESTIONED}),
        (_new_trial, {Code.EVIDENCE_NEW}),
        (_unrelated, set()),
    ],
)
def test_a_change_makes_its_own_articles_stale_and_says_why(
    place: str, tmp_path: Path, change: Callable[[Corpus], None], codes: set[Code]
) -> None:
    corpus = works()
    with Library.open(place) as library:
        with indexed(tmp_path, corpus) as snapshot:
            assert judged(library, snapshot) == []
        change(corpus)
        with indexed(tmp_path, corpus) as snapshot:
            stale = judged(library, snapshot)
    assert [one.question.text for one in stale] == ([FIRST] if codes else [])
    assert {reason.code for one in stale for reason in one.reasons} == codes
    for one in stale:
        assert "fictosis" in one.sentence
        assert all(reason.sentence.endswith(".") for reason in one.reasons)


@pytest.mark.parametrize(
    ("wanted", "code", "told"),
    [
        ({"settings": "settings-2"}, Code.SETTINGS_CHANGED, "Settings that can change"),
        ({"verifier": "locks-3"}, Code.MODEL_CHANGED, "The verifier was 'locks"),
        ({"embedder": "other@1"}, Code.MODEL_CHANGED, "is 'other@1' now"),
        ({"prompts": (("compose", "hash"),)}, Code.PROMPT_CHANGED, "The prompt 'compose' has"),
    ],
)
def test_another_model_prompt_or_setting_touches_every_article(
    place: str, tmp_path: Path, wanted: dict[str, object], code: Code, told: str
) -> None:
    with Library.open(place) as library, indexed(tmp_path, works()) as snapshot:
        stale = judged(library, snapshot, **wanted)
    composed = code is Code.PROMPT_CHANGED  # an abstention was not
    assert {one.question for one in stale} == {*QUESTIONS, *(() if composed else (UNANSWERED,))}
    for one in stale:
        (reason,) = one.reasons
        assert reason.code == code
        assert told in reason.sentence


def test_another_composer_touches_what_was_composed_and_no_abstention(
    place: str, tmp_path: Path
) -> None:
    with Library.open(place) as library, indexed(tmp_path, works()) as snapshot:
        stale = judged(library, snapshot, composer="llm:m", prompts=(("compose", "hash"),))
    assert {one.question for one in stale} == set(QUESTIONS)
    assert {reason.code for one in stale for reason in one.reasons} == {Code.MODEL_CHANGED}


def test_one_changed_document_regenerates_the_dependent_set_and_nothing_else(
    library_url: str, tmp_path: Path
) -> None:
    corpus = works()
    with Library.open(library_url, create=True) as library:
        with indexed(tmp_path, corpus) as snapshot:
            answer_all(library, snapshot, (*QUESTIONS, UNANSWERED))
        before = {one.article_id: one for one in library.current()}
        answers = {name: one.answer() for name, one in before.items()}
        dependent = {
            name
            for name, one in answers.items()
            if isinstance(one, Article) and TRIAL in cited(one)
        }
        assert dependent
        _changed_text(corpus)
        with indexed(tmp_path, corpus) as snapshot:
            stale = judged(library, snapshot)
            assert {one.article_id for one in stale} == dependent
            run(
                library,
                snapshot,
                [Task(question=one.question, reason=one.sentence) for one in stale],
            )
            after = {one.article_id: one for one in library.current()}
            assert judged(library, snapshot) == []
    for name, version in after.items():
        if name in dependent:
            assert version.number == before[name].number + 1
            assert "two months" in version.text
            assert (
                version.reason == "What is cited from “Trial of exampline in fictosis” has changed."
            )
        else:
            assert version == before[name]


def test_a_regenerated_article_goes_back_to_review_and_its_approved_version_stays(
    library_url: str, tmp_path: Path
) -> None:
    corpus = works()
    with Library.open(library_url, create=True, stored=submitting("Editor")) as library:
        with indexed(tmp_path, corpus) as snapshot:
            answer_all(library, snapshot, QUESTIONS[:2])
        reviewing = Reviewing(library, now=_clock)
        reviewer = Reviewer(name="Roe", credential="MD")
        for question in (FIRST, SECOND):
            reviewing.start(question, reviewer, take_over=False)
            reviewing.approve(question, reviewer)
        _changed_text(corpus)
        with indexed(tmp_path, corpus) as snapshot:
            stale = judged(library, snapshot)
            run(
                library,
                snapshot,
                [Task(question=one.question, reason=one.sentence) for one in stale],
            )
        touched, other = (reviewing.read(question, number=None) for question in (FIRST, SECOND))
        assert touched.case is not None
        assert touched.case.state is ReviewState.SUBMITTED
        assert touched.case.review is not None
        assert touched.case.review.reason == stale[0].sentence
        first, second = touched.versions
        assert first[1] is not None
        assert second[1] is None
        assert other.case is not None
        assert other.case.state is ReviewState.APPROVED
        assert reviewing.check(None).fault is None


def test_the_screen_spares_searches_and_several_processes_find_the_same(
    place: str, tmp_path: Path
) -> None:
    corpus = works()
    with Library.open(place) as library:
        with indexed(tmp_path, corpus) as snapshot:
            before = text_keys(snapshot)
        for change in (_new_trial, _unrelated):
            change(corpus)
        with indexed(tmp_path, corpus) as snapshot:
            new = snapshot.vector_ids()[~np.isin(text_keys(snapshot), before)]
            articles = list(library.kept())
            screen = ScoreBound(snapshot=snapshot, weights=learned_weights(), reranked=0.0)
            assert len(screen.candidates(articles, new)) < len(articles)
            found = dict(searched(snapshot).ranked(articles, new))
            everything = SearchedEvidence(
                screen=SparingNothing(),
                open_searcher=partial(opened_searcher, tmp_path),
                processes=2,
                portion=3,
            )
            assert found == dict(everything.ranked(articles, new)) != {}
