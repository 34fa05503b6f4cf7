"""Drafts for the parts of a question as one."""

from ragqa.generation.composer import Composition
from ragqa.generation.parts import joined
from ragqa.schema.article import Draft, DraftBlock, DraftSection, Gap, Style
from ragqa.schema.claim import ClaimRole, DraftClaim
from ragqa.schema.document import DocumentId
from ragqa.schema.question import Question
from ragqa.schema.source import Kind

WHOLE = Question(text="What is the dose of drug A and is it safe?")
DOSE = Question(text="What is the dose of drug A?")
SAFE = Question(text="Is drug A safe?")


def _claim(text: str) -> DraftClaim:
    return DraftClaim(text=text, role=ClaimRole.FINDING, strength=None, study=None, quotations=())


def _composition(question: Question, *texts: str, tokens: int) -> Composition:
    """Return a composition: a sentence of the summary, one of a paragraph, and bullets."""
    summary, lead, *points = map(_claim, texts)
    paragraph = DraftBlock(heading=None, style=Style.PARAGRAPH, claims=(lead,))
    bullets = DraftBlock(heading="Key points", style=Style.BULLETS, claims=tuple(points))
    draft = Draft(
        question=question,
        composer=f"composer-{tokens}",
        prompts=(("compose", "hash"),),
        summary=(summary,),
        sections=(
            DraftSection(kind=Kind.GUIDELINE, notice=None, blocks=(paragraph, bullets)),
            DraftSection(kind=Kind.RESEARCH, notice="Thin.", blocks=(paragraph, bullets)),
        ),
        gaps=(Gap(question="What about drug B?", reason="Nothing speaks of it."),),
        consulted=(DocumentId(f"document-{tokens}"),),
    )
    return Composition(draft=draft, prompt_tokens=tokens, completion_tokens=2 * tokens)


ONE = _composition(DOSE, "Give 5 mg.", "Give it daily.", "Never 50 mg.", tokens=3)
OTHER = _composition(SAFE, "It is safe.", "Harms are rare.", "Some were sick.", tokens=4)


def test_one_part_stays_as_it_was_drafted() -> None:
    assert joined(DOSE, [ONE]) == ONE
    assert joined(WHOLE, [ONE]).draft.question == WHOLE


def test_the_parts_follow_each_other_in_every_section() -> None:
    draft = joined(WHOLE, [ONE, OTHER]).draft
    assert draft.question == WHOLE
    assert [claim.text for claim in draft.summary] == ["Give 5 mg.", "It is safe."]
    guidelines, research = draft.sections
    assert [block.heading for block in guidelines.blocks] == [
        DOSE.text, "Key points", SAFE.text, "Key points",
    ]  # fmt: skip
    assert [(block.heading, len(block.claims)) for block in research.blocks] == [
        (DOSE.text, 2), (SAFE.text, 2),
    ]  # fmt: skip
    assert research.notice == "Thin."


def test_what_the_parts_share_is_told_once_and_what_they_cost_is_added_up() -> None:
    whole = joined(WHOLE, [ONE, OTHER])
    assert (whole.prompt_tokens, whole.completion_tokens) == (7, 14)
    assert whole.draft.composer == "composer-3 and composer-4"
    assert whole.draft.prompts == (("compose", "hash"),)
    assert len(whole.draft.gaps) == 1
    assert whole.draft.consulted == ("document-3", "document-4")


def test_each_part_knows_its_sentences() -> None:
    draft = joined(WHOLE, [ONE, OTHER]).draft
    assert [part.question for part in draft.parts] == [DOSE.text, SAFE.text]
    assert [part.claims for part in draft.parts] == [
        tuple(claim.claim_id for claim in one.draft.claims) for one in (ONE, OTHER)
    ]
