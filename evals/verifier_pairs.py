"""Write labelled pairs that tell what the gate's text checks are worth, and have them counted.

    python evals/verifier_pairs.py ../shared/data --out DIR [--limit 300] [--skip 0]

`DIR/labelled.jsonl`: HealthVer (dev) and SciFact (train), a claim against a whole abstract or
finding; people wrote these claims, so nearly all are paraphrases. `DIR/made.jsonl`: damaged and
reworded sentences of real works (`contrast.py`, `rewrites.py`), each with its kind, out of the
documents that the entailment model does not learn from. `ragqa eval verifier` counts: "let
through" is the share judged SUPPORTED, low is good for damaged ones, high for reworded ones; how
many pairs a second it judges is the speed of the checks on one core.
"""

import argparse
import gzip
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from entailment_mixture import held_out_contrast
from rewrites import REWRITES

Row = dict[str, str]


def labelled(data: Path) -> Iterator[Row]:
    for name in ("healthver/pairs_dev", "scifact/pairs_train"):
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield {
                    "claim": row["claim"],
                    "evidence": row["evidence"],
                    "label": row["label"],
                    "kind": name.partition("/")[0],
                }


def made(limit: int, skip: int) -> Iterator[Row]:
    for kind, pairs in held_out_contrast(skip + limit).items():
        label = "SUPPORTED" if kind in REWRITES else "NOT_SUPPORTED"
        for pair in pairs[skip:]:
            yield {"claim": pair.claim, "evidence": pair.evidence, "label": label, "kind": kind}


def written(file: Path, rows: Iterable[Row]) -> Path:
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=300, help="pairs of each kind")
    parser.add_argument("--skip", type=int, default=0, help="pairs of each kind left out before")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    files = (
        written(arguments.out / "labelled.jsonl", labelled(arguments.data)),
        written(arguments.out / "made.jsonl", made(arguments.limit, arguments.skip)),
        Path(__file__).with_name("verifier_handmade.jsonl"),
    )
    command = "import sys; from ragqa.cli.app import main; sys.exit(main())"
    subprocess.run([sys.executable, "-c", command, "eval", "verifier", *files], check=True)


if __name__ == "__main__":
    main()
