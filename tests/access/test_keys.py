"""Keys let in whom they were given to, for as long as they hold, and nobody else."""

import dataclasses
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ragqa.access.keys import Keys, NewKey
from ragqa.access.roles import Principal, Role
from ragqa.errors import NotFoundError, ReviewError, UnauthenticatedError, UsageError
from ragqa.library.access_tables import KEYS
from ragqa.library.database import Database
from ragqa.library.review_log import ReviewLog
from tests.access.conftest import Clock

ADMIN = Principal(name="Ada Admin", credential="", roles=frozenset({Role.ADMIN}))


@pytest.fixture
def keys(database: Database, clock: Clock) -> Keys:
    return Keys(database, now=clock)


def given_to(keys: Keys, name: str = "Ann Roe", days: int | None = None) -> NewKey:
    return keys.add(name, [Role.REVIEWER, Role.ASKER], credential="MD", days=days, by=ADMIN)


def test_a_key_lets_in_whom_it_was_given_to(keys: Keys) -> None:
    new = given_to(keys)
    assert re.fullmatch(r"ragqa_[0-9a-f]{12}_[0-9a-f]{64}", new.text)
    who = Principal(name="Ann Roe", credential="MD", roles=frozenset({Role.ASKER, Role.REVIEWER}))
    assert keys.holder(new.text).principal == who
    assert keys.listed() == [new.key]


def test_the_secret_is_nowhere_in_the_library(keys: Keys, database: Database) -> None:
    new = given_to(keys)
    secret = new.text.rpartition("_")[2]
    assert database.file is not None
    for file in database.file.parent.iterdir():
        content = file.read_bytes()
        assert secret.encode() not in content
        assert bytes.fromhex(secret) not in content


def test_two_keys_share_nothing(keys: Keys) -> None:
    made = {given_to(keys).text for _ in range(50)}
    ids = {text.split("_")[1] for text in made}
    secrets = {text.split("_")[2] for text in made}
    assert (len(ids), len(secrets)) == (50, 50)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keys, str]:
    """Keys of which one was given, and that one."""
    place = str(tmp_path_factory.mktemp("keys") / "library.sqlite")
    keys = Keys(Database.open(place, create=True), now=Clock())
    return keys, given_to(keys).text


@given(place=st.integers(0, 82), character=st.characters(codec="utf-8"))
def test_a_key_with_another_character_is_none(
    held: tuple[Keys, str], place: int, character: str
) -> None:
    keys, text = held
    changed = text[:place] + character + text[place + 1 :]
    assume(changed != text)
    with pytest.raises(UnauthenticatedError, match="The server knows no such key"):
        keys.holder(changed)


@given(text=st.text(max_size=200))
def test_no_text_is_a_key_but_one_that_was_given(held: tuple[Keys, str], text: str) -> None:
    with pytest.raises(UnauthenticatedError):
        held[0].holder(text)


def test_the_secret_of_one_key_does_not_open_another(keys: Keys) -> None:
    ann, bob = given_to(keys), given_to(keys, "Bob Poe")
    mixed = f"ragqa_{ann.key.key_id}_{bob.text.rpartition('_')[2]}"
    with pytest.raises(UnauthenticatedError, match="knows no such key"):
        keys.holder(mixed)


def test_a_key_holds_until_it_expires(keys: Keys, clock: Clock) -> None:
    new = given_to(keys, days=30)
    clock.forward(days=29, hours=23)
    assert keys.holder(new.text) == new.key
    assert keys.any_valid()
    clock.forward(hours=1)
    told = f"The key {new.key.key_id} of Ann Roe expired on 2026-04-04."
    with pytest.raises(UnauthenticatedError, match=told):
        keys.holder(new.text)
    assert not keys.any_valid()


def test_a_revoked_key_lets_nobody_in_and_stays_in_the_list(keys: Keys) -> None:
    new = given_to(keys)
    revoked = keys.revoke(new.key.key_id, by=ADMIN)
    assert revoked == dataclasses.replace(new.key, revoked_at="2026-03-05T09:30:00+00:00")
    with pytest.raises(UnauthenticatedError, match=r"was revoked on 2026-03-05\."):
        keys.holder(new.text)
    assert keys.listed() == [revoked]
    assert not keys.any_valid()


def test_a_key_is_revoked_once(keys: Keys, clock: Clock, database: Database) -> None:
    new = given_to(keys)
    first = keys.revoke("Ann Roe", by=ADMIN)
    clock.forward(days=1)
    assert keys.revoke(new.key.key_id, by=ADMIN) == first
    with database.reading() as connection:
        assert [row["action"] for row in ReviewLog(connection).rows()] == ["add key", "revoke key"]


def test_a_name_means_the_one_key_that_still_holds(keys: Keys) -> None:
    old, new = given_to(keys), given_to(keys)
    with pytest.raises(UsageError, match=f"has several keys: .*{new.key.key_id}"):
        keys.revoke("Ann Roe", by=ADMIN)
    keys.revoke(old.key.key_id, by=ADMIN)
    assert keys.revoke("Ann Roe", by=ADMIN).key_id == new.key.key_id


def test_a_key_that_is_not_there_cannot_be_revoked(keys: Keys) -> None:
    with pytest.raises(NotFoundError, match="no key 'Nobody', nor a person of that name"):
        keys.revoke("Nobody", by=ADMIN)


def test_a_key_without_a_role_is_refused(keys: Keys) -> None:
    with pytest.raises(UsageError, match="would have no role"):
        keys.add("Ann Roe", [], credential="", days=None, by=ADMIN)


@pytest.mark.parametrize("name", ["", " . ", "Ann\x07Roe", "x" * 201])
def test_a_name_that_is_none_is_refused(keys: Keys, name: str) -> None:
    with pytest.raises(ReviewError):
        given_to(keys, name)
    assert keys.listed() == []


def test_who_gives_and_takes_keys_stands_in_the_log(keys: Keys, database: Database) -> None:
    new = given_to(keys)
    keys.revoke("Ann Roe", by=ADMIN)
    with database.reading() as connection:
        log = ReviewLog(connection)
        rows = [(row["action"], row["by"], row["comment"]) for row in log.rows()]
    with database.reading() as connection:
        assert ReviewLog(connection).check(None).fault is None
    assert rows == [
        ("add key", "Ada Admin", f"{new.key.key_id} of Ann Roe: asker, reviewer"),
        ("revoke key", "Ada Admin", f"{new.key.key_id} of Ann Roe"),
    ]


def test_a_key_that_was_slipped_in_removed_or_given_back_is_found(
    keys: Keys, database: Database
) -> None:
    kept, gone = given_to(keys), given_to(keys, "Bob Poe")
    keys.revoke("Bob Poe", by=ADMIN)
    this = KEYS.c.key_id == gone.key.key_id
    row = {"secret_hash": "0", "name": "Zoe", "credential": "", "roles": "admin"}
    slipped_in = {**row, "key_id": "f" * 12, "added_at": "", "added_by": ""}
    for change, named in (
        (KEYS.insert().values(slipped_in), "f" * 12),
        (KEYS.update().where(this).values(revoked_at=None), gone.key.key_id),
        (KEYS.delete().where(KEYS.c.key_id == kept.key.key_id), kept.key.key_id),
    ):
        with database.reading() as connection:
            assert ReviewLog(connection).check(None).fault is None
        with database.session() as connection:
            transaction = connection.execution_options(isolation_level="SERIALIZABLE").begin()
            connection.execute(change)
            fault = ReviewLog(connection).check(None).fault
            transaction.rollback()
        assert fault is not None
        assert fault.message == f"The key {named} is not what the review log was told of it."
