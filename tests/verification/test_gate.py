import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ragqa
from ragqa.schema.article import Abstention, Article, Draft, DraftPart, Gap, Outcome
from ragqa.schema.claim import ClaimRole, DraftClaim, Label, Quotation, Strength, Study
from ragqa.schema.document import DocumentId, PassageId
from ragqa.schema.source import Access, Design, Kind, KindBasis
from ragqa.verification.gate import NOTHING_DRAFTED, NOTHING_SURVIVED, Gate
from ragqa.verification.layout import IN_SUMMARY, NO_EVIDENCE
from tests.verification.library import (
    PROVENANCE,
    USAGE,
    Library,
    claim,
    draft,
    library,
    related,
    source,
)

ADVICE = "We recommend drug A 75 mg daily for condition X (strong recommendation, low certainty)."
FINDING = "Drug A reduced pain by 20% in 120 women with condition X."
SECOND = "Drug B did not reduce pain."
SHELF = library(
    (source("Guideline on X", Kind.GUIDELINE, doi="10.1/g"), ADVICE),
    (source("Trial of drug A", doi="10.1/a", design=Design.RANDOMISED_TRIAL), FINDING),
    (source("Trial of drug B", doi="10.1/b"), SECOND),
    (source("Second copy", doi="10.1/A"), "Drug A also improved sleep."),
)


def publish(drafted: Draft, shelf: Library = SHELF) -> Article | Abstention:
    return Gate().publish(
        drafted, shelf, nearest=[DocumentId("d0")], notices=(), provenance=PROVENANCE, usage=USAGE
    )


def article(drafted: Draft, shelf: Library = SHELF) -> Article:
    result = publish(drafted, shelf)
    assert isinstance(result, Article)
    return result


def withheld_reason(drafted: Draft, shelf: Library = SHELF) -> str:
    (item,) = publish(drafted, shelf).withheld
    return item.reason


def printed(outcome: Article | Abstention) -> list[str]:
    return [item.text for item in outcome.claims] if isinstance(outcome, Article) else []


def test_a_supported_draft_becomes_an_answered_article() -> None:
    made = article(draft([claim(SHELF, FINDING)], [claim(SHELF, ADVICE)], [claim(SHELF, SECOND)]))
    assert made.outcome is Outcome.ANSWERED
    assert [made.claim(c).text for c in made.summary] == [FINDING]
    assert [section.kind for section in made.sections] == [Kind.GUIDELINE, Kind.RESEARCH]
    assert [r.title for r in made.references] == [
        "Trial of drug A", "Guideline on X", "Trial of drug B",
    ]  # fmt: skip
    assert made.withheld == ()


def test_a_citation_names_page_section_and_exact_words() -> None:
    made = article(draft([claim(SHELF, FINDING)]))
    (citation,) = made.claims[0].citations
    assert (citation.quote, citation.page, citation.section) == (FINDING, 3, "Results")


LIST = "• Drug A\n  – Adult: 5 mg daily. Stop at once where it itches\n  – Child: not recommended"
LISTED = "Drug A: Adult: 5 mg daily. Stop at once where it itches; Child: not recommended."


def test_a_list_carries_the_statement_it_is_worded_as_below_its_headings() -> None:
    shelf = library((source("Condition X", Kind.GUIDELINE), LIST))
    text = f"Condition X, results: {LISTED}"
    made = article(draft([claim(shelf, text, LIST)]), shelf)
    assert made.claims[0].text == text
    assert made.claims[0].citations[0].quote == LIST


def test_a_number_may_stand_in_the_heading_above_the_quote_and_nowhere_else() -> None:
    shelf = library((source("Condition X", Kind.GUIDELINE), LIST))
    foreign = claim(shelf, f"Condition X, over 65 years: {LISTED}", LIST)
    reason = "The number 65 years is not in the quoted passage."
    assert withheld_reason(draft([foreign]), shelf) == reason
    held = shelf.documents[DocumentId("d0")]
    below = tuple(replace(part, path=("Over 65 years",)) for part in held.sections)
    headed = replace(shelf, documents={held.document_id: replace(held, sections=below)})
    assert publish(draft([foreign]), headed).withheld == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Drug A reduced pain by 30% in 120 women with condition X.",
            "The number 30% is not in the quoted passage.",
        ),
        (
            "Drug A did not reduce pain by 20% in 120 women with condition X.",
            "The claim negates “reduce”, the quoted passage does not.",
        ),
        (
            "Drug A increased pain by 20% in 120 women with condition X.",
            "The claim says “increased” where the quoted passage says “reduced”.",
        ),
        (
            "Drug A reduced pain by 20% in 120 pregnant women with condition X.",
            "The quoted passage does not say “pregnant”.",
        ),
        (
            "Drug A should reduce pain by 20% in 120 women with condition X.",
            "The claim recommends, the quoted passage does not go that far.",
        ),
    ],
)
def test_what_the_quote_does_not_say_is_withheld_with_the_reason(text: str, reason: str) -> None:
    assert withheld_reason(draft([claim(SHELF, text, FINDING)])) == reason


