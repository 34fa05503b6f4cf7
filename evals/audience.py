"""What becomes of articles that are told to trainees and patients, and what is planted in them.

    python evals/audience.py [--work DIR] [--questions 100]

Asked are the demo gold questions of the demo corpus, and questions of PubMedQA of its abstracts
beside the chapters of a treatment guideline (`../shared/data`, left out where absent). Printed is
the table of AUDIENCE.md: for each set and audience what is kept, reworded and refused, how hard
it is to read, and which abbreviations are left. Then faults are planted in every claim, one at a
time, as a bad entry of the table of plain words or a careless model would: each has to be refused.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ragqa.assembly import (
    build_gate,
    build_ingester,
    build_pipeline,
    build_retelling,
    open_snapshot,
)
from ragqa.audience.glossary import GlossaryLookup
from ragqa.audience.plain_english import PLAIN_WORDS
from ragqa.audience.recheck import Recheck
from ragqa.audience.retelling import Retelling
from ragqa.audience.rewording import all_of, plain_edits, spelling_edits
from ragqa.config import Settings
from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.schema.article import Article
from ragqa.schema.claim import Claim
from ragqa.schema.question import Audience, Question
from ragqa.verification.verifier import Verifier

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
CHAPTERS = "guidelines_text/nstg2022.jsonl.gz"
FAULTS = (
    ("a negation dropped", r"\b(?:not|no) ", ""),
    ("a warning turned", r"\bagainst\b", "for"),
    ("a warning lost", r"\b(?:harms?|risks?|adverse|severe|serious) ", ""),
    ("a hedge dropped", r"\b(?:may|might|can|possibly|probably|appears to|suggests? that) ", ""),
    ("a recommendation raised", r"\bsuggests?\b", "strongly recommends"),
    ("evidence found", r"\binsufficient\b", "sufficient"),
    ("a number changed", r"\b\d", "9"),
    ("a decimal moved", r"(\d)\.(\d)", r"\1\2"),
    ("a unit changed", r"\b(?:mg|ng)\b", "g"),
    ("a direction turned", r"\b(?:higher|more|increas\w+|rais\w+)\b", "lower"),
    ("a restriction dropped", r"\bonly ", ""),
    ("people exchanged", r"\badults\b", "children"),
    ("a degree raised", r"\b(?:some|many|most)\b", "all"),
)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was counted of one set told to one audience."""

    claims: int = 0
    kept: int = 0
    reworded: int = 0
    refused: int = 0
    left: Counter[str] = field(default_factory=Counter)
    grades: list[float] = field(default_factory=list)
    entries: int = 0
    cited: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, before: Article, after: Article, proposals: Sequence[str], took: float) -> None:
        """Count one article."""
        self.claims += len(before.claims)
        self.kept += sum(
            same_claim(*pair) for pair in zip(before.claims, after.claims, strict=True)
        )
        self.reworded += sum(claim.original is not None for claim in after.claims)
        self.refused += sum(
            claim.text != proposal for claim, proposal in zip(after.claims, proposals, strict=True)
        )
        for claim in after.claims:
            self.left.update(abbreviations_in(claim.text))
        if after.reading_grade is not None:
            self.grades.append(after.reading_grade)
        self.entries += len(after.glossary)
        self.cited += sum(bool(entry.citations) for entry in after.glossary)
        self.seconds.append(took)


def same_claim(before: Claim, after: Claim) -> bool:
    """Say whether two claims are one: id, role, strength, study and citations."""
    fields = ("claim_id", "role", "strength", "study", "citations")
    return all(getattr(before, name) == getattr(after, name) for name in fields)


