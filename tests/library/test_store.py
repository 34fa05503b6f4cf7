"""Libraries in both databases: every version kept as it was given, faults told plainly."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from ragqa.errors import (
    LibraryError,
    LibraryFullError,
    LibraryLockedError,
    LibraryVersionError,
    ReviewError,
    UsageError,
)
from ragqa.library.database import VERSION_TABLE, library_url
from ragqa.library.dependencies import Dependencies, read, written
from ragqa.library.faults import telling
from ragqa.library.review_tables import LOG
from ragqa.library.store import Library, NewVersion, article_id_of
from ragqa.library.tables import METADATA
from ragqa.library.turns import alone
from ragqa.rendering.as_json import render_json
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import Audience, Question
from ragqa.schema.review import content_hash
from tests.rendering.any_answers import abstentions, articles
from tests.rendering.samples import ABSTENTION, ARTICLE


def new_version(answer: Article | Abstention, reason: str = "") -> NewVersion:
    known = Dependencies(provenance=answer.provenance, cited=(), sources=(), ranked=())
    vector = np.array([0.6, 0.8], dtype=np.float32)
    return NewVersion(answer=answer, dependencies=known, vector=vector, reason=reason)


def opened(place: str) -> Library:
    library = Library.open(place, create=True)
    library.remember_snapshot(ARTICLE.provenance.snapshot, np.array([9, 3, 5]))
    return library


def test_a_library_gives_back_what_was_stored_byte_for_byte(library_url: str) -> None:
    with opened(library_url) as library:
        stored = [library.keep(new_version(answer)) for answer in (ARTICLE, ABSTENTION)]
    with Library.open(library_url) as library:
        found = {one.article_id: one for one in library.current()}
        assert found == {one.article_id: one for one in stored}
        article, abstention = (found[article_id_of(one.question)] for one in (ARTICLE, ABSTENTION))
        assert article.text == render_json(ARTICLE)
        answer = article.answer()
        assert isinstance(answer, Article)
        assert (answer.claims, answer.provenance) == (ARTICLE.claims, ARTICLE.provenance)
        assert article.content_hash == content_hash(answer)
        assert (render_json(abstention.answer()), abstention.content_hash) == (
            render_json(ABSTENTION),
            None,
        )
        assert library.texts_of(ARTICLE.provenance.snapshot).tolist() == [3, 5, 9]
        assert library.article_ids() == found.keys()
        kept = {one.article_id: one for one in library.kept()}[article.article_id]
        assert (kept.question, kept.dependencies) == (
            ARTICLE.question,
            new_version(ARTICLE).dependencies,
        )
        np.testing.assert_array_equal(kept.vector, new_version(ARTICLE).vector)


def test_a_further_version_leaves_the_one_before_it_as_it_was(library_url: str) -> None:
    changed = replace(ARTICLE, notices=("Regenerated.",))
    with opened(library_url) as library:
        first = library.keep(new_version(ARTICLE))
        second = library.keep(new_version(changed, "A source has been retracted."))
        assert library.versions(first.article_id) == [first, second]
        assert list(library.current()) == [second]
        assert [one.number for one in (first, second)] == [1, 2]
        assert (first.reason, second.reason) == ("", "A source has been retracted.")
        # The same text once more is a version of its own: it was given twice.
        third = library.keep(new_version(changed))
        assert third.version_id not in {first.version_id, second.version_id}


def test_what_fails_beside_a_version_undoes_it(library_url: str) -> None:
    def refuse(*_: object) -> None:
        raise ReviewError("Not allowed.")

    with opened(library_url) as library:
        kept = library.keep(new_version(ARTICLE))
    with Library.open(library_url, stored=refuse) as library:
        for answer in (replace(ARTICLE, notices=("x",)), ABSTENTION):
            with pytest.raises(ReviewError):
                library.keep(new_version(answer))
        assert list(library.current()) == [kept]
        assert library.versions(kept.article_id) == [kept]


def test_an_article_is_found_by_its_id_its_beginning_or_its_question(library_url: str) -> None:
    asked = Question(text=ARTICLE.question.text, audience=Audience.PATIENT)
    with opened(library_url) as library:
        kept = library.keep(new_version(ARTICLE)).article_id
        for name in (kept, kept[:8], ARTICLE.question.text):
            assert library.find(name) == kept
        library.keep(new_version(replace(ARTICLE, question=asked)))
        with pytest.raises(UsageError, match="two articles or more"):
            library.find(ARTICLE.question.text)
        for name in ("a%", "What is this?"):
            with pytest.raises(UsageError, match="no article"):
                library.find(name)


@given(articles() | abstentions())
@settings(max_examples=20)
def test_dependencies_come_back_as_they_were(answer: Article | Abstention) -> None:
    known = new_version(answer).dependencies
    assert read(written(known)) == known


def test_dependencies_that_something_else_wrote_are_refused() -> None:
    with pytest.raises(LibraryError, match="dependencies cannot be read"):
        read('{"provenance": 3}')


def test_the_migrations_make_the_tables_that_are_used(library_url: str) -> None:
    with Library.open(library_url, create=True) as library, library.reading() as connection:
        inspector = sa.inspect(connection)
        assert LOG.name in METADATA.tables
        assert METADATA.tables.keys() | {VERSION_TABLE} == set(inspector.get_table_names())
        for name, table in METADATA.tables.items():
            made = {column["name"]: column["nullable"] for column in inspector.get_columns(name)}
            assert made == {column.name: column.nullable for column in table.columns}


def test_a_migration_that_is_cut_off_leaves_nothing_behind(
    library_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("alembic.operations.Operations.create_index", cut_off)
        with pytest.raises(KeyboardInterrupt):
            Library.open(library_url, create=True)
    engine = sa.create_engine(_url(library_url))
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()
    with opened(library_url) as library:
        assert library.keep(new_version(ARTICLE)).number == 1


def test_a_library_of_a_newer_version_is_left_alone(library_url: str) -> None:
    with opened(library_url) as library, library.writing() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(LibraryVersionError, match=r"newer version of ragqa .*9999.* Use that"):
        Library.open(library_url)


def test_a_database_with_other_tables_is_no_library(library_url: str) -> None:
    engine = sa.create_engine(_url(library_url))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE articles (title TEXT)"))
    engine.dispose()
    with pytest.raises(LibraryError, match=r"holds other tables \(articles\) and is no library"):
        Library.open(library_url, create=True)


def test_one_batch_at_a_time_works_on_a_library(library_url: str) -> None:
    with opened(library_url) as one, Library.open(library_url) as other:
        with alone(one.database), pytest.raises(LibraryLockedError, match="Another batch is at"):
            alone(other.database).__enter__()
        with alone(other.database):
            pass


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (lambda place: place.write_text("This is a letter, and no database." * 100), "no library"),
        (lambda place: place.mkdir(), "cannot be opened"),
        (lambda place: None, r"There is no library .* yet\. `ragqa batch run"),
    ],
)
def test_a_place_that_holds_no_library_is_told_in_one_sentence(
    tmp_path: Path, prepare: Callable[[Path], object], told: str
) -> None:
    place = tmp_path / "place"
    prepare(place)
    with pytest.raises(LibraryError, match=told):
        Library.open(str(place))


@pytest.mark.parametrize("place", ["mysql://here/there", "http://x.example", "postgresql://:port:"])
def test_a_url_of_something_else_is_wrong_use(place: str) -> None:
    with pytest.raises(UsageError, match="is no database that a library can be in"):
        library_url(place)


def test_a_password_is_never_told() -> None:
    with pytest.raises(LibraryError, match="cannot be reached") as caught:
        Library.open("postgresql://somebody:secret@127.0.0.1:1/articles", create=True)
    assert "secret" not in str(caught.value)
    assert "somebody" in str(caught.value)


def test_a_full_disk_keeps_what_was_stored_before(tmp_path: Path) -> None:
    place = tmp_path / "library.sqlite"
    with opened(str(place)) as library:
        kept = library.keep(new_version(ARTICLE))
        sa.event.listen(sa.engine.Engine, "begin", _no_more_pages)
        try:
            with pytest.raises(
                LibraryFullError, match=r"has no room left for another article\. Free"
            ):
                _fill(library)
        finally:
            sa.event.remove(sa.engine.Engine, "begin", _no_more_pages)
        versions = library.versions(kept.article_id)
    assert versions[0] == kept
    assert [one.number for one in versions] == list(range(1, len(versions) + 1))


def _fill(library: Library) -> None:
    for number in range(1000):
        library.keep(new_version(replace(ARTICLE, notices=(str(number) * 5000,))))


def _no_more_pages(connection: sa.Connection) -> None:
    count = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {min(100, int(count or 0) + 20)}")


def test_a_library_that_somebody_keeps_busy_is_told_so(tmp_path: Path) -> None:
    place = tmp_path / "busy.sqlite"
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN IMMEDIATE")
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(place)), connect_args={"timeout": 0}
    )
    with (
        pytest.raises(LibraryLockedError, match=r"is being written by another process\. Wait"),
        telling("busy.sqlite"),
        engine.begin() as connection,
    ):
        connection.execute(sa.text("INSERT INTO t VALUES (1)"))
    other.close()
    engine.dispose()


def test_several_that_make_one_library_at_once_agree(library_url: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(lambda _: Library.open(library_url, create=True), range(3)))
    for library in made:
        assert library.article_ids() == frozenset()
        library.close()


def _url(place: str) -> sa.URL:
    return library_url(place)
