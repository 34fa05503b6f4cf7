"""What the entailment model learns from in each stage, and what it is measured on."""

from collections.abc import Iterator

from contrast import CORRUPTIONS
from contrast_pairs import CORPORA, UNSEEN, ContrastPairs
from entailment_sets import DATA, LABELS, Pair, Stage, chosen, kept_back, learned, rows
from medical_pairs import pubmedqa, rationales, titled, trials
from rewrites import REWRITES

SEED = 7
LONGEST = 230
"""Characters of a sentence that is learned from; what it costs grows with its length."""
A_CORRUPTION = 320
A_REWRITE = 420
VERBATIM = 900
STRAYED = 900
BESIDE = 1200
TITLES = 1200
AGAIN = 2500
"""General pairs that are met once more among the medical ones."""


def mixture(stage: Stage, *, every_licence: bool) -> list[Pair]:
    """Return the pairs of one stage."""
    pairs = learned(stage, every_licence=every_licence)
    if stage == "general":
        return pairs
    return [*pairs, *made(), *learned("general", every_licence=every_licence)[:: 22_000 // AGAIN]]


def made() -> Iterator[Pair]:
    """Yield the pairs that are made of the learned half of the documents."""
    source = ContrastPairs(CORPORA, learned=True, seed=SEED, longest=LONGEST)
    for kind in CORRUPTIONS:
        if kind not in UNSEEN:
            yield from source.corrupted(kind, A_CORRUPTION, mixed=True)
    for kind in REWRITES:
        yield from source.rewritten(kind, VERBATIM if kind == "verbatim" else A_REWRITE, mixed=True)
    yield from source.strayed(STRAYED)
    yield from source.beside(BESIDE)
    yield from titled(CORPORA[:2], TITLES, learned=True, seed=SEED)
    yield from trials("prompts_train.jsonl.gz", forms=2, seed=SEED)
    yield from pubmedqa()
    yield from rationales(learned=True, seed=SEED)


def held_out(limit: int) -> dict[str, list[Pair]]:
    """Return labelled pairs that are not learned from, at most `limit` of a set."""
    found = {
        one.name: [pair for pair in one.pairs() if kept_back(pair)]
        for stage in ("general", "medical")
        for one in chosen(stage, every_licence=True)
    }
    found["healthver (dev)"] = _labelled("healthver/pairs_dev.jsonl.gz")
    found["nli4ct (dev)"] = _labelled("nli4ct/pairs_dev.jsonl")
    found["scifact, deciding sentences"] = [
        pair
        for pair in rationales(learned=False, seed=SEED)
        if pair.source in ("scifact", "scifact beside")
    ]
    found["trials (validation)"] = trials("prompts_validation.jsonl", forms=2, seed=SEED)
    found["titles"] = titled(CORPORA[:2], 150, learned=False, seed=SEED)
    return {name: pairs[:limit] for name, pairs in found.items() if pairs}


def held_out_contrast(limit: int) -> dict[str, list[Pair]]:
    """Return `limit` pairs of each kind from documents that nothing is learned from."""
    source = ContrastPairs(CORPORA, learned=False, seed=SEED)
    found = {kind: source.corrupted(kind, limit, mixed=False) for kind in CORRUPTIONS}
    found["wrong passage"] = source.strayed(limit)
    found["beside"] = source.beside(limit)
    return found | {kind: source.rewritten(kind, limit, mixed=False) for kind in REWRITES}


def _labelled(file: str) -> list[Pair]:
    return [
        Pair(claim=row["claim"], evidence=row["evidence"], labels=LABELS[row["label"]], source=file)
        for row in rows(DATA / file)
    ]
