"""A session lasts until it is over, ended, or its key holds no longer."""

import pytest
import sqlalchemy as sa

from ragqa.access.keys import Key, Keys
from ragqa.access.roles import Principal, Role
from ragqa.access.sessions import Sessions
from ragqa.errors import UnauthenticatedError
from ragqa.library.access_tables import SESSIONS
from ragqa.library.database import Database
from tests.access.conftest import Clock

ADMIN = Principal(name="Ada Admin", credential="", roles=frozenset({Role.ADMIN}))


@pytest.fixture
def keys(database: Database, clock: Clock) -> Keys:
    return Keys(database, now=clock)


@pytest.fixture
def key(keys: Keys) -> Key:
    return keys.add("Ann Roe", [Role.ASKER], credential="", days=2, by=ADMIN).key


@pytest.fixture
def sessions(database: Database, clock: Clock) -> Sessions:
    return Sessions(database, hours=12, now=clock)


def is_over(sessions: Sessions, token: str) -> bool:
    try:
        sessions.holder(token)
    except UnauthenticatedError:
        return True
    return False


def test_a_session_is_its_holders_until_it_is_over(
    sessions: Sessions, key: Key, clock: Clock
) -> None:
    token = sessions.begin(key)
    clock.forward(hours=11.9)
    assert sessions.holder(token) == key
    clock.forward(hours=0.1)
    with pytest.raises(UnauthenticatedError, match=r"The session is over\. Log in again\."):
        sessions.holder(token)


def test_a_session_that_was_ended_is_over_and_others_are_not(sessions: Sessions, key: Key) -> None:
    ended, other = sessions.begin(key), sessions.begin(key)
    sessions.end(ended)
    sessions.end("no token")
    assert is_over(sessions, ended)
    assert not is_over(sessions, other)


def test_a_revoked_key_ends_its_sessions(sessions: Sessions, key: Key, keys: Keys) -> None:
    token = sessions.begin(key)
    keys.revoke(key.key_id, by=ADMIN)
    assert is_over(sessions, token)


def test_an_expired_key_ends_its_sessions(database: Database, key: Key, clock: Clock) -> None:
    sessions = Sessions(database, hours=1000, now=clock)
    token = sessions.begin(key)
    clock.forward(days=2)
    with pytest.raises(UnauthenticatedError, match="expired on"):
        sessions.holder(token)


def test_tokens_are_kept_as_hashes_and_forgotten_when_over(
    sessions: Sessions, key: Key, clock: Clock, database: Database
) -> None:
    token = sessions.begin(key)
    clock.forward(hours=13)
    sessions.begin(key)
    with database.reading() as connection:
        (kept,) = connection.execute(sa.select(SESSIONS)).all()
    assert kept.begun_at == "2026-03-05T22:30:00+00:00"
    assert database.file is not None
    assert all(token.encode() not in file.read_bytes() for file in database.file.parent.iterdir())


@pytest.mark.parametrize("token", ["", "x", "\ud800", "é" * 5000])
def test_what_is_no_token_opens_nothing(sessions: Sessions, token: str) -> None:
    assert is_over(sessions, token)
