"""Find out what abbreviations usually mean in medicine, and write the table that ships.

    python evals/usual_meanings.py ../shared/data --out src/ragqa/linguistics/usual_meanings.json

Every abstract, guideline chapter and passage of the public sets is read for the abbreviations that
it defines (Schwartz & Hearst 2003). One that at least three documents define, nine in ten of them
alike (19 in 20 where it has but two letters), has a usual meaning; spelling, plural and hyphens
make no difference. One that two documents define differently, and that has no usual meaning, is
ambiguous. What remains are abbreviations and meanings, facts and no text of anybody's. With
`--half` only the documents that others may learn from are read, to tell what the table is worth on
those that it has not seen.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from contrast_pairs import is_learned

from ragqa.linguistics.abbreviations import definitions
from ragqa.linguistics.terms import terms

CORPORA = (
    "scifact/corpus.jsonl.gz",
    "evidence_inference/corpus.jsonl.gz",
    "pubmedqa/corpus.jsonl.gz",
    "bioasq12b/corpus.jsonl.gz",
    "liveqa_medquad/corpus.jsonl.gz",
    "guidelines_text/uspstf_general.jsonl.gz",
    "guidelines_text/nstg2022.jsonl.gz",
)
DOCUMENTS = 3
SHARE = 0.9
SHARE_OF_TWO = 0.95
"""Two letters stand for many things that these documents are not about."""
SAME = 0.85
_SHORT = re.compile(r"(?=(?:.*[A-Z]){2}|.*[A-Z].*\d)[A-Za-z][A-Za-z0-9-]{1,9}\Z")
_WORDS = re.compile(r"[A-Za-z][\w'’ ,/-]{4,80}\Z")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--half", action="store_true")
    arguments = parser.parse_args()
    usual, ambiguous = meanings(_texts(arguments.data, half=arguments.half))
    table = {"usual": dict(sorted(usual.items())), "ambiguous": sorted(ambiguous)}
    lines = json.dumps(table, indent=0, ensure_ascii=False)
    arguments.out.write_text(f"{lines}\n", encoding="utf-8")
    print(f"{len(usual)} abbreviations of one usual meaning, {len(ambiguous)} of several")


def _texts(data: Path, *, half: bool) -> Iterator[str]:
    """Yield every document once, however many sets hold it."""
    seen: set[str] = set()
    for name in CORPORA:
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                opening = row["text"][:80]
                if opening not in seen and (not half or is_learned(row["_id"])):
                    seen.add(opening)
                    yield f"{row.get('title') or ''}\n\n{row['text']}"


def meanings(texts: Iterator[str]) -> tuple[dict[str, str], set[str]]:
    """Return the abbreviations that have one usual meaning, with it, and the ambiguous ones."""
    spelled: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for text in texts:
        for short, long in definitions(text).items():
            if _SHORT.match(short):
                spelled[short]["".join(terms(long.replace("-", " ")))][long] += 1
    usual, ambiguous = {}, set()
    for short, forms in spelled.items():
        most = max(forms, key=lambda form: (forms[form].total(), form))
        alike = sum(forms[form].total() for form in forms if _alike(form, most))
        every = sum(map(Counter.total, forms.values()))
        long = _usual_spelling(forms[most])
        share = SHARE if len(short) > 2 else SHARE_OF_TWO
        if alike >= DOCUMENTS and alike >= share * every and _WORDS.match(long):
            usual[short] = long
        elif alike < every:
            ambiguous.add(short)
    return usual, ambiguous


def _alike(one: str, other: str) -> bool:
    """Say whether two expansions differ in an ending or a slip: computed, computer tomography."""
    return one == other or SequenceMatcher(None, one, other).ratio() > SAME


def _usual_spelling(spellings: Counter[str]) -> str:
    """Return the most frequent spelling as it stands within a sentence."""
    long = max(sorted(spellings), key=lambda spelling: spellings[spelling])
    within = long[0].lower() + long[1:]
    return within if within in spellings else long


if __name__ == "__main__":
    main()
