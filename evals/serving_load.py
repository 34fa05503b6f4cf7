"""How a server stands many askers, searches, new snapshots and clients that go away.

    python evals/serving_load.py all --index DIR [--seconds 180] [--askers 50] [--json FILE]
    python evals/serving_load.py ask|search|disconnect --index DIR
    python evals/serving_load.py swap

`ragqa serve` runs as a child on a free port of this machine; nothing leaves it. DIR is an index as
`serving_index.py` builds it. `swap` uses one of its own, of the demo corpus, that it ingests into.
Every run is bounded in count and time; prints a table, and exits 1 where a request failed, an
answer mixed snapshots or something leaked. Client and server share the cores.
"""

import argparse
import asyncio
import json
import os
import platform
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar

from serving_child import served
from serving_disconnects import disconnected
from serving_index import questions
from serving_scenarios import Report, asked, searched
from serving_swaps import swapped

Done = TypeVar("Done")
NAMES = ("ask", "search", "swap", "disconnect")


def run(name: str, given: argparse.Namespace) -> Report:
    """Run one scenario against a server of its own."""
    if name == "swap":
        return swapped(given.swaps)
    if given.index is None:
        raise SystemExit(f"{name} needs --index DIR; evals/serving_index.py builds one")
    texts = questions()
    with served(given.index) as server:
        match name:
            case "ask":
                return within(asked(server, texts, askers=given.askers, seconds=given.seconds))
            case "search":
                return within(searched(server, texts, clients=given.clients, seconds=given.seconds))
            case _:
                return within(disconnected(server, texts, clients=given.disconnects))


def within(work: Coroutine[None, None, Done]) -> Done:
    return asyncio.run(work)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", choices=("all", *NAMES))
    parser.add_argument("--index", type=Path)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--askers", type=int, default=50)
    parser.add_argument("--clients", type=int, default=4, help="who search at one time")
    parser.add_argument("--swaps", type=int, default=50)
    parser.add_argument("--disconnects", type=int, default=1000)
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}")
    reports = {}
    for name in NAMES if given.scenario == "all" else (given.scenario,):
        report = reports[name] = run(name, given)
        print(f"{name}: {report.line()}", flush=True)
        for fault in report.faults[:10]:
            print(f"  {fault}", file=sys.stderr)
    if given.json:
        told = {name: {**one.figures, "faults": one.faults} for name, one in reports.items()}
        given.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(any(one.faults for one in reports.values()))


if __name__ == "__main__":
    sys.exit(main())
