"""`ragqa access`: keys given, listed and taken away, and every refusal."""

import json
from pathlib import Path

import pytest

from ragqa.cli.app import build_app
from ragqa.errors import LibraryError, RagqaError, UsageError
from tests.cli.command import ragqa

Output = pytest.CaptureFixture[str]


class Desk:
    """Types commands at one library, in this process."""

    def __init__(self, place: Path, output: Output) -> None:
        self.place = place
        self._app = build_app(["access", "review"])
        self._output = output

    def __call__(self, *arguments: str) -> str:
        line = [*arguments, "--library", str(self.place)]
        assert self._app(line, standalone_mode=False) == 0
        return self._output.readouterr().out

    def add(self, name: str = "Ann Roe", *more: str) -> dict[str, str]:
        arguments = ("add", name, "--role", "reviewer", "--by", "Ada", *more, "--json")
        read = json.loads(self("access", *arguments))
        assert isinstance(read, dict)
        return read


@pytest.fixture
def desk(tmp_path: Path, capsys: Output) -> Desk:
    return Desk(tmp_path / "library.sqlite", capsys)


def test_a_key_is_printed_once_and_listed_without_its_secret(desk: Desk) -> None:
    made = desk.add("Ann Roe", "--role", "asker", "--credential", "MD", "--expires", "30")
    assert made["key"].startswith(f"ragqa_{made['key_id']}_")
    listed = desk("access", "list", "--json")
    assert made["key"].rpartition("_")[2] not in listed
    (key,) = json.loads(listed)["keys"]
    assert key == {name: value for name, value in made.items() if name != "key"}
    assert (key["name"], key["credential"], key["roles"]) == (
        "Ann Roe",
        "MD",
        ["asker", "reviewer"],
    )
    assert (key["added_by"], key["valid"], key["revoked_at"]) == ("Ada", True, None)


def test_the_key_alone_goes_to_standard_output(tmp_path: Path) -> None:
    place = tmp_path / "library.sqlite"
    made = ragqa("access", "add", "Ann Roe", "--role", "admin", "--library", place)
    assert made.status == 0
    (line,) = made.out.splitlines()
    assert line.startswith("ragqa_")
    assert "cannot be shown again" in made.sentence


def test_keys_are_listed_one_a_line_with_where_each_stands(desk: Desk) -> None:
    desk.add()
    old = desk.add("Bob Poe", "--expires", "1")
    desk("access", "revoke", old["key_id"])
    ann, bob, count = desk("access", "list").splitlines()
    assert "  holds  " in ann
    assert ann.endswith("Ann Roe  (reviewer)")
    assert f"{old['key_id']}  " in bob
    assert "  revoked 2" in bob
    assert count == "Keys: 2."


def test_revoking_is_told_and_logged(desk: Desk) -> None:
    key = desk.add()["key_id"]
    told = desk("access", "revoke", "Ann Roe", "--by", "Ada")
    assert told == f"The key {key} of Ann Roe is revoked.\n"
    assert json.loads(desk("access", "revoke", key, "--json"))["valid"] is False
    added, revoked, count = desk("review", "log").splitlines()
    assert added.endswith(f"add key    Ada  {key} of Ann Roe: reviewer")
    assert revoked.endswith(f"revoke key  Ada  {key} of Ann Roe")
    assert count == "Steps: 2."
    assert desk("review", "verify-log").startswith("Rows as they were written: 2.")
    steps = json.loads(desk("review", "log", "--json"))["steps"]
    assert [(step["article_id"], step["action"]) for step in steps] == [
        (None, "add key"),
        (None, "revoke key"),
    ]


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        (("add", "Ann", "--role", "boss"), UsageError, "'boss' is no role. Give one of asker,"),
        (("add", " ", "--role", "asker"), RagqaError, "is nobody's name"),
        (("revoke", "Nobody"), RagqaError, "There is no key 'Nobody'"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    desk: Desk, arguments: tuple[str, ...], error: type[RagqaError], told: str
) -> None:
    desk.add("Somebody")
    with pytest.raises(error, match=told):
        desk("access", *arguments)


@pytest.mark.parametrize("command", [("list",), ("revoke", "x")])
def test_without_a_library_there_are_no_keys(desk: Desk, command: tuple[str, ...]) -> None:
    with pytest.raises(LibraryError, match="There is no library"):
        desk("access", *command)


def test_a_key_needs_a_role(tmp_path: Path) -> None:
    run = ragqa("access", "add", "Ann", "--library", tmp_path / "l.sqlite")
    assert run.status == 2
    assert "--role" in run.sentence


def test_serving_elsewhere_without_a_key_is_wrong_use(tmp_path: Path) -> None:
    library = str(tmp_path / "library.sqlite")
    run = ragqa("serve", "--host", "0.0.0.0", "--port", "0", RAGQA_LIBRARY__URL=library)
    assert run.status == 2
    assert "nobody would have to log in" in run.sentence
    with_keys = {"RAGQA_LIBRARY__URL": library, "RAGQA_SERVER__ACCESS": "keys"}
    run = ragqa("serve", "--host", "0.0.0.0", "--port", "0", **with_keys)
    assert run.status == 2
    assert "No key holds" in run.sentence