def test_nothing_left_is_an_abstention_that_names_the_nearest_sources() -> None:
    result = publish(draft([claim(SHELF, "Drug C cures everything.", FINDING)]))
    assert isinstance(result, Abstention)
    assert result.reason == NOTHING_SURVIVED
    assert [(r.number, r.title) for r in result.nearest] == [(1, "Guideline on X")]
    assert len(result.withheld) == 1


def test_an_empty_draft_is_an_abstention() -> None:
    result = publish(draft())
    assert isinstance(result, Abstention)
    assert result.reason == NOTHING_DRAFTED


def test_the_first_surviving_sentence_moves_up_when_the_summary_fell() -> None:
    made = article(
        draft([claim(SHELF, "Drug C works.", FINDING)], [claim(SHELF, ADVICE)],
              [claim(SHELF, SECOND)])
    )  # fmt: skip
    assert [made.claim(c).text for c in made.summary] == [ADVICE]
    assert made.outcome is Outcome.PARTIAL
    assert made.sections[0].notice == IN_SUMMARY[Kind.GUIDELINE]
    assert made.sections[0].blocks == ()


def test_a_section_without_evidence_says_so() -> None:
    made = article(draft([claim(SHELF, FINDING)]))
    assert made.sections[0].notice == NO_EVIDENCE[Kind.GUIDELINE]
    assert made.sections[1].notice == IN_SUMMARY[Kind.RESEARCH]


def test_open_parts_of_the_question_make_the_answer_partial() -> None:
    gap = Gap(question="And sleep?", reason="No source says.")
    made = article(draft([claim(SHELF, FINDING)], gaps=[gap]))
    assert (made.outcome, made.gaps) == (Outcome.PARTIAL, (gap,))


def test_a_sentence_drafted_twice_is_printed_once() -> None:
    made = article(draft([claim(SHELF, FINDING)], research=[claim(SHELF, FINDING)]))
    assert len(made.claims) == 1
    assert made.sections[1].blocks == ()


def test_a_research_quote_cannot_carry_a_guideline_sentence() -> None:
    reason = withheld_reason(draft([claim(SHELF, ADVICE)], [claim(SHELF, FINDING)]))
    assert reason == "It quotes no guideline source, but stands in that section."


def test_two_files_of_one_work_share_a_number() -> None:
    sleep = "Drug A also improved sleep."
    made = article(draft([claim(SHELF, FINDING), claim(SHELF, sleep)]))
    assert [c.citations[0].reference for c in made.claims] == [1, 1]
    assert [r.title for r in made.references] == ["Trial of drug A"]


def test_a_tampered_passage_carries_nothing() -> None:
    drafted = draft([claim(SHELF, FINDING)])
    held = {
        key: replace(passage, text=passage.text.replace("20%", "90%"))
        for key, passage in SHELF.held.items()
    }
    reason = withheld_reason(drafted, replace(SHELF, held=held))
    assert "is not what was indexed under that id" in reason


def test_a_passage_that_its_document_no_longer_holds_carries_nothing() -> None:
    documents = {
        key: replace(document, text=document.text.upper())
        for key, document in SHELF.documents.items()
    }
    reason = withheld_reason(draft([claim(SHELF, FINDING)]), replace(SHELF, documents=documents))
    assert "no longer stands in its document" in reason


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (3, 3), (5, 2), (0, 10_000)])
def test_a_quotation_outside_its_passage_carries_nothing(start: int, end: int) -> None:
    passage_id = next(iter(SHELF.held))
    drafted = _resting_on(Quotation(passage_id=passage_id, start=start, end=end))
    assert "lies outside the passage" in withheld_reason(drafted)


def test_an_unknown_passage_carries_nothing() -> None:
    drafted = _resting_on(Quotation(passage_id=PassageId("0" * 16), start=0, end=5))
    assert "is not in the index" in withheld_reason(drafted)


def test_a_sentence_without_a_quotation_is_withheld() -> None:
    bare = replace(claim(SHELF, FINDING), quotations=())
    assert withheld_reason(draft([bare])) == "It names no passage that supports it."


def test_a_retracted_source_carries_nothing() -> None:
    shelf = library((source("Bad trial", relations=related("retracted", "pmid:1")), FINDING))
    assert withheld_reason(draft([claim(shelf, FINDING)]), shelf) == (
        "The source “Bad trial” has been retracted."
    )


