"""The public relevance sets in one form; see ../shared/data, whose READMEs name the sources.

Sets of one family share questions or passages, so they are held out together. A set whose licence
is not stated is measured on and never trained on.
"""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"

UNSTATED = "none stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceSet:
    """Documents as (title, text), questions, and which document answers which, by grade."""

    name: str
    family: str
    licence: str
    documents: Mapping[str, tuple[str, str]]
    questions: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]

    @property
    def trainable(self) -> bool:
        return self.licence != UNSTATED

    def answered(self, most: int) -> list[str]:
        """Return the ids of `most` questions that have a relevant document, spread evenly."""
        usable = sorted(one for one in self.questions if any(self.grades.get(one, {}).values()))
        return usable[:: max(1, -(-len(usable) // most))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A folder with a corpus, questions and judgements, as BEIR has them."""

    folder: str
    family: str
    licence: str
    questions: str
    grades: str


JUDGED = {
    "scifact": Judged(
        folder="scifact",
        family="scifact",
        licence="claims CC BY 4.0, abstracts ODC-By 1.0",
        questions="queries_train.jsonl",
        grades="train.tsv",
    ),
    "bioasq12b": Judged(
        folder="bioasq12b",
        family="bioasq",
        licence="CC BY 2.5",
        questions="questions_12b1_2.jsonl.gz",
        grades="snippets.tsv",
    ),
    "liveqa": Judged(
        folder="liveqa_medquad",
        family="nih",
        licence="CC BY 4.0",
        questions="queries_odd.jsonl",
        grades="odd.tsv",
    ),
    "pubmedqa": Judged(
        folder="pubmedqa",
        family="pubmedqa",
        licence="MIT",
        questions="queries_train.jsonl",
        grades="train.tsv",
    ),
    "medlars": Judged(
        folder="medlars",
        family="medlars",
        licence=UNSTATED,
        questions="queries.jsonl",
        grades="test.tsv",
    ),
    "nfcorpus": Judged(
        folder="nfcorpus_tokenised",
        family="nfcorpus",
        licence=UNSTATED,
        questions="queries_dev_tokenised.jsonl",
        grades="dev.tsv",
    ),
}
# Rows of question, positive and sometimes negatives: family and licence.
PAIRS = {
    "bioasq_rel": ("bioasq", "CC BY 2.5"),
    "covid_qa": ("covid", "Apache-2.0, articles CC BY"),
    "covid_faq": ("covid", "Apache-2.0"),
    "general_qa_rerank": ("general", "CC BY-SA, TREC-QA for research"),
    "mediqa_qa": ("nih", UNSTATED),
}
NAMES = (*JUDGED, *PAIRS, "evidence_inference")

# How a trial's intervention, comparator and outcome are asked for.
QUESTION_FORMS = (
    "What is the effect of {intervention} compared with {comparator} on {outcome}?",
    "Does {intervention} change {outcome} in comparison with {comparator}?",
    "{intervention} versus {comparator}: {outcome}",
    "Is {intervention} better than {comparator} for {outcome}?",
)


def load(name: str) -> RelevanceSet:
    """Read one of NAMES."""
    if name in JUDGED:
        return _judged(name, JUDGED[name])
    if name in PAIRS:
        return _pairs(name, *PAIRS[name])
    return _trials()


def _judged(name: str, where: Judged) -> RelevanceSet:
    folder = DATA / where.folder
    questions = {
        row.get("_id") or row["id"]: row.get("text") or row["body"]
        for row in rows(folder / where.questions)
    }
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels" / where.grades).read_text().splitlines()[1:]:
        question, document, grade = line.split("\t")[:3]
        if question in questions:
            grades[question][document] = max(0, int(grade))
    return RelevanceSet(
        name=name,
        family=where.family,
        licence=where.licence,
        documents=_corpus(folder),
        questions=questions,
        grades=grades,
    )


def _pairs(name: str, family: str, licence: str) -> RelevanceSet:
    questions: dict[str, str] = {}
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    documents: dict[str, tuple[str, str]] = {}
    for row in rows(DATA / "train" / name / "relevance.jsonl.gz"):
        question = digest(row["query"])
        questions[question] = row["query"]
        for text in (row["positive"], *row.get("negatives", [])):
            documents[digest(text)] = ("", text)
        grades[question][digest(row["positive"])] = 1
    return RelevanceSet(
        name=name,
        family=family,
        licence=licence,
        documents=documents,
        questions=questions,
        grades=grades,
    )


def _trials() -> RelevanceSet:
    folder = DATA / "evidence_inference"
    documents = _corpus(folder)
    questions, grades = {}, {}
    for row in rows(folder / "prompts_train.jsonl.gz"):
        if row["pmcid"] in documents:
            form = QUESTION_FORMS[int(digest(row["id"]), 16) % len(QUESTION_FORMS)]
            questions[row["id"]] = form.format(**{k: row[k] for k in row if k != "id"})
            grades[row["id"]] = {row["pmcid"]: 1}
    return RelevanceSet(
        name="evidence_inference",
        family="evidence_inference",
        licence="questions MIT, abstracts PMC Open Access",
        documents=documents,
        questions=questions,
        grades=grades,
    )


def _corpus(folder: Path) -> dict[str, tuple[str, str]]:
    return {
        row["_id"]: (row.get("title") or "", row["text"])
        for row in rows(folder / "corpus.jsonl.gz")
    }


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a JSON Lines file, compressed or not."""
    content = path.read_bytes()
    lines = gzip.decompress(content) if path.suffix == ".gz" else content
    return map(json.loads, lines.splitlines())


def digest(text: str) -> str:
    """Return a name for a text that comes from its content."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
