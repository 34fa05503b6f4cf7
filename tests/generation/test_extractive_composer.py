"""Articles in the sources' own sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.generation.extractive_composer import ExtractiveComposer
from ragqa.linguistics.abbreviations import abbreviations_in, definitions, expansion
from ragqa.schema.article import Draft, Style
from ragqa.schema.claim import ClaimRole, DraftClaim, Label
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.question import Question
from ragqa.schema.source import Kind
from ragqa.verification.evidence import EvidenceText
from ragqa.verification.verdicts import first_reason, verdict_on
from tests.factories import make_sentences, make_source

QUESTION = Question(text="Does exampline or samplamine relieve fictosis?")
TEMPLATES = (
    "{drug} lowered the {score} by {n} points in adults with fictosis.",
    "We found that {drug} did not change the {score} in {n} of 40 adults.",
    "However, adverse events were more common with {drug} than with placebo (RR 1.{n}).",
    "The panel recommends {drug} for the {score} of adults (strong recommendation).",
    "These findings suggest that {drug} may lower the {score} within {n} weeks [3].",
    "It remains unclear whether {drug} changes the {score} without low iron.",
    "In conclusion, {drug} was no better than placebo for the {score} (Table {n}).",
    "This effect was seen in {n} adults on {drug}.",
)
MEANINGS: tuple[dict[str, str], ...] = (
    {"QZE": "quiet zone exam"},
    {"QZE": "quick zest effort"},
    {},
)
SCORES = ("QZE", "quiet zone exam (QZE)", "pain score", "BMI", "QZE and BMI")


@st.composite
def _pools(draw: st.DrawFn) -> list[EvidenceSentence]:
    """Draw up to a dozen passages of one or two sentences from a few works of both kinds."""
    share = st.floats(0.25, 1, width=16)
    pool: list[EvidenceSentence] = []
    for number in range(draw(st.integers(0, 12))):
        templates = draw(st.lists(st.sampled_from(TEMPLATES), min_size=1, max_size=2))
        text = " ".join(
            template.format(
                drug=draw(st.sampled_from(("Exampline", "Samplamine"))),
                score=draw(st.sampled_from(SCORES)),
                n=draw(st.integers(2, 9)),
            )
            for template in templates
        )
        work = draw(st.integers(0, 4))
        pool += make_sentences(
            text,
            source=make_source(
                title=f"Work {work} on fictosis",
                kind=Kind.GUIDELINE if work % 2 else Kind.RESEARCH,
            ),
            document_id=f"doc{number}",
            section=("Results",),
            similarity=draw(share),
            coverage=draw(share),
            abbreviations=MEANINGS[work % 3],
        )
    return pool


def _draft(pool: Sequence[EvidenceSentence]) -> Draft:
    return ExtractiveComposer().compose(QUESTION, pool).draft


def _in_sections(draft: Draft) -> Iterator[tuple[Kind, DraftClaim]]:
    for section in draft.sections:
        for block in section.blocks:
            yield from ((section.kind, claim) for claim in block.claims)


def _claims(draft: Draft) -> list[DraftClaim]:
    """Return all claims in reading order."""
    return [*draft.summary, *(claim for _, claim in _in_sections(draft))]


def _quoted(claim: DraftClaim, pool: Sequence[EvidenceSentence]) -> EvidenceSentence:
    (quotation,) = claim.quotations
    (found,) = (
        sentence
        for sentence in pool
        if sentence.evidence.passage.passage_id == quotation.passage_id
        and sentence.span == (quotation.start, quotation.end)
    )
    return found


@given(_pools())
@settings(max_examples=25)
def test_every_claim_is_carried_by_the_sentence_it_quotes(pool: list[EvidenceSentence]) -> None:
    for claim in _claims(_draft(pool)):
        sentence = _quoted(claim, pool)
        evidence = EvidenceText(
            quotes=(sentence.text,),
            titles=(sentence.evidence.source.title,),
            abbreviations=tuple(sentence.abbreviations.items()),
        )
        verdict = verdict_on(claim.text, evidence, support=0.85)
        assert verdict.label is Label.SUPPORTED, (first_reason(verdict), claim.text, sentence.text)


@given(_pools())
@settings(max_examples=25)
def test_no_sentence_is_quoted_twice_and_none_of_the_summary_again(
    pool: list[EvidenceSentence],
) -> None:
    draft = _draft(pool)
    assert all(n == 1 for n in Counter(claim.quotations for claim in _claims(draft)).values())
    summary = {_quoted(claim, pool).text for claim in draft.summary}
    for kind in Kind:
        printed = [_quoted(c, pool).text for k, c in _in_sections(draft) if k is kind]
        assert len(set(printed)) == len(printed)
        assert summary.isdisjoint(printed)


@given(pool=_pools(), random=st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_same_sentences_in_any_order_give_the_same_draft(
    pool: list[EvidenceSentence], random: Random
) -> None:
    shuffled = random.sample(pool, len(pool))
    assert _draft(shuffled) == _draft(pool)


@given(_pools())
@settings(max_examples=25)
def test_each_section_holds_claims_of_its_own_kind_and_role(pool: list[EvidenceSentence]) -> None:
    draft = _draft(pool)
    roles = {Kind.GUIDELINE: ClaimRole.RECOMMENDATION, Kind.RESEARCH: ClaimRole.FINDING}
    assert [section.kind for section in draft.sections] == [Kind.GUIDELINE, Kind.RESEARCH]
    assert all(claim.role is ClaimRole.ANSWER for claim in draft.summary)
    for kind, claim in _in_sections(draft):
        assert _quoted(claim, pool).evidence.source.kind is kind
        assert claim.role is roles[kind]


@given(_pools())
@settings(max_examples=40)
def test_each_abbreviation_is_spelled_out_where_the_draft_first_uses_it(
    pool: list[EvidenceSentence],
) -> None:
    explained: dict[str, str] = {}
    for claim in _claims(_draft(pool)):
        own = {**_quoted(claim, pool).abbreviations, **definitions(claim.text)}
        for short in abbreviations_in(claim.text):
            long = expansion(short, own)
            assert long is not None or short in explained, claim.text
            if long is not None and explained.get(short) != long:
                assert long in claim.text.lower() or long in claim.text, claim.text
                explained[short] = long


@given(pool=_pools(), summary=st.integers(1, 3), points=st.integers(1, 3))
@settings(max_examples=25)
def test_no_part_is_longer_than_asked(
    pool: list[EvidenceSentence], summary: int, points: int
) -> None:
    composer = ExtractiveComposer(summary=summary, lead=1, points=points, findings=2)
    draft = composer.compose(QUESTION, pool).draft
    guideline, research = draft.sections
    assert len(draft.summary) <= summary + 1  # the question asks "or"
    limits = {Style.PARAGRAPH: 1, Style.BULLETS: points}
    assert all(0 < len(block.claims) <= limits[block.style] for block in guideline.blocks)
    assert sum(len(block.claims) for block in research.blocks) <= 2


@given(_pools())
@settings(max_examples=25)
def test_a_draft_with_sections_has_a_direct_answer(pool: list[EvidenceSentence]) -> None:
    draft = _draft(pool)
    assert bool(draft.summary) >= bool(list(_in_sections(draft)))


def test_nothing_to_quote_gives_an_empty_draft() -> None:
    fragments = make_sentences("This effect was large. See the table below.")
    for pool in ([], fragments):
        composition = ExtractiveComposer().compose(QUESTION, pool)
        assert _claims(composition.draft) == []
        assert all(section.blocks == () for section in composition.draft.sections)
        assert (composition.prompt_tokens, composition.completion_tokens) == (0, 0)


def test_what_is_advised_comes_before_what_evidence_leaves_undecided() -> None:
    texts = {
        "I": "The panel concludes that evidence is insufficient on testing men for fictosis.",
        "B": "The panel recommends testing of women for fictosis every second year.",
    }
    pool = [
        sentence
        for number, (grade, text) in enumerate(texts.items())
        for sentence in make_sentences(
            text,
            source=make_source(title=f"Fictosis {grade}", kind=Kind.GUIDELINE, grade=grade),
            document_id=grade,
            similarity=0.9 - 0.1 * number,
        )
    ]
    more = make_sentences(
        "The panel advises that testing for fictosis should begin early in all adults.",
        source=make_source(title="Fictosis", kind=Kind.GUIDELINE),
        document_id="more",
        similarity=0.8,
    )
    asked = Question(text="Should adults be tested for fictosis?")
    draft = ExtractiveComposer().compose(asked, [*pool, *more]).draft
    assert [claim.text for claim in draft.summary][:2] == [texts["B"], texts["I"]]
