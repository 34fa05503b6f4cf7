"""Questions for a library of any size, a corpus to change beneath it, and the command itself."""

import json
import os
import shutil
import subprocess
import sys
from itertools import islice, product
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
GOLD = ROOT / "evals" / "gold" / "demo.jsonl"
COMMAND = Path(sys.executable).with_name("ragqa")
AUDIENCES = ("clinician", "trainee", "patient")
FRAMES = (
    "{}",
    "In practice: {}",
    "For a ward round: {}",
    "{} Please be brief.",
    "Colleagues ask: {}",
)
CHANGED = CORPUS / "vitamin-d-falls-fractures" / "jorde-2010-high-dose-vitamin-d-bone-density.md"
"""The document that is changed, and whose change has to be found."""
BEFORE, AFTER = "421 adults", "431 adults"


def questions(count: int) -> list[dict[str, str]]:
    """Return `count` different rows: the demo's questions, framed and for each audience."""
    asked = [json.loads(line)["question"] for line in GOLD.read_text().splitlines()]
    rows = (
        {"question": frame.format(question), "audience": audience}
        for frame, audience, question in product(FRAMES, AUDIENCES, asked)
    )
    found = list(islice(rows, count))
    if len(found) < count:
        raise SystemExit(f"There are {len(found)} questions; ask for no more.")
    return found


def write_questions(place: Path, count: int) -> Path:
    """Write the questions as a batch reads them."""
    place.write_text("".join(f"{json.dumps(row)}\n" for row in questions(count)))
    return place


def copied_corpus(work: Path) -> Path:
    """Return a fresh copy of the demo corpus."""
    shutil.rmtree(work / "corpus", ignore_errors=True)
    return Path(shutil.copytree(CORPUS, work / "corpus"))


def change_document(corpus: Path) -> None:
    """Change one figure in one document."""
    file = corpus / CHANGED.relative_to(CORPUS)
    text = file.read_text()
    assert BEFORE in text
    file.write_text(text.replace(BEFORE, AFTER))


def started(*arguments: object) -> subprocess.Popen[bytes]:
    """Start the command with nothing to say."""
    return subprocess.Popen(
        [str(COMMAND), *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )


def ragqa(*arguments: object) -> str:
    """Run the command and return what it printed."""
    done = subprocess.run(
        [str(COMMAND), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    if done.returncode:
        raise SystemExit(f"ragqa {arguments[0]} failed: {done.stderr}")
    return done.stdout
