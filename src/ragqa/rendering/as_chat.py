"""An answer as a chat tells it: Markdown that grows claim by claim, its references at the end.

What was told stays as it is: the pieces of an answer, one after another, are the whole message.
"""

from typing import Final, Literal

from ragqa.rendering import wording
from ragqa.rendering.as_markdown import after_claims, claim_line
from ragqa.rendering.markdown_text import escaped
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import Claim
from ragqa.schema.question import Audience
from ragqa.schema.source import Kind

Part = Literal["answer", "guideline", "research"]
"""Where a claim stands first: in the direct answer, or in one of the two sections."""
_UNBROKEN: Final = 1_000_000
"""No line is as long: whoever shows the message breaks its lines."""


class ChatText:
    """Writes one message, piece by piece.

    Args:
        audience: who reads it.
    """

    def __init__(self, audience: Audience) -> None:
        self._headings = wording.headings(audience)
        self._part: Part | None = None

    def understood(self, question: str) -> str:
        """Return what is told first where a follow-up was made a whole question."""
        return f"*Understood as: {escaped(question)}*\n\n"

    def claim(self, part: Part, claim: Claim) -> str:
        """Return the next claim, below its heading where it is the first of its part."""
        told = f"{claim_line(claim, _UNBROKEN)}\n"
        if part == self._part:
            return told
        gap = "" if self._part is None else "\n"
        self._part = part
        return f"{gap}{self._heading(part)}\n\n{told}"

    def end(self, answer: Article | Abstention) -> str:
        """Return what follows the last claim: what is open, references, and what to heed."""
        gap = "" if self._part is None else "\n"
        return f"{gap}{after_claims(answer, _UNBROKEN)}\n"

    def _heading(self, part: Part) -> str:
        if part == "answer":
            return f"**{self._headings.answer}**"
        return f"## {self._headings.section(Kind(part))}"
