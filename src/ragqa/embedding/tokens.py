"""Token counts as the embedding model will see them, without loading the model."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ragqa.embedding.embedder import TokenCounter
from ragqa.embedding.model_files import ModelFiles, locate
from ragqa.errors import ModelError, UsageError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer


class TokenizerCounter:
    """Counts with the model's own tokenizer.json; reads no weights and imports no torch."""

    def __init__(self, files: ModelFiles) -> None:
        self._files = files

    @cached_property
    def limit(self) -> int:
        """Tokens the model reads of one text, its own special tokens not counted."""
        return self._files.limit() - self._special

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, special tokens not counted."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def checked(self, texts: Sequence[str]) -> "list[Encoding]":
        """Return the tokens of each text, special tokens included, with their offsets.

        Raises:
            UsageError: a text is longer than `limit` tokens.
        """
        encodings: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        special = self._special
        for text, encoding in zip(texts, encodings, strict=True):
            if (length := len(encoding.ids) - special) > self.limit:
                raise UsageError(
                    f"The text beginning {text[:40]!r} has {length} tokens, but "
                    f"{self._files.name!r} reads {self.limit}. Shorten or split it: it will not "
                    "be cut silently."
                )
        return encodings

    @cached_property
    def _special(self) -> int:
        return self._tokenizer.num_special_tokens_to_add(is_pair=False)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        path = self._files.folder / "tokenizer.json"
        try:
            tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
        except Exception as error:  # tokenizers raises the bare class for a malformed file
            raise ModelError(
                f"The model {self._files.name!r} has no readable tokenizer.json in "
                f"{str(self._files.folder)!r}. Download the model again or name another."
            ) from error
        # The file asks for cutting at 128 tokens; a counter must see every one.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def token_counter(model: str | None) -> TokenCounter:
    """Return the counter of the model that `SentenceTransformerEmbedder(model)` would load.

    Raises:
        ModelError: there is no such model on this machine.
    """
    return TokenizerCounter(locate(model))
