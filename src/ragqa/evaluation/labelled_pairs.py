"""Claims with their evidence, and what people say of them."""

from dataclasses import dataclass
from pathlib import Path

from ragqa.json_lines import Row, RowError, read_rows, text_in
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
    return list(read_rows(file, what="labelled pair", shape=SHAPE, parse=_pair))


def _pair(row: Row) -> LabelledPair:
    given = text_in(row, "label").upper()
    label = _ALSO.get(given, given)
    if label not in {*Label, NOT_SUPPORTED}:
        raise RowError(f"its label is none of {', '.join(Label)} and {NOT_SUPPORTED}")
    kind = row.get("kind")
    return LabelledPair(
        claim=text_in(row, "claim"),
        evidence=text_in(row, "evidence"),
        label=label,
        kind=None if kind is None else str(kind),
    )
