"""An index of the size that a server is measured on: every public set of medical texts in one.

    python evals/serving_index.py --index DIR

Reads ../shared/data. Some 100,000 passages of both kinds, cut and embedded as `ragqa ingest` does,
words included, so that what is measured is the search that is shipped. Takes an hour on two cores;
killed, it goes on where it was.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from relevance import DATA, load, rows

from ragqa.assembly import build_ingester, build_store
from ragqa.config import Settings
from ragqa.errors import NoIndexError

# By the folder that tells their kind. Guidance for patients stands in for guidelines, of which
# there are too few.
SETS = {
    "guidelines": ("liveqa", "mediqa_qa"),
    "research": (
        "scifact",
        "evidence_inference",
        "bioasq12b",
        "bioasq_rel",
        "pubmedqa",
        "covid_qa",
        "medlars",
    ),
}
GUIDELINES = ("nstg2022.jsonl.gz", "uspstf_general.jsonl.gz")


def build(index: Path) -> int:
    """Make the index where there is none; return how many passages it holds."""
    settings = Settings().model_copy(update={"index": index})
    try:
        return build_store(settings).passage_count()
    except NoIndexError:
        pass
    with tempfile.TemporaryDirectory() as folder:
        for kind, names in SETS.items():
            (Path(folder) / kind).mkdir()
            for name in names:
                _write(Path(folder) / kind / f"{name}.jsonl", _of_set(name))
        for name in GUIDELINES:
            _write(Path(folder) / "guidelines" / f"{name.split('.')[0]}.jsonl", _of_file(name))
        build_ingester(settings).ingest([Path(folder)])
    return build_store(settings).passage_count()


def questions() -> list[str]:
    """Return what people ask of such texts, in a fixed order that mixes the sets."""
    asked = [
        [one.questions[name] for name in one.answered(200)]
        for one in map(load, ("bioasq12b", "pubmedqa", "bioasq_rel", "liveqa"))
    ]
    return [some[at] for at in range(max(map(len, asked))) for some in asked if at < len(some)]


def _write(path: Path, documents: Iterator[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(one) + "\n" for one in documents)


def _of_set(name: str) -> Iterator[dict[str, str]]:
    for own, (title, text) in load(name).documents.items():
        yield {"_id": f"{name}-{own}", "title": title, "text": text}


def _of_file(name: str) -> Iterator[dict[str, str]]:
    for row in rows(DATA / "guidelines_text" / name):
        yield {"_id": row["_id"], "title": row["title"], "text": row["text"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    print(f"{build(parser.parse_args().index):,} passages")


if __name__ == "__main__":
    main()
