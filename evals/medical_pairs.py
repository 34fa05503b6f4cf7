"""Biomedical pairs that nobody labelled as such, made of what people did write.

Titles that state a finding, against their abstracts; trials' interventions, comparators and
outcomes, against the words by which doctors judged them; yes/no questions and conclusions of
PubMedQA; SciFact's claims, against the sentences that decide them. Each also damaged.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from contrast import CORRUPTIONS
from contrast_pairs import UNSEEN, Document, documents, labels_of
from edits import Surroundings
from entailment_sets import CONTRADICTED, DATA, SUPPORTED, UNKNOWN, Pair, kept_back, rows

from ragqa.linguistics.terms import content_terms
from ragqa.verification.entailment import fitted

_STATED = re.compile(
    r"\b(?:is|are|was|were|does|do|did|can|has|have|increases?|reduces?|decreases?|improves?|"
    r"inhibits?|promotes?|induces?|prevents?|regulates?|controls?|mediates?|enhances?|predicts?|"
    r"causes?|contributes?|protects?|requires?|modulates?|suppress(?:es)?|activates?|drives?|"
    r"affects?|impairs?|depends?|leads?|links?|maintains?|confers?|determines?|stimulates?)\b"
)
_TITLE_DAMAGE = ("negation added", "negation removed", "direction", "antonym", "name swapped",
                 "word swapped", "species", "extra detail", "number")  # fmt: skip
_CHARACTERS_A_TOKEN = 4.5
_YES_NO = {"yes": SUPPORTED, "no": CONTRADICTED, "maybe": UNKNOWN}

_FORMS: Mapping[str, tuple[str, ...]] = {
    "significantly increased": (
        "{i} significantly increased {o} compared with {c}.",
        "{o} was significantly higher with {i} than with {c}.",
        "Compared with {c}, {i} led to an increase in {o}.",
        "{o} increased with {i}, in comparison to {c}.",
    ),
    "significantly decreased": (
        "{i} significantly reduced {o} compared with {c}.",
        "{o} was significantly lower with {i} than with {c}.",
        "Compared with {c}, {i} led to a decrease in {o}.",
        "{o} fell with {i}, in comparison to {c}.",
    ),
    "no significant difference": (
        "There was no significant difference in {o} between {i} and {c}.",
        "{i} did not change {o} compared with {c}.",
        "{o} was similar with {i} and {c}.",
        "{i} has no effect on {o} in comparison with {c}.",
    ),
}
_OPPOSITE = {
    "significantly increased": "significantly decreased",
    "significantly decreased": "significantly increased",
}


def titled(corpora: Sequence[str], limit: int, *, learned: bool, seed: int) -> list[Pair]:
    """Return titles with their abstracts, each whole and damaged."""
    chance = random.Random(f"{seed} titles")
    found = [one for name in corpora for one in documents(name, learned=learned)]
    stated = [one for one in found if _states(one.title) and len(one.sentences) > 2]
    pairs: list[Pair] = []
    for one in chance.sample(stated, min(limit, len(stated))):
        pairs += _title_pairs(one, chance.choice(found), chance)
    return pairs


def _states(title: str) -> bool:
    return bool(30 < len(title) < 200 and "?" not in title and ":" not in title) and bool(
        _STATED.search(title)
    )


def _title_pairs(one: Document, other: Document, chance: random.Random) -> Iterator[Pair]:
    claim = one.title.strip().rstrip(".") + "."
    text = " ".join(one.sentences)
    room = chance.choice((40, 70, 110))
    evidence = shortened(claim, text, room)
    yield Pair(claim=claim, evidence=evidence, labels=frozenset({SUPPORTED}), source="title")
    background = " ".join(one.sentences[: chance.choice((1, 2))])
    yield Pair(claim=claim, evidence=background, labels=frozenset({UNKNOWN}), source="title beside")
    around = Surroundings(
        passage=text, elsewhere=chance.choice(other.claims or [claim]), chance=chance
    )
    for kind in chance.sample(_TITLE_DAMAGE, len(_TITLE_DAMAGE)):
        if damaged := CORRUPTIONS[kind](claim, around):
            yield Pair(
                claim=damaged, evidence=evidence, labels=labels_of(kind), source=f"title: {kind}"
            )
            return


def trials(file: str, *, forms: int, seed: int) -> list[Pair]:
    """Return claims about a trial's outcome that the words judged by doctors decide."""
    chance = random.Random(f"{seed} trials")
    pairs: list[Pair] = []
    quoted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(DATA / "evidence_inference" / file):
        quotes = [text for text in row["evidence"] if "\n" not in text and len(text) > 60]
        if quotes and len(row["outcome"]) < 90:
            pairs += _trial_pairs(row, max(quotes, key=len), forms, chance)
            pairs += _outcome_beside(row, quoted[row["pmcid"]], chance)
            quoted[row["pmcid"]].append((row["outcome"], max(quotes, key=len)))
    return pairs


