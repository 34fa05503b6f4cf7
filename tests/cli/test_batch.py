"""`ragqa batch run` and `ragqa batch stale` as a user sees them."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ragqa.cli.batch import run, stale
from ragqa.cli.options import acting
from ragqa.errors import LibraryLockedError, NoIndexError, UsageError
from ragqa.library.review_log import ReviewLog
from ragqa.library.store import Library
from ragqa.library.turns import alone
from tests.cli.command import ragqa

ASKED = "Does vitamin D prevent falls in older adults?"
OUTSIDE = "What is the capital of France?"


def write(*rows: object) -> Path:
    """Write rows, as they are where they are text, into the working folder."""
    file = Path("questions.jsonl")
    file.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    )
    return file


def texts(place: str = "library.sqlite") -> dict[str, str]:
    with Library.open(place) as library:
        return {one.article_id: one.text for one in library.current()}


def test_a_batch_is_answered_once_and_its_wrong_rows_are_named(demo_index: Path) -> None:
    file = write({"question": ASKED}, "no JSON", {"question": OUTSIDE, "tags": ["x"]}, {"q": 1})
    first = ragqa("batch", "run", file, "--index", demo_index, "--by", "Editor")
    assert first.status == 0
    assert first.out.startswith("1 article, 1 abstention, ")
    assert "questions.jsonl, line 2 is not a question: it is not JSON. It is left out." in first.err
    assert "questions.jsonl, line 4 is not a question: it has no `question`." in first.err
    assert "ragqa: 2 questions to answer." in first.err
    before = texts()
    with Library.open("library.sqlite") as library, library.reading() as connection:
        assert [row["by"] for row in ReviewLog(connection).rows()] == ["Editor"]
    again = ragqa("batch", "run", file, "--index", demo_index, "--json")
    done = json.loads(again.out)
    assert (done["articles"], done["abstentions"], done["unchanged"]) == (0, 0, 2)
    assert (done["failed"], done["left"], done["stopped"]) == ([], 0, None)
    assert texts() == before


def test_another_setting_makes_articles_stale_and_they_alone_are_written_anew(
    demo_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(write({"question": OUTSIDE}), index=demo_index, by="Editor") == 0
    assert stale(index=demo_index) == 0
    assert capsys.readouterr().out.endswith("Stale: 0 of 1 article.\n")
    before = texts()
    monkeypatch.setenv("RAGQA_RETRIEVAL__PASSAGES", "10")
    assert stale(index=demo_index, as_json=True) == 0
    report = json.loads(capsys.readouterr().out)
    ((name, _),) = before.items()
    assert report["articles"] == 1
    assert report["stale"] == [
        {
            "article_id": name,
            "question": OUTSIDE,
            "audience": "clinician",
            "reasons": [
                {
                    "code": "settings-changed",
                    "sentence": "Settings that can change an answer have been changed.",
                }
            ],
        }
    ]
    assert stale(index=demo_index) == 0
    assert f"{name}  {OUTSIDE}  [settings-changed]" in capsys.readouterr().out
    assert run(write({"question": OUTSIDE}), index=demo_index, by="Editor") == 0
    assert texts() == before
    assert run(None, stale=True, index=demo_index, by="Editor", as_json=True) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["abstentions"] == 1
    assert texts().keys() == before.keys()
    assert texts() != before
    with Library.open("library.sqlite") as library:
        assert [one.reason for one in library.versions(next(library.current()).article_id)] == [
            "",
            "Settings that can change an answer have been changed.",
        ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (['{"question": 5}'], "line 1 is not a question: its `question` is not text"),
        ([{"question": " "}], "line 1 is not a question: its `question` is empty"),
        ([{"question": "Why?", "audience": "robot"}], "its `audience` is none of clinician"),
        ([{"question": "Why?"}, {"question": " Why? "}], "line 2 is not a question: an earlier"),
        (["[1]"], "it is no JSON object"),
        ([], "holds no question"),
    ],
)
def test_strict_stops_at_the_first_wrong_row(rows: list[object], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(write(*rows), strict=True, by="Editor")
    assert told in str(caught.value)
    assert not Path("library.sqlite").exists()


def test_the_same_question_for_another_audience_is_another_article(
    demo_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write({"question": OUTSIDE}, {"question": OUTSIDE, "audience": "patient"})
    assert run(file, index=demo_index, by="Editor", as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["abstentions"] == 2


def test_wrong_use_is_told_before_anything_is_done(tmp_path: Path) -> None:
    file = write({"question": ASKED})
    with pytest.raises(UsageError, match="There is nothing to answer"):
        run(None, by="Editor")
    with pytest.raises(UsageError, match="A budget in money needs prices"):
        run(file, max_cost=1.0, by="Editor")
    with pytest.raises(UsageError, match=r"missing\.jsonl cannot be read"):
        run(Path("missing.jsonl"), by="Editor")
    with pytest.raises(UsageError, match="Nobody is named as acting"):
        acting("  ")
    with pytest.raises(NoIndexError, match="ragqa ingest"):
        run(file, index=tmp_path / "nowhere", by="Editor")


def test_a_second_batch_waits_for_its_turn(demo_index: Path) -> None:
    file = write({"question": OUTSIDE})
    with (
        Library.open("library.sqlite", create=True) as library,
        alone(library.database),
        pytest.raises(LibraryLockedError, match="Another batch is at work"),
    ):
        run(file, index=demo_index, by="Editor")


def test_a_killed_run_leaves_nothing_half_done(demo_index: Path) -> None:
    file = write(*({"question": f"What is the capital of country {name}?"} for name in "ABCDEF"))
    command = str(Path(sys.executable).with_name("ragqa"))
    killed = subprocess.Popen(
        [command, "batch", "run", str(file), "--index", str(demo_index), "--by", "Editor"],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    while not _any_stored() and killed.poll() is None:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = texts()
    assert before
    assert run(file, index=demo_index, by="Editor") == 0
    after = texts()
    assert len(after) == 6
    assert before.items() <= after.items()
    with Library.open("library.sqlite") as library:
        assert all(len(library.versions(name)) == 1 for name in library.article_ids())


def _any_stored() -> bool:
    return Path("library.sqlite").exists() and bool(texts())
