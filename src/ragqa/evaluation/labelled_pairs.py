"""Claims with their evidence, and what people say of them."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ragqa.errors import UsageError
from ragqa.schema.claim import Label

NOT_SUPPORTED = "NOT_SUPPORTED"
"""A label of sets that do not tell contradiction from want of evidence."""

SHAPE = '{"claim": "…", "evidence": "…", "label": "SUPPORTED"}'
_ALSO = {"SUPPORT": "SUPPORTED", "SUPPORTS": "SUPPORTED", "ENTAILMENT": "SUPPORTED",
         "CONTRADICT": "CONTRADICTED", "REFUTES": "CONTRADICTED", "REFUTED": "CONTRADICTED",
         "CONTRADICTION": "CONTRADICTED", "NEI": "NOT_ENOUGH_INFO", "NEUTRAL": "NOT_ENOUGH_INFO",
         "NOT_SUPPORT": NOT_SUPPORTED}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPair:
    """One row of a labelled set; `kind` says how the pair was made, where it was made."""

    claim: str
    evidence: str
    label: str
    kind: str | None


def read_labelled_pairs(file: Path) -> list[LabelledPair]:
    """Return the pairs of a JSON Lines file, which may be compressed.

    Raises:
        UsageError: the file cannot be read, or a row is no labelled pair.
    """
    pairs = list(_pairs(file))
    if not pairs:
        raise UsageError(f"{file} holds no pair. Write {SHAPE} on each line.")
    return pairs


def _pairs(file: Path) -> Iterator[LabelledPair]:
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _pair(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise UsageError(
                f"{file}, line {number} is not a labelled pair. Write {SHAPE} on each line; labels "
                f"are {', '.join(Label)} and {NOT_SUPPORTED}."
            ) from None


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
        return (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is damaged or not UTF-8"
        raise UsageError(f"{file} cannot be read ({why}). Name a JSON Lines file.") from None


def _pair(row: dict[str, object]) -> LabelledPair:
    claim, evidence, given = row["claim"], row["evidence"], str(row["label"]).upper()
    label = _ALSO.get(given, given)
    if not isinstance(claim, str) or not isinstance(evidence, str):
        raise TypeError
    if label not in {*Label, NOT_SUPPORTED}:
        raise ValueError(label)
    kind = row.get("kind")
    return LabelledPair(
        claim=claim, evidence=evidence, label=label, kind=None if kind is None else str(kind)
    )
