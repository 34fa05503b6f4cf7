"""What changed between two versions of an article: planted changes of each kind, and properties."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.library.claim_diff import claim_diff
from ragqa.schema.article import (
    Abstention,
    Article,
    Concordance,
    Gap,
    GlossaryEntry,
    Outcome,
    Withheld,
)
from ragqa.schema.claim import Claim, ClaimId, Strength, Study
from ragqa.schema.claim_diff import Change, ClaimDiff, Difference, Part, ReferenceChange, TextChange
from ragqa.schema.directness import Directness, Sex
from ragqa.schema.source import Kind
from tests.rendering.any_answers import abstentions, articles
from tests.rendering.samples import ABSTENTION, ARTICLE, CLAIMS, REFERENCES, citation, claim

ANSWERS = st.one_of(articles(), abstentions())
PLACES = {
    "answer": "Direct answer",
    "lead": "From the Guidelines",
    "pooled": "From the Research",
}


def named(name: str) -> Claim:
    return ARTICLE.claim(ClaimId(name))


def with_claim(name: str, **changes: object) -> Article:
    """Return the sample article in which one claim is another, with another id."""
    changed = replace(named(name), claim_id=ClaimId(f"{name}-2"), **changes)  # type: ignore[arg-type]
    return _relaid(name, changed)


def _relaid(name: str, changed: Claim) -> Article:
    def ids(old: tuple[ClaimId, ...]) -> tuple[ClaimId, ...]:
        return tuple(changed.claim_id if one == name else one for one in old)

    return replace(
        ARTICLE,
        summary=ids(ARTICLE.summary),
        sections=tuple(
            replace(
                part,
                blocks=tuple(replace(block, claims=ids(block.claims)) for block in part.blocks),
            )
            for part in ARTICLE.sections
        ),
        claims=tuple(changed if one.claim_id == name else one for one in ARTICLE.claims),
        concordance=tuple(
            replace(pair, guideline=ids((pair.guideline,))[0], research=ids((pair.research,))[0])
            for pair in ARTICLE.concordance
        ),
    )


def only_change(after: Article, before: Article = ARTICLE) -> tuple[Difference, ...]:
    """Return the differences of the one claim that changed."""
    diff = claim_diff(before, after)
    (changed,) = [one for one in diff.claims if one.change is not Change.UNCHANGED]
    assert changed.before is not None
    assert changed.after is not None
    return changed.differences


def mirrored(diff: ClaimDiff) -> object:
    """Return all that a diff says, the sides exchanged; order within one gravity says nothing."""
    return (
        Counter(
            (
                one.after,
                one.before,
                frozenset((d.change, d.after, d.before) for d in one.differences),
            )
            for one in diff.claims
        ),
        Counter((one.after, one.before) for one in diff.references),
        Counter((one.part, one.after, one.before) for one in diff.texts),
        diff.after,
        diff.before,
    )


def as_said(diff: ClaimDiff) -> object:
    return (
        Counter(
            (
                one.before,
                one.after,
                frozenset((d.change, d.before, d.after) for d in one.differences),
            )
            for one in diff.claims
        ),
        Counter((one.before, one.after) for one in diff.references),
        Counter((one.part, one.before, one.after) for one in diff.texts),
        diff.before,
        diff.after,
    )


@given(ANSWERS)
@settings(max_examples=25)
def test_a_version_does_not_differ_from_itself(answer: Article | Abstention) -> None:
    diff = claim_diff(answer, answer)
    assert diff.is_empty
    assert not any(one.differences for one in diff.claims)


@given(ANSWERS, ANSWERS)
@settings(max_examples=25)
def test_each_claim_appears_once_gravest_first_and_the_other_way_round_is_the_mirror_image(
    before: Article | Abstention, after: Article | Abstention
) -> None:
    diff, back = claim_diff(before, after), claim_diff(after, before)
    assert as_said(diff) == mirrored(back)
    assert diff.is_empty == back.is_empty
    for side, answer in (("before", before), ("after", after)):
        held = [getattr(one, side) for one in diff.claims]
        claims = answer.claims if isinstance(answer, Article) else ()
        assert Counter(claim for claim in held if claim) == Counter(claims)
    ranks = [list(Change).index(one.change) for one in diff.claims]
    assert all(first <= second for first, second in pairwise(ranks))


EDITS = st.sampled_from(
    (
        ("Drug A", "Drug B"),
        ("not ", ""),
        ("more", "less"),
        ("1,000 mg", "500 mg"),
        ("75", "100"),
        ("suggested", "recommended"),
        ("should", "may"),
        ("adults", "children"),
        ("Adults", "Infants"),
        ("most", "some"),
    )
)


@settings(max_examples=20)
@given(st.permutations(CLAIMS), st.lists(EDITS, max_size=4), st.sets(st.integers(0, 7), max_size=4))
def test_edited_articles_mirror_and_keep_each_claim(
    order: list[Claim], edits: list[tuple[str, str]], gone: set[int]
) -> None:
    claims = []
    for at, one in enumerate(order):
        text = one.text
        for old, new in edits:
            text = text.replace(old, new)
        if at not in gone:
            name = one.claim_id if text == one.text else ClaimId(f"{one.claim_id}-2")
            claims.append(replace(one, text=text, claim_id=name))
    after = replace(ARTICLE, claims=tuple(claims), summary=(), sections=(), concordance=())
    before = replace(ARTICLE, summary=(), sections=(), concordance=())
    forth = claim_diff(before, after)
    assert as_said(forth) == mirrored(claim_diff(after, before))
    for one in forth.claims:
        if one.before and one.after:
            assert one.after.claim_id.removesuffix("-2") == one.before.claim_id
        assert one.change is not Change.NEW
    assert len(forth.having(Change.WITHDRAWN)) == len(gone)


@pytest.mark.parametrize(
    ("name", "old", "new", "change", "said", "says"),
    [
        ("screening", "is not recommended", "is recommended", Change.DIRECTION, "not", ""),
        ("lead", "should have", "should not have", Change.DIRECTION, "", "not"),
        ("pooled", "more than placebo", "less than placebo", Change.DIRECTION, "more", "less"),
        ("lead", "before treatment", "after treatment", Change.DIRECTION, "before", "after"),
        ("lead", "should have", "should avoid having", Change.DIRECTION, "", "not"),
        ("pooled", "lowered", "raised", Change.DIRECTION, "lowered", "raised"),
        ("dose", "1,000 mg", "500 mg", Change.NUMBER, "1,000 mg", "500 mg"),
        ("dose", "below 75 µg/L", "below 100 µg/L", Change.NUMBER, "< 75 µg/L", "< 100 µg/L"),
        ("dose", "below 75 µg/L", "at most 75 µg/L", Change.NUMBER, "< 75 µg/L", "≤ 75 µg/L"),
        ("dose", "1,000 mg", "1,000 µg", Change.NUMBER, "1,000 mg", "1,000 µg"),
        ("pooled", "95 % CI", "90 % CI", Change.NUMBER, "95 %", "90 %"),
        (
            "dose",
            "is suggested for",
            "is recommended for",
            Change.STRENGTH,
            "suggests",
            "recommend",
        ),
        ("lead", "should have", "may have", Change.STRENGTH, "recommends", "suggests"),
        ("answer", "in most adults", "in some adults", Change.STRENGTH, "most", "some"),
        (
            "both",
            "Nausea was",
            "Nausea may have been",
            Change.STRENGTH,
            "without reserve",
            "held possible",
        ),
        ("dose", "for adults", "for children", Change.CONTENT, "adults", "children"),
        ("lead", "condition X", "condition Y", Change.CONTENT, "X", "Y"),
        ("both", "Nausea", "Headache", Change.CONTENT, "Nausea", "Headache"),
        ("both", "drug A.", "drug A in pregnancy.", Change.CONTENT, "", "pregnancy"),
        ("both", "commonest adverse event", "commonest side effect", Change.REWORDED, "", ""),
        ("dose", "1,000 mg", "1 g", Change.REWORDED, "", ""),
        ("lead", "have their serum level measured", "", Change.UNCHANGED, "", ""),
    ],
)
def test_a_planted_change_of_words_is_told_as_what_it_is(
    name: str, old: str, new: str, change: Change, said: str, says: str
) -> None:
    text = named(name).text.replace(old, new)
    if change is Change.UNCHANGED:
        assert claim_diff(ARTICLE, with_claim(name, text=f" {text}  ")).is_empty
        return
    assert text != named(name).text
    found = only_change(with_claim(name, text=text))
    assert found[0].change is change, found
    assert said in found[0].before
    assert says in found[0].after
    back = only_change(ARTICLE, with_claim(name, text=text))
    assert (back[0].before, back[0].after) == (found[0].after, found[0].before)


def test_numbers_that_change_places_are_a_change_of_number() -> None:
    text = named("trial").text.replace("61 of 104", "37 of 102", 1)
    text = text[:50] + text[50:].replace("37 of 102", "61 of 104")
    (first, *_) = only_change(with_claim("trial", text=text))
    assert first.change is Change.NUMBER


@pytest.mark.parametrize(
    ("changes", "change", "said", "says"),
    [
        (
            {"strength": Strength(grade="strong", certainty="low", origin=None)},
            Change.STRENGTH,
            "Conditional recommendation; low certainty",
            "Strong recommendation; low certainty",
        ),
        ({"strength": None}, Change.STRENGTH, "Conditional recommendation; low certainty", ""),
        (
            {"study": Study(design="cohort study", size=None, quotation=None)},
            Change.STRENGTH,
            "",
            "cohort study",
        ),
        (
            {"study": Study(design=None, size="90 adults", quotation=None)},
            Change.NUMBER,
            "",
            "90 adults",
        ),
    ],
)
def test_a_changed_label_is_told(
    changes: dict[str, object], change: Change, said: str, says: str
) -> None:
    assert only_change(with_claim("dose", **changes)) == (
        Difference(change=change, before=said, after=says),
    )


def test_a_study_in_other_people_is_a_change_of_content() -> None:
    women = Directness(species=None, groups=(), sex=Sex.FEMALE, ages=None, design=None, size=None)
    (one,) = named("trial").citations
    (found,) = only_change(with_claim("trial", citations=(replace(one, directness=women),)))
    assert found.change is Change.CONTENT
    assert found.before == "Randomised controlled trial, 206 adults"
    assert found.after == "Randomised controlled trial, 206 adults, women only"


def test_another_work_is_a_change_of_source() -> None:
    other = citation(3, "Nausea was the most frequently reported adverse event.", "Adverse events")
    found = only_change(with_claim("older", citations=(other,)))
    assert [one.change for one in found] == [Change.SOURCE, Change.SOURCE]
    assert found[0].before == "Drug A for condition X (first version) (2012)"
    assert found[0].after == "Drug A for condition X (2019)"
    assert "There was insufficient evidence" in found[1].before


def test_other_words_of_the_same_work_are_a_change_of_source() -> None:
    (old,) = named("dose").citations
    found = only_change(with_claim("dose", citations=(replace(old, quote="In adults below."),)))
    assert [one.change for one in found] == [Change.SOURCE]
    assert found[0].after == "“In adults below.”"


def test_a_renumbered_work_or_a_passage_that_moved_changes_nothing() -> None:
    numbers = {1: 3, 2: 1, 3: 2, 4: 5, 5: 4}
    claims = tuple(
        replace(
            one,
            claim_id=ClaimId(f"{one.claim_id}-2"),
            citations=tuple(
                replace(c, reference=numbers[c.reference], start=c.start + 40, end=c.end + 40)
                for c in one.citations
            ),
        )
        for one in CLAIMS
    )
    after = replace(
        ARTICLE,
        claims=claims,
        references=tuple(replace(one, number=numbers[one.number]) for one in REFERENCES),
        summary=(),
        sections=(),
        concordance=(),
    )
    before = replace(ARTICLE, summary=(), sections=(), concordance=())
    assert claim_diff(before, after).is_empty


@pytest.mark.parametrize("name", PLACES)
def test_a_claim_that_leaves_its_part_of_the_page_is_moved(name: str) -> None:
    after = replace(ARTICLE, summary=(), sections=())
    (moved,) = [
        one for one in claim_diff(ARTICLE, after).claims if one.before and one.before == named(name)
    ]
    assert moved.differences == (Difference(change=Change.MOVED, before=PLACES[name], after=""),)


def test_a_claim_of_one_version_is_new_or_withdrawn_and_never_forced_on_another() -> None:
    other = claim("fresh", "Exercise helps sleep.", citation(4, "Exercise helps.", "Results"))
    after = replace(
        ARTICLE,
        claims=(*(one for one in CLAIMS if one.claim_id != "older"), other),
        sections=(),
        concordance=(),
    )
    diff = claim_diff(replace(ARTICLE, sections=(), concordance=()), after)
    assert [one.after for one in diff.having(Change.NEW)] == [other]
    assert [one.before for one in diff.having(Change.WITHDRAWN)] == [named("older")]


def test_claims_on_one_passage_are_paired_so_that_all_fit_best() -> None:
    def dose(name: str, drug: str, amount: str) -> Claim:
        quote = citation(1, "Adults: drug A 5 mg, drug B 10 mg, drug C 20 mg daily.", "Doses")
        return claim(name, f"Condition X, adults: {drug} {amount} daily.", quote)

    before = [dose("1", "alphamab", "5 mg"), dose("2", "betanib", "10 mg")]
    after = [dose("3", "betanib", "15 mg"), dose("4", "alphamab", "10 mg")]
    bare = replace(ARTICLE, summary=(), sections=(), concordance=())
    diff = claim_diff(replace(bare, claims=tuple(before)), replace(bare, claims=tuple(after)))
    pairs = {(one.before.claim_id, one.after.claim_id) for one in diff.claims
             if one.before and one.after}  # fmt: skip
    assert pairs == {("1", "4"), ("2", "3")}
    assert {one.differences for one in diff.claims} == {
        (Difference(change=Change.NUMBER, before="5 mg daily", after="10 mg daily"),),
        (Difference(change=Change.NUMBER, before="10 mg daily", after="15 mg daily"),),
    }


def test_an_abbreviation_that_is_spelled_out_elsewhere_changes_no_content() -> None:
    quote = citation(1, "Restless legs syndrome (RLS) is common.", "Background")
    bare = replace(ARTICLE, summary=(), sections=(), concordance=())
    defining = claim("d", "Restless legs syndrome (RLS) is common.", quote)
    using = claim("u", "Iron relieves RLS in adults.", quote)
    before = replace(bare, claims=(defining, using))
    after = replace(
        bare,
        claims=(
            claim("d2", "RLS is common.", quote),
            claim("u2", "Iron relieves restless legs syndrome (RLS) in adults.", quote),
        ),
    )
    assert {one.change for one in claim_diff(before, after).claims} == {Change.REWORDED}
    children = replace(after, claims=(replace(after.claims[1], text="Iron relieves RLS in men."),))
    (first, _) = claim_diff(before, children).claims
    assert (first.differences[0].before, first.differences[0].after) == ("adults", "men")


def test_the_gravest_of_several_changes_gives_the_claim_its_place() -> None:
    text = named("dose").text.replace("1,000", "500").replace("is suggested", "is not suggested")
    changes = [one.change for one in only_change(with_claim("dose", text=text, strength=None))]
    assert changes == [Change.DIRECTION, Change.NUMBER, Change.STRENGTH]


def test_an_abstention_in_the_place_of_an_article_withdraws_all() -> None:
    diff = claim_diff(ARTICLE, ABSTENTION)
    assert {one.change for one in diff.claims} == {Change.WITHDRAWN}
    assert len(diff.claims) == len(CLAIMS)
    assert (diff.before.outcome, diff.after.outcome) == (Outcome.PARTIAL, Outcome.ABSTAINED)
    assert diff.after.reason == ABSTENTION.reason
    assert [one.before for one in diff.references] == list(REFERENCES)
    assert {one.change for one in claim_diff(ABSTENTION, ARTICLE).claims} == {Change.NEW}


def test_an_abstention_for_another_reason_is_a_change() -> None:
    assert not claim_diff(ABSTENTION, replace(ABSTENTION, reason="Nothing is indexed.")).is_empty


def test_notices_gaps_comparisons_and_withheld_sentences_are_compared() -> None:
    after = replace(
        ARTICLE,
        notices=("Another notice.",),
        gaps=(Gap(question="Does drug A help children?", reason="Two sources disagree."),),
        withheld=(),
        concordance=(replace(ARTICLE.concordance[0], relation="conflict"),),
    )
    sides = f"{named('dose').text} / {named('pooled').text}"
    assert set(claim_diff(ARTICLE, after).texts) == {
        TextChange(part=Part.NOTICE, before=ARTICLE.notices[0], after=None),
        TextChange(part=Part.NOTICE, before=None, after="Another notice."),
        TextChange(
            part=Part.GAP,
            before="Does drug A help children? No indexed source studied children.",
            after="Does drug A help children? Two sources disagree.",
        ),
        TextChange(
            part=Part.WITHHELD,
            before=f"{ARTICLE.withheld[0].text} {ARTICLE.withheld[0].reason}",
            after=None,
        ),
        TextChange(part=Part.CONCORDANCE, before=f"agree: {sides}", after=f"conflict: {sides}"),
    }


def test_a_sentence_withheld_twice_is_counted_twice() -> None:
    twice = replace(ARTICLE, withheld=ARTICLE.withheld * 2)
    (one,) = claim_diff(ARTICLE, twice).texts
    assert (one.part, one.before) == (Part.WITHHELD, None)
    assert isinstance(ARTICLE.withheld[0], Withheld)


def test_a_work_that_is_now_retracted_is_found_by_any_of_its_identifiers() -> None:
    retracted = replace(
        REFERENCES[2], doi=None, pmcid="6300003", number=9, notices=("Retracted in 2026",)
    )
    after = replace(ARTICLE, references=(*REFERENCES[:2], retracted, *REFERENCES[3:]))
    claims = tuple(
        replace(one, citations=tuple(
            replace(c, reference=9) if c.reference == 3 else c for c in one.citations
        )) for one in CLAIMS
    )  # fmt: skip
    diff = claim_diff(ARTICLE, replace(after, claims=claims))
    assert diff.references == (ReferenceChange(before=REFERENCES[2], after=retracted),)
    assert {one.change for one in diff.claims} == {Change.UNCHANGED}


def test_works_without_identifiers_are_known_by_title_and_year() -> None:
    bare = replace(REFERENCES[1], document_id="elsewhere", title=REFERENCES[1].title.upper())
    later = replace(bare, year=2026)
    assert bare.kind is Kind.GUIDELINE
    (renamed,) = claim_diff(ARTICLE, _with_reference(bare)).references
    assert (renamed.before, renamed.after) == (REFERENCES[1], bare)
    assert len(claim_diff(ARTICLE, _with_reference(later)).references) == 2


def _with_reference(work: object) -> Article:
    return replace(ARTICLE, references=(REFERENCES[0], work, *REFERENCES[2:]))  # type: ignore[arg-type]


def test_a_comparison_of_reworded_claims_is_still_told() -> None:
    other = Concordance(guideline=ClaimId("lead"), research=ClaimId("pooled"), relation="agree")
    (new,) = claim_diff(ARTICLE, replace(ARTICLE, concordance=(*ARTICLE.concordance, other))).texts
    assert new.after == f"agree: {named('lead').text} / {named('pooled').text}"


def test_words_explained_otherwise_are_told() -> None:
    entry = GlossaryEntry(term="CX", meaning="condition X", citations=())
    before = replace(ARTICLE, glossary=(entry,))
    after = replace(ARTICLE, glossary=(replace(entry, meaning="condition Y"),))
    (one,) = claim_diff(before, after).texts
    assert one == TextChange(part=Part.GLOSSARY, before="CX: condition X", after="CX: condition Y")
    assert not claim_diff(before, after).is_empty
