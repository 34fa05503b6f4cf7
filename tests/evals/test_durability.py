"""A few rounds of the measurements that take long: killed ingests, and readers under rebuilds."""

import subprocess
import sys
from pathlib import Path

EVALS = Path(__file__).parents[2] / "evals"


def lines(script: str, *arguments: str) -> list[str]:
    """Run a measurement, which must end well, and return what it printed."""
    command = [sys.executable, str(EVALS / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    return done.stdout.splitlines()


def test_an_ingest_killed_at_random_moments_loses_and_doubles_nothing() -> None:
    _, killed, *_, lost, faults, outlived = lines("crash.py", "--kills", "5", "--documents", "300")
    assert killed.startswith("killed 5 times")
    assert killed.endswith("0 failed")
    assert lost == "acknowledged works lost 0, held twice 0, in no corpus 0"
    assert faults == "faults of `index verify` 0, not found by a search 0"
    assert outlived.endswith(" 0")


def test_readers_see_one_snapshot_an_answer_while_the_index_is_rebuilt_and_tidied() -> None:
    _, answers, errors, left = lines("readers.py", "--rebuilds", "3", "--readers", "3")
    assert not answers.startswith("answers 0")
    assert errors == "errors 0, answers from more than one snapshot 0"
    assert left == "snapshots left after a last gc 1, verified clean"
