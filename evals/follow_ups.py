"""Measure how follow-ups are understood, on gold/follow_ups.jsonl.

    python evals/follow_ups.py --index DIR [--show]

For each follow-up: whether the question that it became holds all that it must and nothing that it
must not, whether a change of subject was left as it was typed, and whether the search finds with it
what it finds with the question as a person would write it out (nDCG@10 against that ranking, and
the share of questions with the same passage first). Beside it, in the same run, what was typed
alone, and what was typed behind the question before it. `--show` prints every question.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import ir_measures
from ir_measures import nDCG

from ragqa.assembly import build_retriever, open_snapshot
from ragqa.config import Settings
from ragqa.conversation.rule_based import RuleBasedReader
from ragqa.linguistics.terms import terms
from ragqa.schema.conversation import Turn, Understood, Way
from ragqa.schema.question import Audience, Question

GOLD = Path(__file__).parent / "gold" / "follow_ups.jsonl"
DEPTH = 10
Rank = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One row: the questions before it, what was typed, and what that means.

    `holds` are words that must be in the question, alternatives parted by "|"; `lacks` are words
    that must not. Without any, the question must be what was typed.
    """

    half: str
    kind: str
    earlier: Sequence[str]
    typed: str
    standalone: str
    holds: Sequence[str]
    lacks: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One follow-up, the question that it became, and whether its slots are right."""

    row: FollowUp
    understood: Understood
    right: bool


def main(index: Path, *, show: bool) -> None:
    """Print a table by half and kind, and one of what the search finds."""
    scored = [_scored(row) for row in read_rows()]
    for one in scored if show else (one for one in scored if not one.right):
        mark = "right" if one.right else "WRONG"
        print(f"{mark}  {one.row.earlier[-1]}  |  {one.row.typed}")
        print(f"       {one.understood.question.text}  ({one.understood.way})")
    _print_slots(scored)
    with open_snapshot(Settings(index=index)) as snapshot:
        retriever = build_retriever(Settings(index=index), snapshot)

        def ranked(text: str) -> Sequence[str]:
            found = retriever.retrieve(text, limit=DEPTH)
            return [item.passage.passage_id for item in found]

        _print_search(scored, ranked)


def read_rows() -> Iterator[FollowUp]:
    """Yield the rows of the gold set."""
    for line in GOLD.read_text("utf-8").splitlines():
        row = json.loads(line)
        del row["id"]
        yield FollowUp(**row)


def _scored(row: FollowUp) -> Scored:
    earlier = [_turn(question, n) for n, question in enumerate(row.earlier, start=1)]
    understood = RuleBasedReader().read(row.typed, earlier, Audience.CLINICIAN)
    return Scored(row=row, understood=understood, right=_is_right(row, understood))


def _turn(question: str, number: int) -> Turn:
    understood = Understood(
        typed=question,
        question=Question(text=question),
        way=Way.AS_ASKED,
        carried=(),
        note="",
        reader="",
    )
    return Turn(number=number, understood=understood, asked_at="", answer=None, corrections=())


def _is_right(row: FollowUp, understood: Understood) -> bool:
    if not row.holds:
        return understood.question.text == row.typed and understood.way is Way.AS_ASKED
    if understood.way is Way.TOGETHER:
        return False
    held = set(terms(understood.question.text))
    has = [any(held >= set(terms(one)) for one in words.split("|")) for words in row.holds]
    return all(has) and not any(held >= set(terms(words)) for words in row.lacks)


def _print_slots(scored: Sequence[Scored]) -> None:
    halves = list(dict.fromkeys(one.row.half for one in scored))
    kinds = list(dict.fromkeys(one.row.kind for one in scored))
    print(f"\n{'slots right':14}" + "".join(f"{half:>16}" for half in halves))
    for kind in [*kinds, "all"]:
        cells = []
        for half in halves:
            of = [s for s in scored if s.row.half == half and kind in (s.row.kind, "all")]
            cells.append(f"{sum(s.right for s in of)}/{len(of)}" if of else "")
        print(f"{kind:14}" + "".join(f"{cell:>16}" for cell in cells))


def _print_search(scored: Sequence[Scored], ranked: Rank) -> None:
    ways: Mapping[str, Callable[[Scored], str]] = {
        "understood": lambda one: one.understood.question.text,
        "typed alone": lambda one: one.row.typed,
        "typed behind": lambda one: f"{one.row.earlier[-1]} {one.row.typed}",
    }
    print(f"\n{'search':14}{'half':>14}{'nDCG@10':>10}{'same first':>12}")
    wanted = [ranked(one.row.standalone) for one in scored]
    for name, text in ways.items():
        found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
        for one, gold in zip(scored, wanted, strict=True):
            run = ranked(text(one))
            found[one.row.half].append((_likeness(run, gold), run[:1] == list(gold[:1])))
        for half, pairs in found.items():
            likeness, first = (fmean(values) for values in zip(*pairs, strict=True))
            print(f"{name:14}{half:>14}{likeness:>10.3f}{first:>12.3f}")


def _likeness(run: Sequence[str], gold: Sequence[str]) -> float:
    """Return nDCG@10 of one ranking where another says what each passage is worth."""
    worth = {"q": {name: DEPTH - place for place, name in enumerate(gold)}}
    scores = {"q": {name: float(DEPTH - place) for place, name in enumerate(run)}}
    return float(ir_measures.calc_aggregate([nDCG @ DEPTH], worth, scores)[nDCG @ DEPTH])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="Print every question.")
    given = parser.parse_args()
    main(given.index, show=given.show)
