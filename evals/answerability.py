"""Questions asked of indexes that hold their answer, and of indexes from which it was left out.

The questions of a set are dealt into two halves, and two indexes are built: each holds the answers
to one half and none to the other, so that every question is asked once where its answer is and
once where it is not. Around the answers lie documents that share the questions' rarest words, so
that what is left is near to what is asked. A few questions of other families are asked as well.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from ranking import opened
from relevance import DATA, RelevanceSet, digest, load, rows

from ragqa.assembly import build_embedder, build_gatherer, build_ingester, open_snapshot
from ragqa.config import Settings
from ragqa.evaluation.gold import read_gold
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.sentences import SentenceSelector
from ragqa.schema.evidence import EvidenceSentence

HERE = Path(__file__).parent
NAMES = (
    "scifact",
    "bioasq12b",
    "pubmedqa",
    "evidence_inference",
    "liveqa",
    "mediqa_qa",
    "covid_faq",
    "medlars",
    "guideline_chapters",
)
_ASKED = 60
_STRANGERS = 10
_DOCUMENTS = 700
# Documents of a question that an index holds, at most, and that lie near it without answering.
_ANSWERS = 8
_NEAR = 4
# Words in more documents than this share tell nothing of what a document is about.
_COMMON = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question, the sentences found for it, and whether any is of a document that answers it.

    `held` where the index holds such a document, found or not.
    """

    name: str
    family: str
    trainable: bool
    question: str
    half: int
    held: bool
    answered: bool
    sentences: Sequence[EvidenceSentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """An index that answers one half of the questions asked of it."""

    number: int
    one: RelevanceSet
    asked: Sequence[str]
    strangers: Sequence[str]


def answerable_set(name: str) -> RelevanceSet:
    """Read one of NAMES with those judged relevant that answer, not only touch, the question."""
    if name == "guideline_chapters":
        return _chapters()
    one = load(name)
    if name == "scifact":
        return replace(one, grades=_judged_claims())
    if name == "liveqa":
        # 1 is "related"; 2 and 3 answer in part or in full.
        grades = {q: {d: int(grade > 1) for d, grade in g.items()} for q, g in one.grades.items()}
        return replace(one, grades=grades)
    return one


def halves(name: str, others: Mapping[str, RelevanceSet]) -> Iterator[Half]:
    """Yield the two indexes of a set, and what is asked of each."""
    one = others[name]
    asked = one.answered(_ASKED)
    answers = {q: sorted(d for d, grade in one.grades[q].items() if grade) for q in asked}
    relevant = {d for found in answers.values() for d in found}
    around = _around(one, asked, relevant)
    for number in (0, 1):
        gone = {d for q in asked[1 - number :: 2] for d in answers[q]}
        kept = {d for q in asked[number::2] for d in answers[q][:_ANSWERS]} - gone
        documents = {d: one.documents[d] for d in sorted({*kept, *around}) if d in one.documents}
        yield Half(
            number=number,
            one=replace(one, name=f"{name}-half{number}", documents=documents),
            asked=asked,
            strangers=_strangers(one, others, number),
        )


def cases(name: str, others: Mapping[str, RelevanceSet], work: Path) -> Iterator[Case]:
    """Yield every question of a set with what its two indexes bring for it."""
    for half in halves(name, others):
        snapshot, settings = opened(half.one, work)
        with snapshot:
            gatherer = build_gatherer(settings, snapshot)
            selector = SentenceSelector(snapshot, build_embedder(settings))
            questions = {half.one.questions[q]: half.one.grades[q] for q in half.asked}
            for text, grades in (*questions.items(), *((q, {}) for q in half.strangers)):
                right = {d for d, grade in grades.items() if grade}
                sentences = selector.select(text, gatherer.gather(text))
                found = {str(one.evidence.passage.document_id) for one in sentences}
                yield Case(
                    name=name,
                    family=half.one.family,
                    trainable=half.one.trainable,
                    question=text,
                    half=half.number,
                    held=not right.isdisjoint(half.one.documents),
                    answered=not right.isdisjoint(found),
                    sentences=sentences,
                )


def demo_cases(work: Path) -> Iterator[Case]:
    """Yield the demo questions over the demo corpus; their held-out half is not learned from."""
    settings = Settings().model_copy(update={"index": work / "demo"})
    build_ingester(settings).ingest([HERE.parent / "corpus"])
    with open_snapshot(settings) as snapshot:
        gatherer = build_gatherer(settings, snapshot)
        selector = SentenceSelector(snapshot, build_embedder(settings))
        for gold in read_gold(HERE / "gold" / "demo.jsonl"):
            held = not gold.should_abstain
            yield Case(
                name="demo",
                family="demo",
                trainable="development" in gold.tags,
                question=gold.question,
                half=0,
                held=held,
                answered=held,
                sentences=selector.select(gold.question, gatherer.gather(gold.question)),
            )


def _around(one: RelevanceSet, asked: Sequence[str], relevant: Set[str]) -> list[str]:
    """Return documents that answer nothing: judged so, then sharing rare words, then any others."""
    others = [d for d in sorted(one.documents, key=digest) if d not in relevant]
    judged = [d for q in asked for d in one.grades[q] if d in one.documents and d not in relevant]
    holding: dict[str, list[str]] = defaultdict(list)
    for document in others:
        for term in set(content_terms(" ".join(one.documents[document]))):
            holding[term].append(document)
    near: dict[str, None] = {}
    for question in asked:
        shared: Counter[str] = Counter()
        for term in set(content_terms(one.questions[question])):
            if len(holding[term]) <= _COMMON * len(others):
                rarity = math.log(len(others) / max(1, len(holding[term])))
                shared.update(dict.fromkeys(holding[term], rarity))
        near.update(dict.fromkeys(d for d, _ in shared.most_common(_NEAR)))
    wanted = max(0, _DOCUMENTS - len(relevant) // 2)
    return list(dict.fromkeys((*judged, *near, *others)))[:wanted]


def _strangers(one: RelevanceSet, others: Mapping[str, RelevanceSet], number: int) -> list[str]:
    """Return questions of other families."""
    foreign = [
        other.questions[question]
        for other in others.values()
        if other.family != one.family
        for question in other.answered(_ASKED)
    ]
    return sorted(foreign, key=digest)[number : 2 * _STRANGERS : 2]


def _judged_claims() -> dict[str, dict[str, int]]:
    claims = rows(DATA / "scifact" / "claims_train.jsonl")
    return {str(row["id"]): dict.fromkeys(row["evidence"], 1) for row in claims}


def _chapters() -> RelevanceSet:
    """Chapters of a treatment guideline, and how what each is named for is treated."""
    documents, named = {}, defaultdict(list)
    for row in rows(DATA / "guidelines_text" / "nstg2022.jsonl.gz"):
        documents[row["_id"]] = (row["title"], row["text"])
        if "reatment" in row["text"]:
            name = row["title"].partition("(")[0].partition("_")[0].strip().lower()
            named[f"How is {name} treated?"].append(row["_id"])
    return RelevanceSet(
        name="guideline_chapters",
        family="guidelines",
        licence="CC BY 4.0",
        documents=documents,
        questions={digest(question): question for question in named},
        grades={digest(question): dict.fromkeys(named[question], 1) for question in named},
    )
