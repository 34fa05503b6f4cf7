"""The labelled claim-evidence sets that the entailment model may learn from, with their licences.

Rows of ../shared/data; its READMEs name the sources. A set whose licence is unstated, or forbids
what shipping a model asks for, is `shippable = False`: it is measured on, and learned from only
with `--every-licence`, whose model must not be shipped.
"""

import gzip
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"

Stage = Literal["general", "medical"]

SUPPORTED, CONTRADICTED, UNKNOWN = 0, 1, 2
LABELS = {
    "SUPPORT": frozenset({SUPPORTED}),
    "CONTRADICT": frozenset({CONTRADICTED}),
    "NEI": frozenset({UNKNOWN}),
    "NOT_SUPPORT": frozenset({CONTRADICTED, UNKNOWN}),
}
"""What a row's label leaves possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A claim, its evidence, the labels that it may have, and where it comes from."""

    claim: str
    evidence: str
    labels: frozenset[int]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """Rows of one folder; `sources` are patterns, and a row is kept whose source fits one."""

    name: str
    licence: str
    stage: Stage
    sources: tuple[str, ...] = ("*",)
    most: int | None = None
    repeat: int = 1
    shippable: bool = True

    @property
    def folder(self) -> str:
        """The part of the name before a colon."""
        return self.name.partition(":")[0]

    def pairs(self) -> list[Pair]:
        """Return its rows, thinned to `most` by the hash of the claim."""
        kept = [
            Pair(
                claim=row["claim"],
                evidence=row["evidence"],
                labels=LABELS[row["label"]],
                source=self.name,
            )
            for row in rows(DATA / self._path())
            if any(fnmatchcase(row.get("source", ""), pattern) for pattern in self.sources)
        ]
        return sorted(kept, key=_rank)[: self.most]

    def _path(self) -> str:
        return OTHER_PATHS.get(self.folder, f"train/{self.folder}/nli.jsonl.gz")


OTHER_PATHS = {
    "nli4ct": "nli4ct/pairs_train.jsonl.gz",
    "scifact": "scifact/pairs_train.jsonl.gz",
}

SETS = (
    LabelledSet(name="wiki_protocols", licence="CC BY-SA 3.0", stage="general", most=9_000),
    LabelledSet(
        name="mnli_pieces",
        licence="MultiNLI: OANC and other free licences, commercial use allowed",
        stage="general",
        sources=("mnli",),
        most=4_500,
    ),
    LabelledSet(
        name="fever_family",
        licence="CC BY-SA 3.0",
        stage="general",
        sources=("fever-symmetric", "fever-nli"),
        most=3_000,
    ),
    LabelledSet(
        name="snli_family",
        licence="Apache-2.0, SNLI CC BY-SA 4.0",
        stage="general",
        sources=("snli-cad",),
        most=2_000,
    ),
    LabelledSet(
        name="logic_negation",
        licence="CC BY-SA 4.0, MIT, CC0",
        stage="general",
        sources=("med", "help-*", "scone", "negnli-*", "breaking-nli"),
        most=2_500,
    ),
    LabelledSet(
        name="scitail_rte",
        licence="Apache-2.0 (SciTail)",
        stage="general",
        sources=("scitail",),
        most=1_000,
    ),
    LabelledSet(name="infotabs", licence="Apache-2.0", stage="general", most=500),
    LabelledSet(
        name="qa_as_nli",
        licence="CC BY-SA 3.0 (BoolQ)",
        stage="general",
        sources=("boolq",),
        most=1_000,
    ),
    LabelledSet(name="sci_fact_misc:scitab", licence="MIT", stage="medical", sources=("scitab",)),
    LabelledSet(
        name="sci_fact_misc",
        licence="Apache-2.0, MIT",
        stage="medical",
        sources=("factcheck-gpt", "halueval-qa"),
        most=1_800,
    ),
    LabelledSet(
        name="sci_fact_misc:condaqa",
        licence="Apache-2.0",
        stage="medical",
        sources=("condaqa",),
        most=600,
    ),
    LabelledSet(
        name="summary_consistency",
        licence="Apache-2.0 (SummEdits)",
        stage="medical",
        sources=("summedits_*",),
        most=1_000,
    ),
    LabelledSet(
        name="wice", licence="CC BY-SA 4.0, cited pages Common Crawl", stage="medical", most=700
    ),
    LabelledSet(name="bioasq_yesno", licence="CC BY 2.5", stage="medical", repeat=2),
    LabelledSet(
        name="scifact", licence="claims CC BY 4.0, abstracts ODC-By 1.0", stage="medical", repeat=3
    ),
    LabelledSet(
        name="healthver_train",
        licence="none stated; a mirror says CC BY-NC 2.0",
        stage="medical",
        repeat=3,
        shippable=False,
    ),
    LabelledSet(name="covidfact", licence="none stated", stage="medical", shippable=False),
    LabelledSet(
        name="climate_fever", licence="none stated", stage="medical", most=4_000, shippable=False
    ),
    LabelledSet(
        name="nli4ct",
        licence="none stated; trial records are public",
        stage="medical",
        repeat=2,
        shippable=False,
    ),
)


def chosen(stage: Stage, *, every_licence: bool) -> list[LabelledSet]:
    """Return the sets of one stage of the training."""
    return [one for one in SETS if one.stage == stage and (every_licence or one.shippable)]


def kept_back(pair: Pair) -> bool:
    """Whether a pair is measured on rather than learned from: every claim is on one side.

    Half of SciFact's few claims, a twentieth of those of the other sets. Summaries are told
    apart by what they summarise: their claims are hardly edited copies of one another.
    """
    twentieths = 10 if pair.source == "scifact" else 1
    told_by = pair.evidence if pair.source == "summary_consistency" else pair.claim
    return int(_digest(told_by.lower())[:4], 16) % 20 < twentieths


def learned(stage: Stage, *, every_licence: bool) -> list[Pair]:
    """Return the pairs of a stage as often as its sets ask for."""
    return [
        pair
        for one in chosen(stage, every_licence=every_licence)
        for pair in one.pairs()
        if not kept_back(pair)
        for _ in range(one.repeat)
    ]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a JSONL file, packed or not."""
    content = path.read_bytes()
    lines = gzip.decompress(content) if path.suffix == ".gz" else content
    return map(json.loads, lines.splitlines())


def in_random_order(pairs: list[Pair], seed: int) -> list[Pair]:
    """Return the pairs shuffled, always alike for a seed."""
    return random.Random(seed).sample(pairs, len(pairs))


def _rank(pair: Pair) -> str:
    return _digest(pair.claim + pair.evidence)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
