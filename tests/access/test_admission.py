"""Who is let in, and how often."""

import pytest

from ragqa.access.admission import LOGINS, Carried, KeyAdmission, admission_of
from ragqa.access.keys import Keys
from ragqa.access.roles import Principal, Role
from ragqa.config import ServerSettings
from ragqa.errors import TooManyRequestsError, UnauthenticatedError
from ragqa.library.database import Database
from tests.access.conftest import Clock

ADMIN = Principal(name="Ada Admin", credential="", roles=frozenset({Role.ADMIN}))


def carrying(key: str | None = None, session: str | None = None, address: str = "a") -> Carried:
    return Carried(key=key, session=session, address=address)


@pytest.fixture
def admission(database: Database, clock: Clock) -> KeyAdmission:
    settings = ServerSettings(access="keys", requests_per_minute=5)
    made = admission_of(settings, database, now=clock)
    assert isinstance(made, KeyAdmission)
    return made


@pytest.fixture
def key(database: Database, clock: Clock) -> str:
    keys = Keys(database, now=clock)
    return keys.add("Ann Roe", [Role.ASKER], credential="", days=None, by=ADMIN).text


def test_in_open_mode_everybody_is_the_local_user_with_every_role(
    database: Database, clock: Clock
) -> None:
    admission = admission_of(ServerSettings(requests_per_minute=1), database, now=clock)
    for carried in (carrying(), carrying(key="none"), carrying(session="x")):
        assert admission.admitted(carried).roles == frozenset(Role)


def test_a_key_and_the_session_it_began_let_the_same_person_in(
    admission: KeyAdmission, key: str
) -> None:
    token = admission.log_in(f" {key}\n", "a")
    by_key, by_session = carrying(key=key), carrying(session=token)
    assert admission.admitted(by_key) == admission.admitted(by_session)
    admission.log_out(token)
    with pytest.raises(UnauthenticatedError):
        admission.admitted(by_session)


def test_a_key_that_is_none_is_refused_even_with_a_session(
    admission: KeyAdmission, key: str
) -> None:
    token = admission.log_in(key, "a")
    with pytest.raises(UnauthenticatedError, match="no such key"):
        admission.admitted(carrying(key="x", session=token))


def test_who_carries_nothing_is_told_what_to_carry(admission: KeyAdmission) -> None:
    for _ in range(20):
        with pytest.raises(UnauthenticatedError, match=r"at /login, or send it as `Authorization"):
            admission.admitted(carrying())


def test_one_person_comes_so_often_in_a_minute_by_whichever_door(
    admission: KeyAdmission, key: str
) -> None:
    token = admission.log_in(key, "a")
    for _ in range(2):
        admission.admitted(carrying(key=key, address="a"))
        admission.admitted(carrying(session=token, address="b"))
    admission.admitted(carrying(key=key))
    with pytest.raises(TooManyRequestsError, match="More than 5 requests of one person") as told:
        admission.admitted(carrying(session=token))
    assert 1 <= told.value.retry_after <= 60


def test_another_person_is_not_kept_waiting(
    admission: KeyAdmission, key: str, database: Database, clock: Clock
) -> None:
    for _ in range(5):
        admission.admitted(carrying(key=key))
    other = Keys(database, now=clock).add("Bob", [Role.ASKER], credential="", days=None, by=ADMIN)
    assert admission.admitted(carrying(key=other.text)).name == "Bob"


def test_one_address_tries_so_many_keys_in_a_minute(admission: KeyAdmission, key: str) -> None:
    for number in range(5):
        with pytest.raises(UnauthenticatedError):
            admission.admitted(carrying(key=f"x{number}"))
    with pytest.raises(TooManyRequestsError, match="with a key that is none"):
        admission.admitted(carrying(key="x"))
    with pytest.raises(UnauthenticatedError):
        admission.admitted(carrying(key="x", address="b"))
    assert admission.admitted(carrying(key=key)).name == "Ann Roe"


def test_one_address_tries_to_log_in_so_often_in_a_minute(
    admission: KeyAdmission, key: str
) -> None:
    for number in range(LOGINS):
        with pytest.raises(UnauthenticatedError):
            admission.log_in(f"x{number}", "a")
    with pytest.raises(TooManyRequestsError, match="attempts to log in"):
        admission.log_in(key, "a")
    assert admission.log_in(key, "b")