def _outcome_beside(
    row: Mapping[str, str], quoted: Sequence[tuple[str, str]], chance: random.Random
) -> Iterator[Pair]:
    """Yield the finding beside what the same trial says of an outcome that shares no word."""
    words = set(content_terms(row["outcome"]))
    others = [quote for _, quote in quoted if not words & set(content_terms(quote))]
    if others:
        form = chance.choice(_FORMS[row["label"]])
        claim = form.format(i=row["intervention"], c=row["comparator"], o=row["outcome"])
        yield Pair(
            claim=claim[0].upper() + claim[1:],
            evidence=chance.choice(others),
            labels=frozenset({UNKNOWN}),
            source="trial, another outcome",
        )


def _trial_pairs(
    row: Mapping[str, str], evidence: str, forms: int, chance: random.Random
) -> Iterator[Pair]:
    """Yield the finding in other words, another finding, and the finding with arms swapped."""
    arms, label = (row["intervention"], row["comparator"]), row["label"]
    opposite = _OPPOSITE.get(label, label)
    other = chance.choice([name for name in _FORMS if name != label])
    told = [(label, arms, SUPPORTED), (other, arms, CONTRADICTED)]
    if label in _OPPOSITE:
        told += [(label, arms[::-1], CONTRADICTED), (opposite, arms[::-1], SUPPORTED)]
    for name, (one, two), judged in chance.sample(told, min(forms, len(told))):
        claim = chance.choice(_FORMS[name]).format(i=one, c=two, o=row["outcome"])
        yield Pair(
            claim=claim[0].upper() + claim[1:],
            evidence=evidence,
            labels=frozenset({judged}),
            source="trial" if one == arms[0] else "trial, arms swapped",
        )


def pubmedqa() -> list[Pair]:
    """Return questions with yes, no or maybe, and conclusions, against abstracts."""
    texts = {row["_id"]: row["text"] for row in rows(DATA / "pubmedqa/corpus.jsonl.gz")}
    pairs: list[Pair] = []
    for row in rows(DATA / "pubmedqa/queries_train.jsonl"):
        said = row["metadata"]
        decided = _YES_NO[said["final_decision"]]
        for claim, judged in ((row["text"], decided), (said["long_answer"], SUPPORTED)):
            evidence = shortened(claim, texts[said["pmid"]], 120)
            labels = frozenset({judged})
            pairs.append(Pair(claim=claim, evidence=evidence, labels=labels, source="pubmedqa"))
    return pairs


def rationales(*, learned: bool, seed: int) -> list[Pair]:
    """Return SciFact's claims with the sentences that decide them; supported ones also damaged."""
    chance = random.Random(f"{seed} rationales")
    abstracts = {
        row["doc_id"]: row["abstract"] for row in rows(DATA / "scifact/corpus_sentences.jsonl.gz")
    }
    pairs: list[Pair] = []
    for row in rows(DATA / "scifact/claims_train.jsonl"):
        for document, found in row["evidence"].items():
            deciding = {place for one in found for place in one["sentences"]}
            beside = [s for at, s in enumerate(abstracts[int(document)]) if at not in deciding]
            for one in found:
                text = " ".join(abstracts[int(document)][place] for place in one["sentences"])
                judged = SUPPORTED if one["label"].startswith("SUPPORT") else CONTRADICTED
                whole = Pair(
                    claim=row["claim"],
                    evidence=text,
                    labels=frozenset({judged}),
                    source="scifact",
                )
                if kept_back(whole) != learned:
                    pairs.append(whole)
                    pairs += _beside(whole, beside, chance)
                    pairs += _damaged(whole, chance) if judged == SUPPORTED else ()
    return pairs


def _beside(pair: Pair, sentences: Sequence[str], chance: random.Random) -> Iterator[Pair]:
    """Yield the claim with a sentence of the same abstract that does not decide it."""
    if sentences:
        yield Pair(
            claim=pair.claim,
            evidence=chance.choice(sentences),
            labels=frozenset({UNKNOWN}),
            source="scifact beside",
        )


def _damaged(pair: Pair, chance: random.Random) -> Iterator[Pair]:
    around = Surroundings(passage=pair.evidence, elsewhere=pair.evidence, chance=chance)
    kinds = [kind for kind in CORRUPTIONS if kind not in UNSEEN and "extra fact" not in kind]
    made = 0
    for kind in chance.sample(kinds, len(kinds)):
        claim = CORRUPTIONS[kind](pair.claim, around)
        if claim and made < 2:
            made += 1
            yield Pair(
                claim=claim,
                evidence=pair.evidence,
                labels=labels_of(kind),
                source=f"scifact: {kind}",
            )


def shortened(claim: str, text: str, room: int) -> str:
    """Return the best sentences of a text, about `room` tokens of them."""
    return fitted(claim, text, room=room, count=lambda part: round(len(part) / _CHARACTERS_A_TOKEN))
