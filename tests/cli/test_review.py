"""`ragqa review`: what an editor types, from the list to the approval, and every refusal."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from ragqa.cli.app import build_app
from ragqa.errors import RagqaError, UsageError
from ragqa.library.review_log import submitting
from ragqa.library.store import Library
from tests.cli.command import ragqa
from tests.library.stored_articles import abstention, article, stored

QUESTION = "Does drug A help?"
ANN = ("--by", "Ann Roe", "--credential", "MD")
EVE = ("--by", "Eve Editor")
CLAIM = article().claims[0].claim_id


@dataclass(frozen=True)
class Told:
    """What a command left behind: its exit status, and what it printed or refused."""

    status: int
    out: str

    @property
    def json(self) -> dict[str, object]:
        read = json.loads(self.out)
        assert isinstance(read, dict)
        return read


class Desk:
    """Types commands of the review at one library, in this process."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.place = place
        self._app = build_app(["review"])
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Told:
        line = ["review", *arguments, "--library", str(self.place)]
        try:
            status = self._app(line, standalone_mode=False)
        except RagqaError as error:
            return Told(2 if isinstance(error, UsageError) else 1, str(error))
        printed = self._capsys.readouterr()
        assert printed.err == ""
        return Told(status, printed.out)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A library of one article and one abstention, submitted by Eve Editor."""
    place = tmp_path / "library.sqlite"
    with Library.open(str(place), create=True, stored=submitting("Eve Editor")) as library:
        stored(library, article(QUESTION))
        stored(library, abstention("What is the capital of country Y?"))
    return place


@pytest.fixture
def desk(place: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(place, capsys)


def regenerate(desk: Desk, text: str) -> None:
    with Library.open(str(desk.place), stored=submitting("Eve Editor")) as library:
        stored(library, article(QUESTION, text), reason="A cited passage changed.")


def test_an_editor_lists_reads_comments_and_approves(desk: Desk) -> None:
    listed = desk("list", "--state", "submitted", "--json").json["articles"]
    assert isinstance(listed, list)
    name = listed[0]["article_id"]
    assert desk("start", name, *ANN).out == f"Article {name} is under review by Ann Roe.\n"
    said = desk("comment", QUESTION, "--claim", CLAIM[:5], "For how long?", *ANN).out
    assert said.startswith(f"The comment on claim {CLAIM} is kept.\nArticle {name} is under review")
    desk("send-back", name[:6], "--comment", "The duration is missing.", *ANN)
    assert desk("list").out.splitlines()[0] == f"{name}  sent back     {QUESTION}  (clinician)"
    desk("submit", name, "--comment", "The source gives none.", *EVE)
    page = desk("show", name).out
    assert f"{CLAIM}  Drug A helps.\n    Ann Roe, " in page
    assert "Why it stands there: The source gives none." in page
    desk("start", name, *ANN)
    assert "In review by Ann Roe, MD, since " in desk("show", name).out
    assert desk("approve", name, "--by", "ann roe").out == f"Article {name} is approved.\n"
    assert "**Approved · approved by ann roe, MD, on " in desk("show", name).out
    rows = [line.strip().split("  ") for line in desk("log", name).out.splitlines()[:-1]]
    assert [row[3] for row in rows] == [
        *("submit", "start", "comment", "send back", "submit", "start", "approve")
    ]
    assert desk("verify-log").out.startswith("Rows as they were written: 7. The last seal is ")


def test_what_programs_read_says_the_same(desk: Desk) -> None:
    started = desk("start", QUESTION, *ANN, "--json").json
    assert started["state"] == "under review"
    assert started["submitted_by"] == "Eve Editor"
    assert isinstance(started["reviewer"], dict)
    assert started["reviewer"]["name"] == "Ann Roe"
    said = desk("comment", QUESTION, "--claim", CLAIM, "Why?", *ANN, "--json").json["comments"]
    assert isinstance(said, list)
    assert (said[0]["claim"], said[0]["comment"], said[0]["by"]) == (CLAIM, "Why?", "Ann Roe")
    approved = desk("approve", QUESTION, *ANN, "--json").json
    shown = desk("show", QUESTION, "--json").json
    assert {key: shown[key] for key in approved} == approved
    assert isinstance(shown["article"], dict)
    assert shown["article"]["review"]["approval"] == approved["approval"]
    steps = desk("log", "--json").json["steps"]
    assert isinstance(steps, list)
    assert [one["row"] for one in steps] == [1, 2, 3, 4]
    verified = desk("verify-log", "--json").json
    assert (verified["intact"], verified["rows"], verified["fault"]) == (True, 4, None)
    assert desk("verify-log", "--seal", str(verified["seal"])).status == 0


def test_a_changed_article_is_back_and_the_approved_version_stays_readable(desk: Desk) -> None:
    desk("start", QUESTION, *ANN)
    desk("approve", QUESTION, *ANN)
    regenerate(desk, "Drug A hardly helps.")
    now = desk("show", QUESTION).out
    assert "**Submitted · not approved by a person**" in now
    assert "Why it stands there: A cited passage changed." in now
    before = desk("show", QUESTION, "--version", "1").out
    assert "**Approved · approved by Ann Roe, MD, on " in before
    assert "Why it stands there" not in before
    versions = before.split("Versions\n")[1].splitlines()
    assert [line[:4].strip() for line in versions if line] == ["* 1", "2"]
    assert "approved by Ann Roe, MD" in before.split("* 1 ")[1].splitlines()[0]
    assert before.rstrip().endswith("not approved · A cited passage changed.")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("start", "nowhere", *ANN), 2, "'nowhere' names no article of the library"),
        (("start", "a", *ANN), 2, "'a' names two articles or more of the library"),
        (("show", "What else?"), 2, "'What else?' names no article of the library"),
        (("show", QUESTION, "--version", "9"), 2, "has no version 9. It has 1;"),
        (("list", "--state", "blessed"), 2, "'blessed' is no state of a review. Give one of"),
        (("log", "nowhere"), 2, "'nowhere' names no article of the library"),
        (("start", QUESTION, "--by", " "), 2, "Nobody is named as acting."),
        (("start", QUESTION, "--by", "..."), 1, "'...' is nobody's name."),
        (("start", QUESTION, *EVE), 1, "was submitted by Eve Editor. Somebody else must"),
        (("start", QUESTION, "--by", "EVE  EDITOR"), 1, "was submitted by Eve Editor. Somebody"),
        (("start", QUESTION, *ANN, "--take-over"), 1, "is submitted. Begin with `ragqa review"),
        (("approve", QUESTION, *ANN), 1, "is submitted. Begin with `ragqa review start`."),
        (("send-back", QUESTION, "--comment", "x", *ANN), 1, "is submitted. Begin with"),
        (("comment", QUESTION, "--claim", CLAIM, "x", *ANN), 1, "is submitted. Begin with"),
        (("comment", QUESTION, "--claim", "zz", "x", *ANN), 2, "'zz' names no claim of this"),
        (("submit", QUESTION, *EVE), 1, "is submitted. Only what was sent back can be"),
        (("start", "What is the capital of country Y?", *ANN), 1, "has no answer that could be"),
        (("verify-log", "--seal", "f00"), 1, "No row of the review log has the seal 'f00'."),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    desk: Desk, arguments: tuple[str, ...], status: int, told: str
) -> None:
    run = desk(*arguments)
    assert run.status == status
    assert told in run.out
    assert desk("verify-log").out.startswith("Rows as they were written: 1.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("approve", QUESTION, "--by", "Ann Roe"), "without a credential. Name yours with --cred"),
        (("approve", QUESTION, "--by", "Bob Poe"), "is under review by Ann Roe. Take it over with"),
        (("start", QUESTION, *ANN), "is under review by Ann Roe. Comment on it, approve it or"),
        (("start", QUESTION, *ANN, "--take-over"), "is under review by Ann Roe. Go on with it;"),
        (("send-back", QUESTION, "--comment", " ", *ANN), "needs a comment to send back."),
        (("comment", QUESTION, "--claim", CLAIM, "", *ANN), "needs a comment to comment."),
        (("comment", QUESTION, "--claim", CLAIM, "\x07", *ANN), "The comment is longer than"),
    ],
)
def test_a_review_that_has_begun_refuses_the_wrong_step(
    desk: Desk, arguments: tuple[str, ...], told: str
) -> None:
    desk("start", QUESTION, "--by", "Ann Roe")
    run = desk(*arguments)
    assert run.status == 1
    assert told in run.out


def test_another_reviewer_takes_over(desk: Desk) -> None:
    desk("start", QUESTION, "--by", "Bob Poe")
    assert desk("start", QUESTION, *ANN, "--take-over").out.endswith("under review by Ann Roe.\n")
    assert "approved" in desk("approve", QUESTION, *ANN).out


def test_a_tampered_log_is_named_at_its_first_bad_row(desk: Desk) -> None:
    desk("start", QUESTION, *ANN)
    engine = sa.create_engine(f"sqlite:///{desk.place}")
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER review_log_no_update"))
        connection.execute(sa.text("UPDATE review_log SET credential = 'PhD' WHERE sequence = 2"))
    engine.dispose()
    found = desk("verify-log")
    assert found == Told(1, "Row 2 of the review log is not as it was written.\n")
    assert desk("verify-log", "--json").json["fault"] == {
        "row": 2,
        "message": "Row 2 of the review log is not as it was written.",
    }
    assert "`ragqa review verify-log` says where" in desk("approve", QUESTION, *ANN).out


def test_the_installed_command_does_it_too(place: Path) -> None:
    run = ragqa("review", "start", QUESTION, "--library", place, "--json", LOGNAME="ann")
    assert (run.status, run.err) == (0, "")
    assert json.loads(run.out)["reviewer"]["name"] == "ann"
    refused = ragqa("review", "approve", QUESTION, "--library", place, "--by", "ann")
    assert (refused.status, refused.out) == (1, "")
    assert refused.sentence.endswith("without a credential. Name yours with --credential.")


def test_without_a_library_the_next_step_is_named(tmp_path: Path) -> None:
    run = ragqa("review", "list", "--library", tmp_path / "none.sqlite")
    assert run.status == 1
    assert "There is no library" in run.sentence
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize(
    "command",
    [
        *("list", "show", "start", "comment", "approve"),
        *("send-back", "submit", "log", "verify-log"),
    ],
)
def test_help_gives_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    build_app(["review"])(["review", command, "--help"], standalone_mode=False)
    assert f"Example: ragqa review {command}" in " ".join(capsys.readouterr().out.split())
