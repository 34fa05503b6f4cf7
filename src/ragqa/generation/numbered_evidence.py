"""Evidence sentences under ids of one prompt, written out as data that cannot pass for orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.generation.candidates import Candidate
from ragqa.linguistics.invisible import without_invisible
from ragqa.linguistics.plain_words import unfit
from ragqa.schema.source import Kind

_LONGEST_NAME = 60
# "p<0.05" and "< 15" keep their sign; "</evidence>", "<|im_start|>" and "<<SYS>>" lose it.
_OPENING = re.compile(r"<(?=\s*[/|｜!?<]|[^\W\d]|\s*(?:evidence|question|system|user)\b)", re.I)
_BRACKETED = re.compile(r"\[(?=\s*/?\s*(?:INST|SYS\w*|TOOL\w*|AVAILABLE\w*)\b)", re.I)
# "S7 [guideline, 2024]" heads a line of evidence, and nothing inside one.
_HEADED = re.compile(r"\b(S\d+)\s*\[")
_FENCE = re.compile(r"`{3,}|~{3,}|-{3,}|#{3,}|={3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedEvidence:
    """The sentences that a model may cite, by the ids it may cite them under."""

    by_id: dict[str, Candidate]

    @classmethod
    def of(cls, candidates: Sequence[Candidate], limit: int) -> NumberedEvidence:
        """Return the best `limit` of `candidates`, numbered; no kind crowds the other out.

        A third of the places is kept for each kind, as far as it has sentences. None is offered
        that the gate would refuse to quote: what a model never reads it cannot obey.
        """
        candidates = [one for one in candidates if not unfit(one.sentence.text)]
        kept = [
            candidate
            for kind in Kind
            for candidate in [c for c in candidates if c.kind is kind][: limit // 3]
        ]
        others = [c for c in candidates if c not in kept][: limit - len(kept)]
        chosen = [c for c in candidates if c in kept or c in others]
        return cls(by_id={f"S{n}": candidate for n, candidate in enumerate(chosen, start=1)})

    def ids(self) -> dict[Kind, list[str]]:
        """Return the ids of each kind."""
        return {kind: [i for i, c in self.by_id.items() if c.kind is kind] for kind in Kind}

    def cited(self, ids: Sequence[str]) -> list[Candidate]:
        """Return the sentences with these ids, each once; ids never offered are dropped."""
        return [self.by_id[i] for i in dict.fromkeys(ids) if i in self.by_id]

    def lines(self) -> str:
        """Return one line per sentence: its id, what it comes from, its words."""
        return "\n".join(
            f"{number} [{neutral(_origin(candidate))}] {neutral(candidate.text)}"
            for number, candidate in self.by_id.items()
        )


def neutral(text: str) -> str:
    """Return `text` on one line, with nothing that looks like a delimiter of a prompt."""
    text = " ".join(without_invisible(" ".join(text.split())).split())
    text = _FENCE.sub("—", _OPENING.sub("‹", text))
    return _HEADED.sub(r"\1 (", _BRACKETED.sub("(", text))


def _origin(candidate: Candidate) -> str:
    source = candidate.sentence.evidence.source
    strength = candidate.strength
    parts = (
        source.kind,
        str(source.year) if source.year else None,
        (source.organisation or source.container or "")[:_LONGEST_NAME],
        source.design,
        f"strength {strength.grade}" if strength and strength.grade else None,
    )
    return ", ".join(part.replace("]", ")") for part in parts if part)
