"""How often a question is said to name a patient that names none, and how often one is missed.

    PYTHONPATH=. python evals/patient_identifiers.py ../shared/data [--show 40]

False alarms are counted over every question of the public sets, which are about no patient of
anybody's; recall over questions into which made-up identifiers were put: those of the tests, which
whoever wrote the patterns made, and those that the package Faker makes (`pip install faker`), in
which they had no hand.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.access.made_up_patients import MADE, question_naming

from ragqa.access.patient_identifiers import identifiers_in

SETS = {
    "bioasq12b/questions_12b1_2.jsonl.gz": "body",
    "kqa/questions_w_answers.jsonl": "Question",
    "liveqa_medquad/queries_odd.jsonl": "text",
    "medicationqa/medicationqa.jsonl.gz": "Question",
    "medlars/queries.jsonl": "text",
    "medlfqa/healthsearch_qa_test.jsonl": "Question",
    "medlfqa/medication_qa_test_MedLFQA.jsonl.gz": "Question",
    "nfcorpus_tokenised/queries_dev_tokenised.jsonl": "text",
    "pubmedqa/queries_train.jsonl": "text",
    "scifact/queries_train.jsonl": "text",
    "train/bioasq_rel/relevance.jsonl.gz": "query",
    "train/bioasq_yesno/nli.jsonl.gz": "claim",
    "train/covid_faq/relevance.jsonl.gz": "query",
    "train/covid_qa/relevance.jsonl.gz": "query",
    "train/medical_q2q/relevance.jsonl.gz": "query",
    "train/mediqa_qa/relevance.jsonl.gz": "query",
}
"""Questions about medicine."""
HARDER = {
    "healthver/pairs_dev.jsonl.gz": "claim",
    "train/healthver_train/nli.jsonl.gz": "evidence",
    "train/sci_fact_misc/nli.jsonl.gz": "evidence",
    "evidence_inference/corpus.jsonl.gz": "text",
    "pubmedqa/corpus.jsonl.gz": "text",
    "guidelines_text/nstg2022.jsonl.gz": "text",
    "liveqa_medquad/corpus.jsonl.gz": "text",
    "train/general_qa_rerank/relevance.jsonl.gz": "query",
}
"""No questions, or not of medicine: full of doses, ranges, dates, authors and addresses."""


def texts(file: Path, field: str) -> set[str]:
    """Return each text of a set once."""
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    rows = (json.loads(line) for line in content.splitlines())
    return {str(row[field]) for row in rows if row.get(field)}


def false_alarms(data: Path, sets: dict[str, str], show: int) -> Iterator[str]:
    """Yield a line for each set, and one for all."""
    seen: set[str] = set()
    alarms = 0
    for name, field in sets.items():
        new = texts(data / name, field) - seen
        seen |= new
        wrong = {text: found for text in sorted(new) if (found := identifiers_in(text))}
        alarms += len(wrong)
        kinds = Counter(one.kind.value for found in wrong.values() for one in found)
        yield f"{name:<50} {len(new):>7,} texts {len(wrong):>5} alarms  {dict(kinds)}"
        for text, found in list(wrong.items())[:show]:
            for one in found:
                around = text[max(0, one.start - 40) : one.end + 30].replace("\n", " ")
                yield f"    {one.kind.value}: {text[one.start : one.end]!r} in {around!r}"
    yield f"{'all':<50} {len(seen):>7,} texts {alarms:>5} alarms, {alarms / len(seen):.5f}"


def recall(count: int, seed: int, show: int) -> Iterator[str]:
    """Yield a line for each kind: in how many questions it was found whole, or at all."""
    chance = random.Random(seed)
    for kind in MADE:
        touched = whole = 0
        missed: list[str] = []
        for _ in range(count):
            text, start, end = question_naming(kind, chance)
            found = identifiers_in(text)
            at_all = any(one.start < end and start < one.end for one in found)
            touched += at_all
            whole += any(one.start <= start and end <= one.end for one in found)
            if not at_all:
                missed.append(text)
        yield f"{kind:<25} pointed out {touched / count:.3f}  covered whole {whole / count:.3f}"
        yield from (f"    missed: {text}" for text in missed[:show])


def faked(count: int, seed: int, show: int) -> Iterator[str]:
    """Yield a line for each kind of what Faker makes up."""
    try:
        from faker import Faker
    except ImportError:
        yield "Faker is not installed: `pip install faker`."
        return
    Faker.seed(seed)
    british, american, others = Faker("en_GB"), Faker("en_US"), Faker(["de_DE", "fr_FR", "es_ES"])
    made: dict[str, Callable[[], tuple[str, str]]] = {
        "name with a title, en_GB": lambda: ("Mrs ", british.name_female()),
        "name with a title, other": lambda: ("Mr ", f"{others.first_name()} {others.last_name()}"),
        "name with an age, en_US": lambda: ("", f"{american.first_name()} {american.last_name()}"),
        "telephone, en_GB": lambda: ("phone ", british.phone_number()),
        "telephone alone, en_GB": lambda: ("", british.phone_number()),
        "telephone alone, en_US": lambda: ("", american.phone_number()),
        "social security number": lambda: ("", american.ssn()),
        "e-mail": lambda: ("", american.email()),
        "postcode": lambda: ("", british.postcode()),
        "street, en_GB": lambda: ("lives at ", british.street_address()),
        "street, en_US": lambda: ("lives at ", american.street_address()),
        "date of birth": lambda: ("DOB ", british.date(pattern="%d/%m/%y")),
    }
    for name, make in made.items():
        found = 0
        missed: list[str] = []
        for _ in range(count):
            cue, text = make()
            age = ", 54," if "age" in name else ""
            question = f"Is drug A safe with an eGFR of 35 for {cue}{text}{age} who takes drug B?"
            start = question.index(text)
            hits = identifiers_in(question)
            if any(one.start < start + len(text) and start < one.end for one in hits):
                found += 1
            else:
                missed.append(text)
        yield f"{name:<25} pointed out {found / count:.3f}"
        yield from (f"    missed: {text!r}" for text in missed[:show])


def main() -> None:
    """Print both figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--count", type=int, default=2000, help="questions made for each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="alarms and misses to print of each")
    given = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print("False alarms in questions about medicine")
    print("\n".join(false_alarms(given.data, SETS, given.show)))
    print("\nFalse alarms in harder texts")
    print("\n".join(false_alarms(given.data, HARDER, given.show)))
    print(f"\nRecall over {given.count:,} made-up questions of each kind")
    print("\n".join(recall(given.count, given.seed, given.show)))
    print(f"\nRecall over {given.count:,} questions of each kind that Faker made")
    print("\n".join(faked(given.count, given.seed, given.show)))


if __name__ == "__main__":
    main()