def demo(work: Path) -> tuple[Settings, list[str]]:
    """Return the demo corpus as an index, and its questions."""
    gold = (ROOT / "evals" / "gold" / "demo.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in gold]
    return indexed(work / "demo", [ROOT / "corpus"]), questions


def pubmedqa(work: Path, count: int) -> tuple[Settings, list[str]]:
    """Return abstracts and guideline chapters as an index, and questions of the abstracts."""
    rows = (DATA / "pubmedqa" / "queries_train.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(row)["text"] for row in rows[:count]]
    corpus = [DATA / "pubmedqa" / "corpus.jsonl.gz", DATA / CHAPTERS]
    return indexed(work / "pubmedqa", corpus), questions


def indexed(index: Path, corpus: Sequence[Path]) -> Settings:
    """Return the settings of an index of these files, made where it is not there yet."""
    settings = Settings(index=index)
    if not (index / "CURRENT").exists():
        build_ingester(settings).ingest(list(corpus))
    return settings


def measured(name: str, settings: Settings, questions: Sequence[str]) -> Iterator[str]:
    """Yield the rows of one set, and what became of the faults planted in its claims."""
    with open_snapshot(settings) as snapshot:
        pipeline = build_pipeline(settings, snapshot)
        answers = (pipeline.answer(Question(text=text)) for text in questions)
        articles = [answer for answer in answers if isinstance(answer, Article)]
        gate = build_gate(settings)
        retelling = build_retelling(settings, gate)
        for audience in Audience:
            tally = told(articles, audience, retelling, gate.verifier, snapshot)
            yield row(f"{name}, {len(articles)} articles", audience, tally)
        yield from planted(name, articles, gate.verifier, snapshot)


def told(
    articles: Sequence[Article],
    audience: Audience,
    retelling: Retelling,
    verifier: Verifier,
    lookup: GlossaryLookup,
) -> Tally:
    """Tell articles to an audience, and count."""
    tally = Tally()
    for article in articles:
        began = time.perf_counter()
        after = retelling.retold(article, audience, lookup)
        took = time.perf_counter() - began
        recheck = Recheck(article, lookup, verifier)
        proposals = [proposal(claim, recheck) for claim in article.claims]
        if audience is not Audience.PATIENT:
            proposals = [claim.text for claim in after.claims]
        tally.add(article, after, proposals, took)
    return tally


def proposal(claim: Claim, recheck: Recheck) -> str:
    """Return what the rules would make of a claim for patients, were nothing refused."""
    spelled = spelling_edits(claim.text, recheck.meanings(claim))
    return all_of([*spelled, *plain_edits(claim.text, PLAIN_WORDS)])(claim.text)


def row(name: str, audience: Audience, tally: Tally) -> str:
    """Return one row of the table."""
    named = ", ".join(f"{short} {count}" for short, count in tally.left.most_common(6)) or "none"
    return " | ".join(
        (
            f"| {name}",
            audience.value,
            f"{tally.kept:,} of {tally.claims:,}",
            f"{tally.reworded / tally.claims:.0%}",
            f"{tally.refused:,}",
            f"{statistics.fmean(tally.grades):.1f}",
            f"{sum(tally.left.values()):,} ({named})",
            f"{tally.entries} ({tally.cited} cited)",
            f"{statistics.median(tally.seconds) * 1000:.0f} ms |",
        )
    )


def planted(
    name: str, articles: Sequence[Article], verifier: Verifier, lookup: GlossaryLookup
) -> Iterator[str]:
    """Yield how many planted faults of each kind were refused, and those that were not."""
    tried: Counter[str] = Counter()
    passed: list[tuple[str, str]] = []
    for article in articles:
        recheck = Recheck(article, lookup, verifier)
        for claim in article.claims:
            for fault, pattern, instead in FAULTS:
                damaged = re.sub(pattern, instead, claim.text, count=1)
                if damaged != claim.text:
                    tried[fault] += 1
                    if recheck.worded(claim, damaged) is not None:
                        passed.append((fault, damaged))
    yield (
        f"{name}: {sum(tried.values()):,} faults planted, {len(passed)} let through; "
        + ", ".join(f"{fault} {count:,}" for fault, count in tried.most_common())
    )
    yield from (f"  let through: {fault}: {text}" for fault, text in passed)


def main(work: Path, count: int) -> None:
    """Print the table and the faults."""
    print(
        "| set | told to | claims kept | reworded | wordings refused | mean reading grade "
        "| abbreviations left | words explained | a retelling, median |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    sets = [("demo", demo)]
    if DATA.exists():
        sets.append(("PubMedQA", partial(pubmedqa, count=count)))
    faults = []
    for name, made in sets:
        for line in measured(name, *made(work)):
            if line.startswith("|"):
                print(line, flush=True)
            else:
                faults.append(line)
    print("", *faults, sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--work", type=Path, help="where indexes are kept; a new folder if left out"
    )
    parser.add_argument("--questions", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        main(given.work or Path(folder), given.questions)
