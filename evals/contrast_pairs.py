"""Pairs made from the sentences of public abstracts and guidelines: damaged, or said otherwise.

Half of the documents, chosen by hash, is learned from; the other half is measured on. Some kinds
of damage are never learned from (`UNSEEN`), to tell what the model makes of what it has not met.
"""

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from contrast import CORRUPTIONS
from edits import Edit, Surroundings
from entailment_sets import CONTRADICTED, DATA, SUPPORTED, UNKNOWN, Pair, rows
from rewrites import REWRITES

from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.terms import content_terms

CORPORA = (
    "scifact/corpus.jsonl.gz",
    "evidence_inference/corpus.jsonl.gz",
    "pubmedqa/corpus.jsonl.gz",
    "guidelines_text/uspstf_general.jsonl.gz",
    "guidelines_text/nstg2022.jsonl.gz",
)
UNSEEN = frozenset({"outcome", "quantifier", "route"})

_OPPOSITE = ("negation added", "negation removed", "significance", "direction", "antonym")
_UNSAID = ("hedge removed", "cause for association", "strength", "aim told as result",
           "extra fact", "extra detail", "only", "wrong passage")  # fmt: skip
# Rewordings that leave most of a sentence as it is go well with any other edit.
_LIGHT = ("other words", "aside dropped", "lead word dropped", "British", "signs", "clause dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text in sentences that are fit to be claims, with all its sentences around them."""

    document_id: str
    title: str
    sentences: tuple[str, ...]

    @property
    def claims(self) -> list[str]:
        return [s for s in self.sentences if 50 < len(s) < 350 and s[0].isupper() and s[-1] == "."]

    def around(self, sentence: str, reach: int) -> str:
        """Return the sentence with up to `reach` sentences on each side."""
        at = self.sentences.index(sentence)
        return " ".join(self.sentences[max(0, at - reach) : at + reach + 1])


@cache
def documents(corpus: str, *, learned: bool) -> tuple[Document, ...]:
    """Return one half of a corpus."""
    return tuple(
        Document(
            document_id=row["_id"],
            title=row.get("title") or "",
            sentences=tuple(_sentences(row["text"])),
        )
        for row in rows(DATA / corpus)
        if is_learned(row["_id"]) == learned and (_may_be_learned(row) or not learned)
    )


def labels_of(kind: str) -> frozenset[int]:
    """Return what a damaged sentence may be called."""
    if kind in _OPPOSITE:
        return frozenset({CONTRADICTED})
    if kind in _UNSAID:
        return frozenset({UNKNOWN})
    return frozenset({CONTRADICTED, UNKNOWN})


class ContrastPairs:
    """Makes pairs of each kind, always the same for a seed."""

    def __init__(
        self, corpora: Sequence[str], *, learned: bool, seed: int, longest: int = 350
    ) -> None:
        halves = (documents(name, learned=learned) for name in corpora)
        self._documents = [one for half in halves for one in half if one.claims]
        self._places = [
            (one, claim) for one in self._documents for claim in one.claims if len(claim) <= longest
        ]
        self._alike = _Alike(self._documents)
        self._seed = seed

    def corrupted(self, kind: str, limit: int, *, mixed: bool) -> list[Pair]:
        """Return at most `limit` pairs with this damage; `mixed` also rewords some of them."""
        made = self._made(CORRUPTIONS[kind], kind, limit, 0.35 if mixed else 0.0)
        return [self._pair(claim, evidence, labels_of(kind), kind) for claim, evidence in made]

    def rewritten(self, kind: str, limit: int, *, mixed: bool) -> list[Pair]:
        """Return at most `limit` pairs with this rewording, a third of them with a second one."""
        made = self._made(REWRITES[kind], kind, limit, 0.35 if mixed else 0.0)
        return [
            self._pair(claim, evidence, frozenset({SUPPORTED}), kind) for claim, evidence in made
        ]

    def strayed(self, limit: int) -> list[Pair]:
        """Return sentences beside a passage that is much like their own, or any passage."""
        chance = random.Random(f"{self._seed} strayed")
        kind = "wrong passage"
        found = []
        for document, claim in chance.sample(self._places, min(limit, len(self._places))):
            other = self._alike.other(document, claim, chance)
            sentence = chance.choice(other.sentences)
            evidence = other.around(sentence, chance.choice((0, 1, 2)))
            found.append(self._pair(claim, evidence, labels_of(kind), kind))
        return found

    def beside(self, limit: int) -> list[Pair]:
        """Return sentences beside others of their work, which share few of their words."""
        chance = random.Random(f"{self._seed} beside")
        found: list[Pair] = []
        for document, claim in chance.sample(self._places, len(self._places)):
            if len(found) == limit:
                break
            terms = set(content_terms(claim))
            sentence = chance.choice(document.sentences)
            evidence = document.around(sentence, chance.choice((0, 1)))
            shared = terms.intersection(content_terms(evidence))
            if claim not in evidence and len(shared) < len(terms) / 2:
                found.append(self._pair(claim, evidence, frozenset({UNKNOWN}), "beside"))
        return found

    def _made(
        self, edit: Edit, kind: str, limit: int, reworded: float
    ) -> Iterator[tuple[str, str]]:
        chance = random.Random(f"{self._seed} {kind}")
        count = 0
        for document, sentence in chance.sample(self._places, len(self._places)):
            if count == limit:
                return
            stray = chance.choice(self._documents)
            around = Surroundings(
                passage=" ".join(document.sentences),
                elsewhere=chance.choice(stray.claims or [sentence]),
                chance=chance,
            )
            claim = edit(sentence, around)
            if claim is None or (claim == sentence and kind != "verbatim"):
                continue
            if chance.random() < reworded:
                light = REWRITES[chance.choice(_LIGHT)]
                claim = _still_damaged(light(claim, around), claim, sentence)
            count += 1
            reach = 3 if kind == "borrowed number" else chance.choice((0, 0, 0, 1))
            yield claim, document.around(sentence, reach)

    def _pair(self, claim: str, evidence: str, labels: frozenset[int], kind: str) -> Pair:
        return Pair(claim=claim, evidence=evidence, labels=labels, source=f"contrast: {kind}")


class _Alike:
    """Finds documents that share rare words with a sentence."""

    def __init__(self, found: Sequence[Document]) -> None:
        self._documents = found
        self._holding: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(found):
            for term in set(content_terms(f"{one.title} {' '.join(one.sentences[:12])}")):
                self._holding[term].append(place)

    def other(self, document: Document, claim: str, chance: random.Random) -> Document:
        """Return another document: one of those most alike in seven cases of ten, or any."""
        shared: dict[int, float] = defaultdict(float)
        for term in set(content_terms(claim)):
            holding = self._holding.get(term, [])
            if len(holding) < 300:
                for place in holding:
                    shared[place] += 1 / (10 + len(holding))
        alike = sorted(shared, key=lambda place: (-shared[place], place))[:4]
        near = [self._documents[p] for p in alike if self._documents[p] is not document]
        if near and chance.random() < 0.7:
            return chance.choice(near)
        return chance.choice(
            [one for one in chance.sample(self._documents, 3) if one is not document]
        )


def _still_damaged(reworded: str | None, claim: str, sentence: str) -> str:
    """Take the rewording unless it cut the damage away with what it dropped."""
    if reworded is None or len(claim) - len(reworded) > 5:
        return claim
    return claim if reworded in sentence else reworded


def _sentences(text: str) -> Iterator[str]:
    for start, end in sentence_spans(text):
        sentence = re.sub(r"\s+", " ", text[start:end]).strip()
        if sentence:
            yield sentence


def _may_be_learned(row: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether an article that names a licence of its own names one that permits any use."""
    licence = row.get("metadata", {}).get("licence")
    return licence is None or "licenses/by/" in licence or "publicdomain" in licence


def is_learned(document_id: str) -> bool:
    """Say whether a document belongs to the half that may be learned from."""
    return hashlib.sha256(document_id.encode()).digest()[0] % 2 == 0
