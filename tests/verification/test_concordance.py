"""Articles whose sources agree, conflict, or contradict each other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.linting.findings import Code
from ragqa.linting.linter import lint
from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.schema.article import Abstention, Article, Concordance, Draft, Outcome
from ragqa.schema.claim import Strength
from ragqa.schema.question import Question
from ragqa.schema.source import Design, Kind, Source
from ragqa.verification.concordance import CONFLICTING, DISAGREE, DISAGREEING
from ragqa.verification.gate import Gate
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

ADVICE = "Drug A is recommended to relieve pain in adults with condition X."
WORKED = "Drug A relieved pain in adults with condition X."
FAILED = "Drug A did not relieve pain in adults with condition X."
YOUNG = "Drug A did not relieve pain in children with condition X."
OTHER = "Condition X is common in adults."
STRONG = Strength(grade="strong", certainty=None, origin=None)

Work = tuple[Source, str]


def guideline(text: str, title: str = "Guideline on X", **changes: object) -> Work:
    return source(title, Kind.GUIDELINE, doi=f"10.1/{title}", **changes), text


def trial(text: str, title: str = "Trial in X", **changes: object) -> Work:
    return source(title, Kind.RESEARCH, doi=f"10.1/{title}", **changes), text


def drafted(shelf: Library, works: Sequence[Work], **strengths: Strength) -> Draft:
    """Return a draft of one sentence for each work, an unrelated one in its summary."""
    rest = [work for work in works if work[1] != OTHER]
    claims = {
        text: claim(shelf, text, strength=strengths.get(one.title.replace(" ", "_")))
        for one, text in works
    }
    made = draft(
        [claims[OTHER]],
        [claims[text] for one, text in rest if one.kind is Kind.GUIDELINE],
        [claims[text] for one, text in rest if one.kind is Kind.RESEARCH],
    )
    return replace(made, question=Question(text="Does drug A relieve pain in condition X?"))


def article(*works: Work, **strengths: Strength) -> Article:
    answer = published(*works, trial(OTHER, "Survey"), **strengths)
    assert isinstance(answer, Article)
    return answer


def published(*works: Work, **strengths: Strength) -> Article | Abstention:
    shelf = library(*works)
    return Gate().publish(
        drafted(shelf, works, **strengths), shelf,
        nearest=[], notices=(), provenance=PROVENANCE, usage=USAGE,
    )  # fmt: skip


def told(made: Article) -> list[tuple[str, str, str]]:
    """Return the pairs of an article: guideline, research, how they stand to each other."""
    return [
        (made.claim(pair.guideline).text, made.claim(pair.research).text, pair.relation)
        for pair in made.concordance
    ]


def body(made: Article) -> list[str]:
    return [item.text for item in made.claims]


def contradictions(made: Article) -> list[str]:
    """Return what the linter says of contradictions in every form of an article."""
    return [
        finding.message
        for page in (render_markdown(made), render_html(made), render_json(made))
        for finding in lint(page)
        if finding.code is Code.SELF_CONTRADICTION
    ]


def test_a_guideline_and_research_that_agree_are_told_side_by_side() -> None:
    made = article(guideline(ADVICE), trial(WORKED))
    assert told(made) == [(ADVICE, WORKED, "agree")]
    assert (made.outcome, made.notices, made.gaps) == (Outcome.ANSWERED, (), ())


def test_a_conflict_is_stated_with_both_sides_and_their_citations() -> None:
    made = article(guideline(ADVICE), trial(FAILED))
    assert told(made) == [(ADVICE, FAILED, "conflict")]
    assert made.notices == (CONFLICTING,)
    assert made.withheld == ()
    page = render_markdown(made, width=1000)
    assert (
        f"- **The guideline [2] and the research [3] conflict.** *Guideline:* {ADVICE[:-1]} [2]. "
        f"*Research:* {FAILED[:-1]} [3]." in page
    )
    assert page.count("conflict") >= 2
    assert contradictions(made) == []


def test_a_conflict_that_is_not_stated_is_what_the_linter_finds() -> None:
    made = article(guideline(ADVICE.replace("is recommended to relieve", "relieves")),
                   trial(FAILED))  # fmt: skip
    assert contradictions(made) == []
    assert contradictions(replace(made, concordance=(), notices=())) != []


def test_other_people_are_told_as_a_difference_and_not_as_a_conflict() -> None:
    made = article(guideline(ADVICE), trial(YOUNG))
    assert told(made) == [(ADVICE, YOUNG, "differ in population")]
    assert made.notices == ()
    assert "point different ways, for different people." in render_markdown(made, width=1000)


def test_the_weaker_of_two_studies_that_contradict_each_other_is_withheld() -> None:
    made = article(
        trial(WORKED, "Cohort in X", design=Design.COHORT),
        trial(FAILED, "Pooled trials in X", design=Design.META_ANALYSIS),
    )
    assert WORKED not in body(made)
    (item,) = made.withheld
    assert item.text == WORKED
    assert item.reason == f"It contradicts “{FAILED}”, which rests on a stronger kind of study."
    assert contradictions(made) == []


def test_the_firmer_of_two_recommendations_stays() -> None:
    against = "Drug A should not be used to relieve pain in adults with condition X."
    firm = f"{against[:-1]} (strong recommendation)."
    weak = f"{ADVICE[:-1]} (weak recommendation)."
    made = article(
        guideline(weak, "One"), guideline(firm, "Other"),
        One=Strength(grade="weak", certainty=None, origin=None), Other=STRONG,
    )  # fmt: skip
    assert [item.text for item in made.withheld] == [weak]
    assert made.withheld[0].reason.endswith(", which is recommended more firmly.")


def test_what_rests_on_a_superseded_work_gives_way() -> None:
    old = related("superseded", "doi:10.1/new")
    made = article(
        trial(WORKED, "Old review", design=Design.META_ANALYSIS, relations=old),
        trial(FAILED, "New trial", design=Design.COHORT),
    )
    assert [item.text for item in made.withheld] == [WORKED]
    assert made.withheld[0].reason == f"It contradicts “{FAILED}”, whose source is current."


def test_what_rests_on_equally_much_is_set_apart_and_left_open() -> None:
    made = article(
        trial(WORKED, "One trial", design=Design.RANDOMISED_TRIAL),
        trial(FAILED, "Other trial", design=Design.RANDOMISED_TRIAL),
    )
    (block,) = [b for part in made.sections for b in part.blocks if b.heading == DISAGREE]
    assert [made.claim(name).text for name in block.claims] == [WORKED, FAILED]
    assert made.outcome is Outcome.PARTIAL
    assert made.notices == (DISAGREEING,)
    (gap,) = made.gaps
    assert f"“{WORKED}” and “{FAILED}” contradict each other" in gap.reason
    assert contradictions(made) == []


def test_where_nothing_else_is_left_both_sides_are_the_answer() -> None:
    works = (trial(WORKED, "One"), trial(FAILED, "Other"))
    shelf = library(*works)
    both = draft([claim(shelf, WORKED)], (), [claim(shelf, FAILED)])
    made = Gate().publish(both, shelf, nearest=[], notices=(), provenance=PROVENANCE, usage=USAGE)
    assert isinstance(made, Article)
    assert body(made) == [WORKED, FAILED]
    assert made.notices == (DISAGREEING,)


def test_a_sentence_that_conflicts_is_not_said_to_agree_as_well() -> None:
    made = article(guideline(ADVICE), trial(WORKED, "One"), trial(FAILED, "Other"))
    relations = [relation for _, _, relation in told(made)]
    assert relations in ([], ["conflict"], ["agree"])
    assert contradictions(made) == []


@pytest.mark.parametrize("text", ["Drug B did not relieve pain.", "Drug A raised the pulse."])
def test_unrelated_sentences_are_not_paired(text: str) -> None:
    made = article(guideline(ADVICE), trial(text))
    assert made.concordance == ()


_SENTENCES = (ADVICE, WORKED, FAILED, YOUNG, "Drug A worsened pain in condition X.")


@settings(max_examples=40, deadline=timedelta(seconds=20))
@given(
    st.lists(st.tuples(st.sampled_from(Kind), st.sampled_from(_SENTENCES),
                       st.sampled_from([None, *Design][:5])), max_size=5, unique_by=lambda w: w[1])
)  # fmt: skip
def test_no_article_contradicts_itself_unsaid(
    works: list[tuple[Kind, str, Design | None]],
) -> None:
    shelved = [
        (source(f"Work {at}", kind, doi=f"10.1/{at}", design=design), text)
        for at, (kind, text, design) in enumerate(works)
    ]
    made = article(*shelved)
    assert contradictions(made) == []
    printed = {item.claim_id for item in made.claims}
    for pair in made.concordance:
        assert isinstance(pair, Concordance)
        assert {pair.guideline, pair.research} <= printed
    numbers = {c.reference for item in made.claims for c in item.citations}
    assert numbers == {reference.number for reference in made.references}