def test_a_notice_on_another_work_carries_nothing() -> None:
    notice = source("Erratum: Bad trial", relations=related("corrects", "pmid:1"))
    shelf = library((notice, FINDING))
    assert withheld_reason(draft([claim(shelf, FINDING)]), shelf) == (
        "The source “Erratum: Bad trial” is a notice about another work."
    )


def test_what_a_reader_must_know_of_a_work_stands_at_its_reference() -> None:
    work = source(
        "Old review", access=Access.DIGEST, kind_basis=KindBasis.ASSUMED,
        relations=related("superseded", "pmid:30609006"),
    )  # fmt: skip
    shelf = library((work, FINDING))
    made = article(draft([claim(shelf, FINDING)]), shelf)
    assert made.references[0].notices == (
        "Superseded by PMID 30609006",
        "Digest of the source, not its full text",
        "Kind assumed to be research, the source does not state it",
    )


def test_a_grade_that_nobody_states_is_dropped() -> None:
    strength = Strength(grade="strong", certainty="high", origin=None)
    made = article(draft([claim(SHELF, ADVICE, strength=strength)]))
    assert made.claims[0].strength == Strength(grade="strong", certainty=None, origin=None)


def test_design_and_size_are_kept_only_as_the_work_states_them() -> None:
    where = claim(SHELF, "x", "120 women").quotations[0]
    stated = Study(design=Design.RANDOMISED_TRIAL, size="120 women", quotation=where)
    invented = Study(design=Design.META_ANALYSIS, size="900 women", quotation=where)
    kept = article(draft([claim(SHELF, FINDING, study=stated)]))
    dropped = article(draft([claim(SHELF, FINDING, study=invented)]))
    assert kept.claims[0].study == stated
    assert dropped.claims[0].study is None


def test_an_abbreviation_is_understood_by_its_document_s_own_definition() -> None:
    text = "Restless legs syndrome (RLS) is common. Drug A helped women with RLS."
    shelf = library((source("Trial"), text))
    spelled = "Drug A helped women with restless legs syndrome (RLS)."
    made = article(draft([claim(shelf, spelled, "Drug A helped women with RLS.")]), shelf)
    assert made.claims[0].text == spelled


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("It lasted more than 6 hours.", "It lasted more\nthan 6 hours."),
        ("There was no deoxyribonucleic acid (DNA) of X.", "There was no DNA of X."),
        ("Odds ratios (ORs) rose.", "ORs rose."),
        ("Give 1 g of drug A at least.", "Give 1000 mg of drug A at least."),
        ("Drug A reduced pain with low dose scans in high risk women.",
         "Drug A reduced pain with LD scans in high risk women; low dose (LD) is 5 mg."),
    ],
)  # fmt: skip
def test_the_same_statement_in_other_dress_is_supported(text: str, evidence: str) -> None:
    assert Gate().judge(text, evidence).label is Label.SUPPORTED


USES = "Drug A may lower the QZE of adults with condition X."
DEFINES = "The quiet zone exam (QZE) has ten parts."


def _consulting(text: str, *consulted: DocumentId, defining: str = DEFINES) -> Article | Abstention:
    shelf = library((source("Trial"), USES), (source("Other trial"), defining))
    drafted = replace(draft([claim(shelf, text, USES)]), consulted=consulted)
    return publish(drafted, shelf)


def test_an_abbreviation_may_be_spelled_out_as_a_consulted_document_defines_it() -> None:
    text = "Drug A may lower the quiet zone exam (QZE) of adults with condition X."
    assert text in printed(_consulting(text, DocumentId("d1")))
    assert text not in printed(_consulting(text))
    assert text not in printed(_consulting(text, DocumentId("gone")))
    other = "The quick zest effort (QZE) has ten parts."
    assert text not in printed(_consulting(text, DocumentId("d1"), defining=other))


def test_a_spelled_out_abbreviation_hides_no_hedge_and_no_negation() -> None:
    shelf = library(
        (source("Trial"), f"{DEFINES} Consistent with the QZE, drug A can help adults.")
    )
    quote = "Consistent with the QZE, drug A can help adults."
    same = "Consistent with the quiet zone exam (QZE), drug A can help adults."
    bold = "As the quiet zone exam (QZE) shows, drug A helps adults."
    assert same in printed(publish(draft([claim(shelf, same, quote)]), shelf))
    assert bold not in printed(publish(draft([claim(shelf, bold, quote)]), shelf))
    lifted = "Drug A lowers the quiet zone exam (QZE) of adults with condition X."
    assert lifted not in printed(_consulting(lifted, DocumentId("d1")))


def test_the_verifier_is_named_in_the_provenance_with_its_threshold() -> None:
    assert article(draft([claim(SHELF, FINDING)])).provenance.verifier == "locks-4(support=0.85)"


