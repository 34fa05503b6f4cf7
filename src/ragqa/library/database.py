"""The database of a library: opened, brought up to date, read and written in transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from ragqa.errors import LibraryError, LibraryVersionError, UsageError
from ragqa.library.faults import telling
from ragqa.library.tables import METADATA

VERSION_TABLE = "library_version"
_PATIENCE = 30
_WRITES = "ragqa_writes"
_MIGRATING = 0x7261677161  # "ragqa" as the key of an advisory lock


class Database:
    """Reads and writes one library; its tables are made or migrated when it is opened."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, place: str, *, create: bool) -> Self:
        """Open the library at a path (SQLite) or a `postgresql://` URL, and migrate it.

        Raises:
            LibraryVersionError: a newer ragqa has written it.
            LibraryLockedError: another process keeps it busy.
            LibraryError: it cannot be opened, or is no library.
            UsageError: the place is neither a path nor such a URL.
        """
        url = library_url(place)
        if not create and url.database and _is_sqlite(url) and not Path(url.database).exists():
            raise LibraryError(
                f"There is no library {place!r} yet. `ragqa batch run QUESTIONS.jsonl` makes one."
            )
        database = cls(_engine(url), _name(url))
        try:
            database._migrate()
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @property
    def name(self) -> str:
        """The library as messages call it: its path, or its URL without the password."""
        return self._name

    @property
    def file(self) -> Path | None:
        """The file that holds the library; None where a server does."""
        database = self._engine.url.database
        return Path(database) if _is_sqlite(self._engine.url) and database else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that sees one state of the library.

        Raises:
            LibraryError: the library cannot be read.
        """
        with telling(self._name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection whose changes are all kept at the end of the block, or none.

        Raises:
            LibraryLockedError: another process is writing for longer than half a minute.
            LibraryError: the library cannot be written.
        """
        engine = self._engine.execution_options(**{_WRITES: True})
        with telling(self._name), engine.begin() as connection:
            yield connection

    def session(self) -> AbstractContextManager[Connection]:
        """Lend a connection without a transaction, for what lasts longer than one."""
        return self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()

    def _migrate(self) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", "ragqa.library:migrations")
        config.attributes["version_table"] = VERSION_TABLE
        script = ScriptDirectory.from_config(config)
        known = {revision.revision for revision in script.walk_revisions()}
        with self.reading() as connection:
            if self._revision(connection, known) == script.get_current_head():
                return
        with self.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
            if self._revision(connection, known) != script.get_current_head():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def _revision(self, connection: Connection, known: set[str]) -> str | None:
        """Return the revision of the library; None where there is none yet."""
        inspector = sa.inspect(connection)
        tables = set(inspector.get_table_names())
        if VERSION_TABLE not in tables:
            self._refuse_strangers(tables)
            return None
        statement = sa.text(f"SELECT version_num FROM {VERSION_TABLE}")
        revision = connection.execute(statement).scalar()
        if revision is not None and revision not in known:
            raise LibraryVersionError(
                f"The library {self._name!r} was written by a newer version of ragqa "
                f"(its format is {revision}). Use that version, or name another library."
            )
        return revision

    def _refuse_strangers(self, tables: set[str]) -> None:
        ours = tables & METADATA.tables.keys() if self.file is None else tables
        if ours:
            raise LibraryError(
                f"The database {self._name!r} holds other tables ({min(ours)}) and is no library "
                "of ragqa. Name another place with --library."
            )


def library_url(place: str) -> URL:
    """Return the URL of a library that a person named.

    Raises:
        UsageError: it is a URL of another database.
    """
    if "://" not in place:
        return URL.create("sqlite", database=place)
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in {"postgresql", "postgres"}:
        raise UsageError(
            f"{place.partition('://')[0]!r} is no database that a library can be in. Give the path "
            "of an SQLite file, or postgresql://USER@HOST/DATABASE."
        )
    return url.set(drivername="postgresql+psycopg")


def _name(url: URL) -> str:
    if _is_sqlite(url):
        return url.database or ""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _engine(url: URL) -> Engine:
    """Return the engine; what is stored never gets into an error, and so into no log."""
    if not _is_sqlite(url):
        return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(url, connect_args={"timeout": _PATIENCE}, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    # The driver would begin transactions by itself, after the first statement that reads.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # What was answered is on the disk before the next question is asked.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that will write takes its turn before it reads."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
