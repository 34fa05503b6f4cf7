"""ragqa beside its peers, in their harness, one after the other; prints a table.

    python evals/bench.py [raw llamaindex …] [--documents 1000] [--cached]        (`make bench`)

The harness lies in `../shared/bench`; its `run_all.sh` makes the environments of the peers and the
corpus, SciFact. All documents are embedded for real, on one thread for the peers, unless --cached
answers the peers' embeddings from a file that `run_all.sh` leaves: what is timed then is their own
overhead, and only ragqa's ingest embeds. Seconds of processor time count where the machine is
shared. The harness gives each step ten minutes: with --documents a slow machine ingests fewer, and
then quality means nothing. Nothing is asserted.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HARNESS = Path(__file__).resolve().parents[2] / "shared" / "bench"
ROOT = Path(os.environ.get("RAGQA_BENCH", Path.home() / ".cache" / "ragqa-bench"))
ENVIRONMENTS = {
    "raw": "base",
    "tantivy": "base",
    "bm25s": "base",
    "langchain": "langchain",
    "llamaindex": "llamaindex",
    "haystack": "haystack",
    "txtai": "txtai",
    "paperqa": "paperqa",
}
COLUMNS = {
    "ndcg10": "nDCG@10",
    "recall100": "R@100",
    "s_docs_cpu_s": "docs per CPU s",
    "ingest_s": "ingest s",
    "ingest_cpu_s": "ingest CPU s",
    "cold_s": "cold s",
    "q_p50_ms": "query ms",
    "q_cpu_p50_ms": "query CPU ms",
    "add1_ms": "add ms",
    "del1_ms": "remove ms",
    "reingest_unchanged_s": "unchanged s",
    "ingest_peak_rss_mb": "peak MB",
    "index_mb": "index MB",
}


def command(peer: str) -> list[str]:
    """Return what runs one peer.

    Raises:
        SystemExit: its environment has not been made.
    """
    if peer == "ragqa":
        return [sys.executable, str(Path(__file__).resolve().with_name("peer.py"))]
    python = ROOT / "venvs" / ENVIRONMENTS[peer] / "bin" / "python"
    if not python.exists():
        raise SystemExit(f"{python} is missing; run: bash {HARNESS}/run_all.sh {peer}")
    return [str(python), str(HARNESS / f"bench_{peer}.py")]


def results(peer: str, *, cached: bool, documents: int) -> Mapping[str, object]:
    """Run one peer and return its figures, or what went wrong."""
    variables = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore"}
    if not cached:
        variables["NO_CACHE"] = "1"
    ran = subprocess.run(
        [*command(peer), "--limit", str(documents)],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    lines = [line for line in ran.stdout.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {"error": ran.stderr[-300:]}


def _cell(value: object) -> str:
    return str(value) if isinstance(value, int | float) else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peers", nargs="*", default=["raw", "llamaindex"], metavar="PEER")
    parser.add_argument("--cached", action="store_true", help="the peers' embeddings from a file")
    parser.add_argument("--documents", type=int, default=0, help="so many of them; 0 for all")
    given = parser.parse_args()
    peers = ["ragqa", *given.peers]
    for peer in peers:
        if peer not in {"ragqa", *ENVIRONMENTS}:
            parser.error(f"no such peer: {peer}; there are {', '.join(ENVIRONMENTS)}")
        command(peer)
    print(f"| peer | {' | '.join(COLUMNS.values())} |\n|{'---|' * (len(COLUMNS) + 1)}")
    for peer in peers:
        found = results(peer, cached=given.cached, documents=given.documents)
        cells = [_cell(found.get(key)) for key in COLUMNS]
        print(f"| {peer} | {' | '.join(cells)} |", flush=True)
        for key in found:
            if key.endswith("error"):
                print(f"  {peer}: {key} {str(found[key])[-300:]}", file=sys.stderr)


if __name__ == "__main__":
    main()