@pytest.mark.parametrize(
    ("text", "evidence", "label"),
    [
        (FINDING, FINDING, Label.SUPPORTED),
        ("Drug B reduced pain.", SECOND, Label.CONTRADICTED),
        ("Drug A reduced pain by 25%.", FINDING, Label.NOT_ENOUGH_INFO),
        ("", FINDING, Label.NOT_ENOUGH_INFO),
        (FINDING, " \n", Label.NOT_ENOUGH_INFO),
        ("pain " * 1000, "pain", Label.NOT_ENOUGH_INFO),
        ("...", "...", Label.NOT_ENOUGH_INFO),
    ],
)
def test_a_bare_pair_is_judged_by_the_same_checks(text: str, evidence: str, label: Label) -> None:
    verdict = Gate().judge(text, evidence)
    assert verdict.label is label
    assert all(check.passed == (not check.detail) for check in verdict.checks)
    assert (verdict.score > 0.5) == (label is Label.SUPPORTED)


SENTENCES = [ADVICE, FINDING, SECOND, "Drug A also improved sleep.", "Drug C cures all."]
chosen = st.lists(st.sampled_from(SENTENCES), max_size=6)


@given(chosen, chosen, chosen)
def test_numbers_run_from_one_and_match_the_list(
    summary: list[str], guidelines: list[str], research: list[str]
) -> None:
    result = publish(
        draft(*([_sentence(t) for t in part] for part in (summary, guidelines, research)))
    )
    printed = [] if isinstance(result, Abstention) else list(result.claims)
    cited = [c.reference for item in printed for c in item.citations]
    numbers = [] if isinstance(result, Abstention) else [r.number for r in result.references]
    assert list(dict.fromkeys(cited)) == numbers == list(range(1, len(numbers) + 1))
    assert {item.text for item in result.withheld}.isdisjoint(item.text for item in printed)
    assert all(item.verdict.label is Label.SUPPORTED for item in printed)


@given(chosen, chosen)
def test_every_quote_is_a_slice_of_its_passage_and_every_claim_is_laid_out_once(
    summary: list[str], research: list[str]
) -> None:
    result = publish(
        draft([_sentence(t) for t in summary], research=[_sentence(t) for t in research])
    )
    if isinstance(result, Abstention):
        assert not set(summary + research) - {"Drug C cures all.", ADVICE}
        return
    laid_out = [*result.summary, *(c for s in result.sections for b in s.blocks for c in b.claims)]
    assert laid_out == [item.claim_id for item in result.claims]
    assert len(set(laid_out)) == len(laid_out)
    assert result.summary
    for item in result.claims:
        for citation in item.citations:
            (passage,) = SHELF.passages([citation.passage_id])
            assert citation.quote == passage.text[citation.start : citation.end]


def test_only_the_gate_constructs_articles() -> None:
    root = Path(ragqa.__file__).parent
    builders = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _name(node.func) == "Article"
    }
    assert builders == {"verification/gate.py"}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _sentence(text: str) -> DraftClaim:
    """Draft a sentence; the one that no source holds borrows the quote of another."""
    return claim(SHELF, text, FINDING if text == SENTENCES[-1] else text)


def _resting_on(place: Quotation) -> Draft:
    return draft(
        [DraftClaim(text=FINDING, role=ClaimRole.ANSWER, strength=None, study=None,
                    quotations=(place,))]
    )  # fmt: skip


def test_a_part_of_the_question_of_which_nothing_passes_is_a_gap() -> None:
    kept, foreign = claim(SHELF, FINDING), claim(SHELF, "Drug A cures condition Z.", FINDING)
    broken = Quotation(passage_id=PassageId("0"), start=0, end=1)
    foreign = replace(foreign, quotations=(broken,))
    parts = (
        DraftPart(question="Does drug A help?", claims=(kept.claim_id,)),
        DraftPart(question="Does it cure condition Z?", claims=(foreign.claim_id,)),
    )
    made = article(replace(draft([kept, foreign]), parts=parts))
    assert made.outcome is Outcome.PARTIAL
    assert made.gaps == (Gap(question="Does it cure condition Z?", reason=NOTHING_SURVIVED),)


@pytest.mark.parametrize("verb", ["lower", "raise", "increase", "reduce", "relieve", "improve"])
@pytest.mark.parametrize("denial", ["did not", "does not", "failed to", "could not"])
def test_no_bare_sentence_passes_for_its_denial(verb: str, denial: str) -> None:
    denied = f"Drug A {denial} {verb} pain."
    for said in (f"Drug A {verb}s pain.", f"Drug A {verb.removesuffix('e')}ed pain."):
        assert Gate().judge(said, denied).label is Label.CONTRADICTED
        assert Gate().judge(denied, said).label is not Label.SUPPORTED
