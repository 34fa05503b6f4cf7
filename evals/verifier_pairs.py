"""Measure the gate's text checks on labelled pairs and on corruptions of real sentences.

    python evals/verifier_pairs.py ../shared/data [--support 0.85] [--examples KIND]

Labelled pairs: HealthVer (dev) and SciFact (train), a claim against a whole abstract or finding;
people wrote these claims, so nearly all are paraphrases. Corruptions: sentences of SciFact
abstracts with one thing changed, judged against the sentence they were made from; "faithful" are
rewordings that leave the meaning alone. "let through" is the share judged SUPPORTED: low is good
for corruptions, high for faithful ones.
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.strength import hedged
from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate

Edit = Callable[[str, random.Random], str | None]
SWAPS = {
    "increased": "decreased", "decreased": "increased", "higher": "lower", "lower": "higher",
    "reduced": "increased", "improved": "worsened", "more": "less", "greater": "smaller",
    "increase": "decrease", "decrease": "increase", "reduces": "increases", "increases": "reduces",
}  # fmt: skip
UNITS = {"mg": "g", "g": "mg", "days": "weeks", "weeks": "months", "months": "years", "%": " mg",
         "hours": "days", "years": "months", "μM": "nM", "kg": "g",
         "ml": "l", "mL": "L"}  # fmt: skip
VERBS = r"\b(was|were|is|are|did|does|has|have|can|may|could)\b"


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def substituted(pattern: str, replace: Callable[[re.Match[str]], str], text: str) -> str | None:
    changed = re.sub(pattern, replace, text, count=1)
    return changed if changed != text else None


def number(text: str, chance: random.Random) -> str | None:
    return substituted(
        r"(?<![\w.-])\d+(?![\w.])", lambda m: str(int(m[0]) + chance.randint(1, 9)), text
    )


def decimal(text: str, _: random.Random) -> str | None:
    return substituted(r"(?<![\w.])(\d+)\.(\d)", lambda m: f"{m[1]}{m[2]}.", text)


def comparator(text: str, _: random.Random) -> str | None:
    flip = {"<": ">", ">": "<", "≥": "≤", "≤": "≥", "more than": "less than", "at least": "at most"}
    return substituted(r"[<>≥≤]|more than|at least", lambda m: flip[m[0]], text)


def unit(text: str, _: random.Random) -> str | None:
    return substituted(
        r"(\d\s?)(mg|g|days|weeks|months|%|hours|years|μM|kg|ml|mL)(?!\w)",
        lambda m: m[1] + UNITS[m[2]],
        text,
    )


def negation_added(text: str, _: random.Random) -> str | None:
    return None if re.search(r"\bno\b|\bnot\b", text) else substituted(VERBS, r"\1 not", text)  # type: ignore[arg-type]


def negation_removed(text: str, _: random.Random) -> str | None:
    return substituted(r"\b(?:not|no)\s(?!only)", lambda m: "", text)


def direction(text: str, _: random.Random) -> str | None:
    words = "|".join(SWAPS)
    return substituted(rf"\b(?:{words})\b", lambda m: SWAPS[m[0]], text)


def hedge_removed(text: str, _: random.Random) -> str | None:
    bare = re.sub(r"\b(?:may|might|could)\s+(?=\w)", "will ", text)
    bare = re.sub(r"\b(?:possibly|potentially|probably|likely|perhaps)\s+", "", bare)
    bare = re.sub(r"(?:suggest|indicate)(?=s? that)", "show", bare)
    return bare if bare != text and not hedged(bare) else None


def cause(text: str, _: random.Random) -> str | None:
    return substituted(r"\b(?:is|was|were|are) associated with\b", lambda m: "caused", text)


def aim(text: str, _: random.Random) -> str | None:
    found = re.search(
        r"(?:aimed|sought|conducted|designed) to (?:determine|evaluate|assess|test) whether (.+)",
        text,
    )
    return found[1][:1].upper() + found[1][1:] if found else None


CORRUPTIONS: dict[str, Edit] = {
    "number": number, "decimal": decimal, "comparator": comparator, "unit": unit,
    "negation added": negation_added, "negation removed": negation_removed,
    "direction": direction, "hedge removed": hedge_removed, "cause for association": cause,
    "aim told as result": aim,
}  # fmt: skip


def verbatim(text: str, _: random.Random) -> str | None:
    return text


def clause_dropped(text: str, _: random.Random) -> str | None:
    found = re.match(r"(.{60,}?), (?:and|but|whereas|while) .+\.$", text)
    return f"{found[1]}." if found else None


def aside_dropped(text: str, _: random.Random) -> str | None:
    return substituted(r" \([^()]*\)", lambda m: "", text)


def lead_dropped(text: str, _: random.Random) -> str | None:
    bare = re.sub(
        r"^(?:However|Moreover|Furthermore|In addition|Thus|Here), (.)",
        lambda m: m[1].upper(),
        text,
    )
    return bare if bare != text else None


def percent_written(text: str, _: random.Random) -> str | None:
    return substituted(r"(?<=\d)%", lambda m: " percent", text)


def british(text: str, _: random.Random) -> str | None:
    changed = re.sub(r"tumor", "tumour", re.sub(r"randomized", "randomised", text))
    return changed if changed != text else None


FAITHFUL: dict[str, Edit] = {
    "verbatim": verbatim, "clause dropped": clause_dropped, "aside dropped": aside_dropped,
    "lead word dropped": lead_dropped, "percent written": percent_written, "British": british,
}  # fmt: skip


def sentences(path: Path) -> list[str]:
    texts = [row["text"] for row in rows(path)]
    found = [text[a:b] for text in texts for a, b in sentence_spans(text)]
    return [s for s in found if 60 < len(s) < 350 and s[0].isupper() and s.endswith(".")]


def edited(pool: list[str], edits: dict[str, Edit], limit: int) -> Iterator[tuple[str, str, str]]:
    chance = random.Random(4)
    for kind, edit in edits.items():
        order = chance.sample(pool, len(pool))
        pairs = ((edit(text, chance), text) for text in order)
        yield from ((kind, claim, text) for claim, text in [p for p in pairs if p[0]][:limit])


def mixed(pool: list[str], limit: int) -> Iterator[tuple[str, str, str]]:
    chance = random.Random(5)
    for _ in range(limit):
        one, two, three = chance.sample(pool, 3)
        yield "wrong passage", one, two
        yield "extra fact", f"{one[:-1]}, and {three[0].lower()}{three[1:]}", one
        names = re.findall(r"\b[a-z]{6,}\b", two)
        swapped = re.sub(r"\b[a-z]{7,}\b", chance.choice(names or ["aspirin"]), one, count=1)
        if swapped != one:
            yield "word swapped", swapped, one


def table(gate: Gate, pairs: Iterator[tuple[str, str, str]], examples: str | None) -> None:
    passed: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, claim, evidence in pairs:
        verdict = gate.judge(claim, evidence)
        passed[kind][verdict.label] += 1
        wrong = (verdict.label is Label.SUPPORTED) != (kind in FAITHFUL)
        if kind == examples and wrong:
            print("  claim   ", claim, "\n  evidence", evidence, "\n ", verdict.checks)
    total: Counter[str] = Counter()
    for kind, labels in passed.items():
        total += labels
        print(line(kind, labels))
    print(line("all", total))


def line(kind: str, labels: Counter[str]) -> str:
    count = sum(labels.values())
    return f"  {kind:24} n {count:5}  let through {labels[Label.SUPPORTED] / count:6.1%}"


def labelled(gate: Gate, path: Path) -> None:
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(path):
        answers[row["label"]][gate.judge(row["claim"], row["evidence"]).label] += 1
    for label, given in sorted(answers.items()):
        count = sum(given.values())
        shares = "  ".join(f"{name} {given[name] / count:6.1%}" for name in Label)
        print(f"  {label:12} n {count:5}  {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--support", type=float, default=0.85)
    parser.add_argument("--limit", type=int, default=300, help="pairs of each kind")
    parser.add_argument("--examples", help="print what went wrong in this kind")
    arguments = parser.parse_args()
    gate = Gate(support=arguments.support)
    print(gate.verifier_id)
    for name in ("healthver/pairs_dev", "scifact/pairs_train"):
        print(name)
        labelled(gate, arguments.data / f"{name}.jsonl.gz")
    pool = sentences(arguments.data / "scifact/corpus.jsonl.gz")
    print("corruptions")
    corrupted = [*edited(pool, CORRUPTIONS, arguments.limit), *mixed(pool, arguments.limit)]
    table(gate, iter(corrupted), arguments.examples)
    print("faithful")
    table(gate, edited(pool, FAITHFUL, arguments.limit), arguments.examples)


if __name__ == "__main__":
    main()
