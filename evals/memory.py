"""Peak memory and time of ingesting a corpus and of answering one question from it.

    python evals/memory.py ../shared/data/scifact/corpus.jsonl.gz "Does vitamin D help?"

Each command runs as a process of its own; its peak is the operating system's own figure for the
largest single process (the parsing children stay far below it).
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measured(*arguments: str) -> tuple[float, float]:
    """Run `ragqa` and return its peak resident memory in MB and its wall time in seconds."""
    command = [str(Path(sys.executable).with_name("ragqa")), *arguments]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return usage.ru_maxrss / 1024, time.perf_counter() - began


def main(corpus: str, question: str) -> None:
    """Print one line for each step."""
    print(f"{corpus}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        index = ["--index", f"{folder}/index"]
        for name, arguments in (
            ("ingest", ["ingest", corpus, *index]),
            ("ingest again, unchanged", ["ingest", corpus, *index]),
            ("ask", ["ask", question, *index]),
        ):
            peak, seconds = measured(*arguments)
            print(f"{name:<24} {peak:7.0f} MB  {seconds:7.1f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
