"""A run small enough to check by hand: real articles from a shelf of four works, no index."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ragqa.evaluation.answering import Answering
from ragqa.evaluation.gold import Decision, GoldQuestion, GoldSource
from ragqa.evaluation.judges import VerifierJudge
from ragqa.evaluation.run import Parts, Told
from ragqa.evaluation.spec import Gate as MetricGate
from ragqa.evaluation.spec import RunSettings, RunSpec
from ragqa.pipeline import Answered
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import Label
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Question
from ragqa.schema.source import Kind
from ragqa.verification.gate import Gate
from tests.factories import make_evidence
from tests.verification.library import PROVENANCE, USAGE, Library, claim, draft, library, source

PAIN = "Drug A reduced pain by 20% in adults with condition X."
NAUSEA = "Nausea was more common with drug A than with placebo."
SLEEP = "Drug B did not improve sleep in adults with condition Y."
GUIDE = "Adults with condition X should be offered drug A."

TOLD = Told(answered=lambda _: None, scored=lambda _: None)
GATE = Gate()


class Shelf(Library):
    """The library of a run."""

    snapshot_id = "5h3lf"

    def document_ids(self) -> tuple[DocumentId, ...]:
        return tuple(sorted(self.documents))


def shelf() -> Shelf:
    held = library(
        (source("Pain trial", doi="10.1000/pain"), PAIN),
        (source("Harms of drug A", pmid="77"), NAUSEA),
        (source("Sleep trial", url="https://x.example/sleep"), SLEEP),
        (source("Guideline on condition X", Kind.GUIDELINE), GUIDE),
    )
    return Shelf(documents=held.documents, held=held.held)


def gold(question_id: str, **given: object) -> GoldQuestion:
    """Return a gold question with what is given, the rest empty."""
    bare = GoldQuestion(
        question_id=question_id, question=f"What of {question_id}?", answer=None, must_have=(),
        nice_to_have=(), sources=(), passages=(), decision=None, should_abstain=False, tags=(),
    )  # fmt: skip
    return replace(bare, **given)  # type: ignore[arg-type]


QUESTIONS = (
    gold("pain", must_have=(PAIN, "Drug A cured condition X in 90% of children."),
         sources=(GoldSource(source_id="doi:10.1000/PAIN", relevance=2),
                  GoldSource(source_id="d2", relevance=0)),
         answer=PAIN, tags=("drug a",)),
    gold("harm", must_have=(NAUSEA,), nice_to_have=(PAIN,), tags=("drug a",),
         sources=(GoldSource(source_id="pmid:77", relevance=1),)),
    gold("sleep", must_have=("Drug B improved sleep in adults with condition Y.",),
         decision=Decision.NO),
    gold("moon", should_abstain=True),
)  # fmt: skip
TEXTS = {"pain": (PAIN, NAUSEA), "harm": (NAUSEA,), "sleep": (SLEEP,), "moon": ()}
CONFIDENCE = {"pain": 0.9, "harm": 0.8, "sleep": 0.7, "moon": 0.1}
RANKING = ("d0", "d1", "d2", "d3")


def answer_of(held: Library, question: str, texts: Iterable[str]) -> Article | Abstention:
    """Return what the real gate makes of these sentences, each resting on its own words."""
    drafted = [claim(held, text) for text in texts]
    whole = replace(draft(summary=drafted[:1], research=drafted), question=Question(text=question))
    usage = replace(USAGE, seconds=(("retrieval", 0.25), ("composition", 0.5)))
    return GATE.publish(
        whole, held, nearest=[DocumentId("d0")], notices=(), provenance=PROVENANCE, usage=usage
    )


@dataclass
class Answerer:
    """Answers the questions of this module, and remembers which it was asked."""

    held: Shelf
    texts: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(TEXTS))
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _: None

    def answered(self, question: Question) -> Answered:
        name = question.text.removeprefix("What of ").removesuffix("?")
        self.before(name)
        self.asked.append(name)
        return Answered(
            answer=answer_of(self.held, question.text, self.texts[name]),
            evidence=(),
            confidence=CONFIDENCE[name],
        )

    def ranked(self, question: Question, limit: int) -> list[Evidence]:
        return [make_evidence("Words.", document_id=name) for name in RANKING][:limit]


def alike(gold_sentences: object, given: object) -> float:
    return 0.5


def parts(answerer: Answerer, **changes: object) -> Parts:
    made = Parts(
        index=answerer.held,
        answering=Answering(answer=answerer.answered, rank=answerer.ranked),
        supports=lambda text, premise: GATE.judge(text, premise).label is Label.SUPPORTED,
        judge=VerifierJudge(GATE.judge, GATE.verifier_id),
        similarity=alike,
        settings={"composer": {"kind": "extractive"}},
        fingerprint="f00d",
        version="0",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def spec(folder: Path, *gates: MetricGate, **given: object) -> RunSpec:
    """Return a specification whose gold file is there."""
    file = folder / "gold.jsonl"
    file.touch()
    settings = {"gold": file, "index": folder, "resamples": 100, "judge_unvalidated": True}
    return RunSpec(settings=RunSettings(**{**settings, **given}), gates=gates)  # type: ignore[arg-type]
