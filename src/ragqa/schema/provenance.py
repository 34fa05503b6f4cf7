"""What an answer rests on besides its sources, so that it can be reproduced and regenerated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Hashes and names of everything that shaped an answer."""

    snapshot: str
    prompts: tuple[tuple[str, str], ...]
    composer: str
    embedder: str
    verifier: str
    settings: str
    version: str
    generated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What an answer cost: seconds by stage, tokens and money of a language model."""

    seconds: tuple[tuple[str, float], ...]
    prompt_tokens: int
    completion_tokens: int
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a language model charges for a million tokens that it reads, and that it writes."""

    prompt: float
    completion: float

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float:
        """Return what one answer cost, in the currency of the prices."""
        return (prompt_tokens * self.prompt + completion_tokens * self.completion) / 1_000_000
