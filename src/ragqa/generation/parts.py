"""The drafts for the parts of one question as one draft."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ragqa.generation.composer import Composition
from ragqa.schema.article import Draft, DraftBlock, DraftPart, DraftSection, Style
from ragqa.schema.question import Question
from ragqa.schema.source import Kind


def joined(question: Question, compositions: Sequence[Composition]) -> Composition:
    """Return one composition that answers part by part; the only one as it is.

    Args:
        question: what was asked, whole.
        compositions: one or more, each for a part of it, in the order in which they are asked.
    """
    if len(compositions) == 1:
        draft = replace(compositions[0].draft, question=question)
        return replace(compositions[0], draft=draft)
    return Composition(
        draft=_draft(question, [one.draft for one in compositions]),
        prompt_tokens=sum(one.prompt_tokens for one in compositions),
        completion_tokens=sum(one.completion_tokens for one in compositions),
    )


def _draft(question: Question, drafts: Sequence[Draft]) -> Draft:
    return Draft(
        question=question,
        composer=" and ".join(dict.fromkeys(draft.composer for draft in drafts)),
        prompts=tuple(dict.fromkeys(prompt for draft in drafts for prompt in draft.prompts)),
        summary=tuple(claim for draft in drafts for claim in draft.summary),
        sections=tuple(_section(kind, drafts) for kind in Kind),
        gaps=tuple(dict.fromkeys(gap for draft in drafts for gap in draft.gaps)),
        consulted=tuple(sorted({name for draft in drafts for name in draft.consulted})),
        parts=tuple(
            DraftPart(
                question=draft.question.text,
                claims=tuple(claim.claim_id for claim in draft.claims),
            )
            for draft in drafts
        ),
    )


def _section(kind: Kind, drafts: Sequence[Draft]) -> DraftSection:
    """Return what all drafts say in one section, each part below its own question."""
    own = [
        (draft.question.text, section)
        for draft in drafts
        for section in draft.sections
        if section.kind is kind
    ]
    return DraftSection(
        kind=kind,
        notice=next((section.notice for _, section in own if section.notice), None),
        blocks=tuple(block for text, section in own for block in _blocks(text, section)),
    )


def _blocks(part: str, section: DraftSection) -> Iterator[DraftBlock]:
    """Yield the blocks of one part, the first under its question.

    Findings stand in one list: their topics would stand beside the parts, and not below them.
    """
    if section.kind is Kind.RESEARCH and section.blocks:
        claims = tuple(claim for block in section.blocks for claim in block.claims)
        yield DraftBlock(heading=part, style=Style.BULLETS, claims=claims)
        return
    for at, block in enumerate(section.blocks):
        yield block if at else replace(block, heading=part)
