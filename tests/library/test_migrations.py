"""Migrations lead from any older library to the tables that the code names."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from ragqa.errors import LibraryError
from ragqa.library.access_tables import KEYS, SESSIONS
from ragqa.library.conversation_tables import CONVERSATIONS, TURNS
from ragqa.library.database import VERSION_TABLE
from ragqa.library.database import library_url as url_of
from ragqa.library.deeds import DeedKind
from ragqa.library.review_log import ReviewLog
from ragqa.library.review_tables import CASES, HEAD, LOG
from ragqa.library.store import Library
from ragqa.library.tables import ARTICLES, METADATA
from tests.library.review_steps import deed, hundred_steps
from tests.library.stored_articles import article, stored


def test_migrations_make_the_tables_that_the_code_names(library_url: str) -> None:
    assert {LOG, HEAD, CASES, CONVERSATIONS, TURNS, KEYS, SESSIONS} <= set(METADATA.tables.values())
    with Library.open(library_url, create=True) as library, library.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []


def test_a_library_from_before_the_review_can_be_reviewed(library_url: str) -> None:
    _make_at("0001", library_url)
    with Library.open(library_url) as library:
        name = stored(library, article()).article_id
        with library.reading() as connection:
            assert ReviewLog(connection).case(name) is None


def _make_at(revision: str, place: str) -> None:
    """Make a library as an older ragqa has left it."""
    config = Config()
    config.set_main_option("script_location", "ragqa.library:migrations")
    config.attributes["version_table"] = VERSION_TABLE
    engine = sa.create_engine(url_of(place))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_a_log_from_before_the_deeds_verifies_and_is_guarded_as_before(library_url: str) -> None:
    _make_at("0003", library_url)
    engine = sa.create_engine(url_of(library_url))
    with engine.begin() as connection:
        connection.execute(ARTICLES.insert(), [_article_row(number) for number in range(10)])
        log = ReviewLog(connection)
        for one in hundred_steps():
            log.add(one)
        before = list(log.rows())
    engine.dispose()
    with Library.open(library_url) as library:
        with library.reading() as connection:
            assert list(ReviewLog(connection).rows()) == before
        with library.reading() as connection:
            assert ReviewLog(connection).check(str(before[-1]["seal"])).rows == 100
        for statement in ("UPDATE review_log SET comment = 'x'", "DELETE FROM review_log"):
            with pytest.raises(LibraryError, match="only added to"), library.writing() as writing:
                writing.execute(sa.text(statement))
        with library.writing() as connection:
            ReviewLog(connection).record(deed(DeedKind.REINDEX, about="snapshot s"))
            assert sa.inspect(connection).get_indexes("review_log")[0]["name"] == "log_of_article"


def _article_row(number: int) -> dict[str, object]:
    return {"article_id": f"a{number}", "question": "Q", "audience": "x", "version_id": "v"}
