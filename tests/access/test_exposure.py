"""A server listens on loopback alone until somebody has a key."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ragqa.access.exposure import check_exposure
from ragqa.access.keys import Keys
from ragqa.access.roles import Principal, Role
from ragqa.config import Settings
from ragqa.errors import UsageError
from ragqa.library.database import Database

ADMIN = Principal(name="Ada Admin", credential="", roles=frozenset({Role.ADMIN}))


def settings(tmp_path: Path, host: str, access: str) -> Settings:
    return Settings.model_validate(
        {
            "server": {"host": host, "access": access},
            "library": {"url": str(tmp_path / "library.sqlite")},
        }
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_needs_no_key(tmp_path: Path, host: str) -> None:
    check_exposure(settings(tmp_path, host, "open"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "answers.example"])
def test_other_addresses_need_keys(tmp_path: Path, host: str) -> None:
    with pytest.raises(UsageError, match="nobody would have to log in"):
        check_exposure(settings(tmp_path, host, "open"))


def test_other_addresses_need_a_key_that_holds(tmp_path: Path) -> None:
    exposed = settings(tmp_path, "0.0.0.0", "keys")
    with pytest.raises(UsageError, match="No key holds"):
        check_exposure(exposed)
    database = Database.open(exposed.library.url, create=True)
    keys = Keys(database, now=lambda: datetime.now(UTC))
    new = keys.add("Ann Roe", [Role.ADMIN], credential="", days=None, by=ADMIN)
    check_exposure(exposed)
    keys.revoke(new.key.key_id, by=ADMIN)
    database.close()
    with pytest.raises(UsageError, match="ragqa access add NAME"):
        check_exposure(exposed)


def test_loopback_with_keys_and_none_is_pointed_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        check_exposure(settings(tmp_path, "127.0.0.1", "keys"))
    assert "nobody could log in" in caplog.text
