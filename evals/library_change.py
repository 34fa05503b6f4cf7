"""One document changes beneath a library: which articles are written anew, and were they the right?

    python evals/library_change.py [--articles 500] [--checked 40] [--work DIR]

Answers the questions of the demo, worded in several ways and for several audiences, into a
library, changes one figure in one document, and runs `ragqa batch run --stale`. Then counts:
articles that `ragqa batch stale` had named and that were not written anew, or the reverse;
articles that cite the document and were left; articles not named of which a byte changed. Of the
untouched, --checked are answered once more: how many would say something else now (missed)? Of
the regenerated: how many say what they said (needless)?
"""

import argparse
import json
import random
import tempfile
from pathlib import Path

from editor_library import CHANGED, change_document, copied_corpus, ragqa, write_questions

from ragqa.assembly import build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.library.store import Library, StoredVersion
from ragqa.schema.article import Abstention, Article


def current(place: Path) -> dict[str, StoredVersion]:
    """Return what is shown of each article."""
    with Library.open(str(place)) as library:
        return {one.article_id: one for one in library.current()}


def cites(version: StoredVersion, name: str) -> bool:
    """Tell whether an article cites a document of this file name; an abstention cites none."""
    answer = version.answer()
    claims = answer.claims if isinstance(answer, Article) else ()
    return any(one.document_id.startswith(name) for claim in claims for one in claim.citations)


def said(answer: Article | Abstention) -> str:
    """Return what an answer says, without where and when it was made and what ids files have."""
    if isinstance(answer, Article):
        return str([claim.text for claim in answer.claims])
    return f"{answer.reason} {[one.title for one in answer.nearest]}"


def answered_again(versions: list[StoredVersion], index: Path) -> int:
    """Return how many of these would say something else on the present snapshot."""
    settings = Settings(index=index)
    with open_snapshot(settings) as snapshot:
        pipeline = build_pipeline(settings, snapshot)
        return sum(
            said(pipeline.answer(version.answer().question)) != said(version.answer())
            for version in versions
        )


def main() -> None:
    """Make the library, change the document, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--checked", type=int, default=40)
    parser.add_argument("--work", type=Path, default=None)
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="library-change-"))
    work.mkdir(parents=True, exist_ok=True)
    corpus, index, place = copied_corpus(work), work / "index", work / "library.sqlite"
    library = ("--library", place, "--index", index)
    ragqa("ingest", corpus, "--index", index, "--prune")
    file = write_questions(work / "questions.jsonl", given.articles)
    ragqa("batch", "run", file, *library, "--by", "eval")
    before = current(place)
    change_document(corpus)
    ragqa("ingest", corpus, "--index", index, "--prune")
    named = {
        one["article_id"]
        for one in json.loads(ragqa("batch", "stale", *library, "--json"))["stale"]
    }
    ragqa("batch", "run", "--stale", *library, "--by", "eval")
    after = current(place)
    written = {name for name in after if after[name].version_id != before[name].version_id}
    citing = {name for name in before if cites(before[name], CHANGED.stem)}
    print(f"{len(before)} articles, {len(citing)} cite the changed document, {len(named)} stale")
    print(f"named and not written {len(named - written)}, the reverse {len(written - named)}")
    print(f"citing and left {len(citing - written)}")
    others = [name for name in before if name not in named]
    print(f"others with another byte {sum(before[name] != after[name] for name in others)}")
    same = sum(said(before[name].answer()) == said(after[name].answer()) for name in written)
    print(f"of {len(written)} written anew, {same} say what they said")
    checked = random.Random(0).sample(others, min(given.checked, len(others)))
    missed = answered_again([after[name] for name in checked], index)
    print(f"of {len(checked)} left as they are, {missed} would say something else now")


if __name__ == "__main__":
    main()
